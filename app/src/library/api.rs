//! What can be done in the library.

use crate::ports::CallError;
use domain::ProjectId;
use leptos::prelude::*;

/// Removes a project and what was made from it, and leads back to the library.
#[server(prefix = "/rpc", endpoint = "delete_project")]
pub async fn delete_project(project: ProjectId) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ProjectsPort, port},
    };
    let member = caller().await?;
    answer(port::<dyn ProjectsPort>()?.delete(&member.account, &project).await)?;
    leptos_axum::redirect("/projects");
    Ok(())
}
