//! Step two on the server: everything there is to choose from.

use super::{cast::Cast, customizer::Customizer, step_view::StepView};
use crate::ports::{AssetsPort, CallError, CatalogPort, Paging, port};
use domain::{AccountId, Asset, Background, Project};
use leptos::prelude::*;

/// How many of a person's own pictures are offered.
const PICTURES_SHOWN: usize = 5;

/// The choices with what there is to choose from.
pub async fn customize_step(account: &AccountId, project: Project) -> Result<StepView, CallError> {
    let catalog = port::<dyn CatalogPort>()?;
    let pictures = pictures(account, &project.choices.background).await?;
    let cast = Cast {
        duration_ms: project.spoken_text().map_or(0, domain::spoken_seconds) * 1000 + domain::END_CARD_MS,
        end_card: project.chosen_script().map(|script| script.call_to_action.clone()).unwrap_or_default(),
        project: project.id.clone(),
        choices: project.choices,
        format: project.brief.format,
        avatars: catalog.avatars().await?,
        voices: catalog.voices().await?,
        pictures,
        colours: project.page.map(|page| page.colours).unwrap_or_default(),
    };
    let body = view! { <Customizer cast/> };
    Ok(StepView { title: "Customize".into(), body: body.into_any(), live: false })
}

/// The newest pictures, and the chosen one however old it is.
async fn pictures(account: &AccountId, chosen: &Background) -> Result<Vec<Asset>, CallError> {
    let assets = port::<dyn AssetsPort>()?;
    let mut pictures = assets.list(account, Paging::default()).await?.items;
    pictures.truncate(PICTURES_SHOWN);
    if let Background::Asset(id) = chosen
        && pictures.iter().all(|picture| picture.id != *id)
        // One that is no longer kept cannot be shown.
        && let Ok(chosen) = assets.get(account, id).await
    {
        pictures.push(chosen);
    }
    Ok(pictures)
}
