//! Step two on the server: everything there is to choose from.

use super::{
    customizer::{Cast, Customizer},
    page::StepView,
};
use crate::ports::{AssetsPort, CallError, CatalogPort, port};
use domain::{AccountId, Project};
use leptos::prelude::*;

/// How many of a person's own pictures are offered.
const PICTURES_SHOWN: usize = 5;

/// The choices with what there is to choose from.
pub async fn customize_step(account: &AccountId, project: Project) -> Result<StepView, CallError> {
    let catalog = port::<dyn CatalogPort>()?;
    let mut pictures = port::<dyn AssetsPort>()?.list(account).await?;
    pictures.truncate(PICTURES_SHOWN);
    let cast = Cast {
        duration_ms: project.spoken_text().map_or(0, domain::spoken_seconds) * 1000 + domain::END_CARD_MS,
        end_card: project.end_card_text().unwrap_or_default().to_owned(),
        project: project.id.clone(),
        choices: project.choices,
        format: project.brief.format,
        avatars: catalog.avatars().await?,
        voices: catalog.voices().await?,
        pictures,
    };
    let body = view! { <Customizer cast/> };
    Ok(StepView { title: "Customize".into(), body: body.into_any(), live: false })
}
