//! From a topic to a project.

use crate::ports::CallError;
use domain::{Format, Language, ScriptLength, Tone};
use leptos::prelude::*;

/// Makes a project with three scripts and leads to them.
#[server(prefix = "/rpc", endpoint = "create_project")]
pub async fn create_project(
    topic: String,
    #[server(default)] tone: Tone,
    #[server(default)] length: ScriptLength,
    #[server(default)] format: Format,
    #[server(default)] language: Language,
) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{PortError, ProjectsPort, port},
    };
    let account = caller().await?;
    let brief = domain::Brief { topic, tone, audience: None, language, length, format };
    let brief =
        answer(brief.checked().map_err(|problem| PortError::invalid(problem.field, problem.sentence)))?;
    let project = answer(port::<dyn ProjectsPort>()?.create(&account.id, brief).await)?;
    leptos_axum::redirect(&format!("/projects/{}", project.id));
    Ok(())
}
