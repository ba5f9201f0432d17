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
    // Whoever writes nothing but an address means what is there.
    let url = super::address_in(&topic).map(str::to_owned);
    let brief = domain::Brief { topic, tone, audience: None, language, length, format };
    if let Some(url) = url {
        let brief = domain::Brief { topic: String::new(), ..brief };
        let projects = port::<dyn ProjectsPort>()?;
        let made = projects.create(&member.account, domain::ProjectId::generate(), brief, Some(url)).await;
        let project = answer(made.map_err(at_topic))?;
        leptos_axum::redirect(&format!("/projects/{}", project.id));
        return Ok(());
    }
    let checked = brief.clone().checked();
    if checked.is_err() && wants_page() {
        // The page looks at the topic again and says what is wrong with it where it stands.
        let kept: String = brief.topic.chars().take(REFUSED_CHARS_KEPT).collect();
        leptos_axum::redirect(&format!("{}&refused=1", super::topic_href(&kept)));
        return Ok(());
    }
    let brief = answer(checked.map_err(|problem| PortError::invalid(problem.field, problem.sentence)))?;
    let project = answer(
        port::<dyn ProjectsPort>()?.create(&member.account, domain::ProjectId::generate(), brief, None).await,
    )?;
    leptos_axum::redirect(&format!("/projects/{}", project.id));
    Ok(())
}

/// What is wrong with an address stands where it was written.
#[cfg(feature = "ssr")]
fn at_topic(error: crate::ports::PortError) -> crate::ports::PortError {
    use crate::ports::PortError;
    match error {
        PortError::Invalid { sentence, .. } => PortError::invalid("topic", sentence),
        other => other,
    }
}
