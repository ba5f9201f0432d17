//! Frames, captions and sound become one file: `ad.mp4`, with `ad.jpg`, `ad.vtt` and `ad.srt` beside it.

use super::{
    StepContext,
    presenter::{TAKE, TakeFacts},
    speech::SOUND,
};
use crate::{EngineError, failure::StepFailure, output::StepOutput, works::Works};
use domain::{AccountId, AssetId, Background, Captions, FailureCode, Format, Quality};
use futures::TryStreamExt;
use providers::{AdFiles, Backdrop, ComposeOrder, Reporter};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;
use store::StoreError;
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

pub(super) const FILES: [&str; 4] = ["ad.mp4", "ad.jpg", "ad.vtt", "ad.srt"];
/// Left to the composer alone: a name that no finished file has.
const BACKDROP: &str = "backdrop";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    take: StepOutput,
    image: Option<StepOutput>,
    background: Option<String>,
    format: Option<Format>,
    captions: Option<Captions>,
    call_to_action: Option<String>,
    title: Option<String>,
    quality: Option<Quality>,
}

/// What a finished film is like.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct FilmFacts {
    pub width: u32,
    pub height: u32,
    pub duration_ms: u32,
    pub bytes: u64,
}

pub(super) async fn run(
    cx: StepContext,
    report: Reporter,
    stop: CancellationToken,
) -> Result<Value, StepFailure> {
    let input: Input = cx.input()?;
    let take: TakeFacts = serde_json::from_value(input.take.facts.clone())?;
    let backdrop = backdrop(&cx, &input).await?;
    let picture = match &backdrop {
        Backdrop::Picture(path) => Some(path.clone()),
        _ => None,
    };
    let [mp4, poster, vtt, srt] = FILES.map(|name| cx.part.join(name));
    let order = ComposeOrder {
        avatar: take.avatar,
        take: cx.local(&input.take, TAKE).await?,
        track: cx.track(&take.sound).await?,
        sound: cx.local(&take.sound, SOUND).await?,
        backdrop,
        format: input.format.unwrap_or_default(),
        quality: input.quality.unwrap_or_default(),
        captions: input.captions.unwrap_or_default(),
        call_to_action: input.call_to_action.unwrap_or_default(),
        title: input.title.unwrap_or_default(),
        files: AdFiles { mp4, poster, vtt, srt },
    };
    let ad = cx.works.makers.composer.compose(order, report, stop).await?;
    if let Some(picture) = picture.filter(|path| path.starts_with(&cx.part)) {
        tokio::fs::remove_file(picture).await?;
    }
    let made = FilmFacts { width: ad.width, height: ad.height, duration_ms: ad.duration_ms, bytes: ad.bytes };
    Ok(serde_json::to_value(made)?)
}

async fn backdrop(cx: &StepContext, input: &Input) -> Result<Backdrop, StepFailure> {
    if let Some(image) = &input.image {
        let file = image.file_ending(&["png", "jpg", "webp"]).ok_or_else(StepFailure::input_gone)?;
        return Ok(Backdrop::Picture(cx.local(image, &file.name).await?));
    }
    let background = input.background.as_deref().map(str::parse).transpose();
    match background.map_err(|_| picture_gone())?.unwrap_or_default() {
        Background::Color(rgb) => Ok(Backdrop::Color(rgb)),
        Background::Scene(scene) => Ok(Backdrop::Scene(scene)),
        Background::Asset(id) => Ok(Backdrop::Picture(fetch_picture(cx, &id).await?)),
    }
}

/// Says whether an order can have this background.
pub(crate) async fn check_background(
    works: &Works,
    account: &AccountId,
    background: &Background,
) -> Result<(), EngineError> {
    let Background::Asset(id) = background else { return Ok(()) };
    match works.stores.assets.get_asset(account, id).await {
        Err(StoreError::NotFound) => Err(EngineError::invalid(
            "background",
            "That picture is not here. Upload it again or choose another background.",
        )),
        other => other.map(drop).map_err(EngineError::from),
    }
}

/// Copies an uploaded picture to where the composer can read it.
async fn fetch_picture(cx: &StepContext, id: &AssetId) -> Result<PathBuf, StepFailure> {
    let stores = &cx.works.stores;
    let opened = match stores.assets.asset_media(&cx.account, id).await {
        Ok(name) => stores.media.open(&name, None).await,
        Err(error) => Err(error),
    };
    let mut picture = match opened {
        Err(StoreError::NotFound) => return Err(picture_gone()),
        other => other?,
    };
    let path = cx.part.join(BACKDROP);
    let mut file = tokio::fs::File::create(&path).await?;
    while let Some(bytes) = picture.body.try_next().await? {
        file.write_all(&bytes).await?;
    }
    file.flush().await?;
    Ok(path)
}

fn picture_gone() -> StepFailure {
    StepFailure {
        code: FailureCode::Missing,
        retryable: false,
        sentence: "The background picture is no longer here.".into(),
        remedy: "Choose another background and generate the video again.".into(),
        input_gone: false,
    }
}
