//! The film, its poster and its captions reach their addresses. The folder was fixed when the order was accepted, so
//! doing this twice leaves nothing behind.

use super::{StepContext, compose::FilmFacts};
use crate::{
    failure::StepFailure,
    output::{KeptFile, StepOutput},
};
use domain::MediaResult;
use providers::Reporter;
use serde::Deserialize;
use serde_json::Value;
use store::{MediaName, StoreError};

/// Captions of a film in which nobody speaks.
const NO_CAPTIONS: &[u8] = b"WEBVTT\n";

#[derive(Deserialize)]
struct Input {
    video: StepOutput,
}

/// What a step that was paid elsewhere says of its film.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PaidFacts {
    /// The picture that it was made from.
    poster: Option<KeptFile>,
}

pub(super) async fn run(cx: StepContext, report: Reporter) -> Result<Value, StepFailure> {
    let Input { video } = cx.input()?;
    let facts: FilmFacts = serde_json::from_value(video.facts.clone())?;
    let paid: PaidFacts = serde_json::from_value(video.facts.clone())?;
    let film = video.file_ending(&["mp4"]).ok_or_else(StepFailure::input_gone)?;
    let url = put(&cx, film, "ad").await?;
    report.report(1, 4);
    let poster = video.file_ending(&["jpg", "png", "webp"]).or(paid.poster.as_ref());
    let poster_url = match poster {
        Some(poster) => Some(put(&cx, poster, "ad").await?),
        None => None,
    };
    report.report(2, 4);
    let captions_url = match video.file_ending(&["vtt"]) {
        Some(captions) => put(&cx, captions, "ad").await?,
        None => {
            let name = cx.media.file("ad.vtt")?;
            cx.works.stores.media.put_bytes(&name, NO_CAPTIONS.into()).await?;
            name.url()
        }
    };
    report.report(3, 4);
    let subtitles_url = match video.file_ending(&["srt"]) {
        Some(subtitles) => Some(put(&cx, subtitles, "ad").await?),
        None => None,
    };
    report.report(4, 4);
    let result = MediaResult {
        url,
        poster_url,
        captions_url,
        subtitles_url,
        duration_ms: facts.duration_ms,
        width: facts.width,
        height: facts.height,
        bytes: film.bytes,
    };
    Ok(serde_json::to_value(result)?)
}

async fn put(cx: &StepContext, file: &KeptFile, stem: &str) -> Result<String, StepFailure> {
    let from: MediaName = file.media().ok_or_else(StepFailure::input_gone)?;
    let ending = file.name.rsplit('.').next().unwrap_or_default();
    let to = cx.media.file(&format!("{stem}.{ending}"))?;
    match cx.works.stores.media.copy(&from, &to).await {
        Ok(()) => Ok(to.url()),
        Err(StoreError::NotFound) => Err(StepFailure::input_gone()),
        Err(error) => Err(error.into()),
    }
}
