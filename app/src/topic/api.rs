//! From a topic to a project.

use crate::ports::CallError;
use domain::{Format, Language, ScriptLength, Tone};
use leptos::prelude::*;

/// So much of a refused topic comes back to a browser without the script: it travels in an address.
#[cfg(feature = "ssr")]
const REFUSED_CHARS_KEPT: usize = 2 * domain::TOPIC_CHARS_MAX;

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
        call::{answer, caller, wants_page},
        ports::{PortError, ProjectsPort, port},
    };
    let member = caller().await?;
    let brief = domain::Brief { topic, tone, audience: None, language, length, format };
    let checked = brief.clone().checked();
    if checked.is_err() && wants_page() {
        // The page looks at the topic again and says what is wrong with it where it stands.
        let kept: String = brief.topic.chars().take(REFUSED_CHARS_KEPT).collect();
        leptos_axum::redirect(&format!("{}&refused=1", super::topic_href(&kept)));
        return Ok(());
    }
    let brief = answer(checked.map_err(|problem| PortError::invalid(problem.field, problem.sentence)))?;
    let project = answer(
        port::<dyn ProjectsPort>()?.create(&member.account, domain::ProjectId::generate(), brief).await,
    )?;
    leptos_axum::redirect(&format!("/projects/{}", project.id));
    Ok(())
}
