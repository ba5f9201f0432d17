//! Frames, captions and sound become one file: `ad.mp4`, with `ad.jpg`, `ad.vtt` and `ad.srt` beside it.

use super::{StepContext, presenter::TAKE};
use crate::failure::StepFailure;
use domain::{AssetId, Background, FailureCode, StepName};
use futures::TryStreamExt;
use providers::{AdFiles, Backdrop, ComposeOrder, Reporter};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;
use store::StoreError;
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

pub(super) const FILES: [&str; 4] = ["ad.mp4", "ad.jpg", "ad.vtt", "ad.srt"];
const BACKDROP: &str = "backdrop";

/// What the finished file is like.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MadeAd {
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
    let [mp4, poster, vtt, srt] = FILES.map(|name| cx.part.join(name));
    let order = ComposeOrder {
        avatar: cx.order.avatar_id.clone(),
        take: cx.workplace.file(StepName::Presenter, TAKE),
        track: cx.track().await?,
        sound: cx.sound(),
        backdrop: backdrop(&cx).await?,
        format: cx.order.format,
        quality: cx.order.quality,
        captions: cx.order.captions,
        call_to_action: cx.order.call_to_action.clone(),
        title: cx.order.topic.clone(),
        files: AdFiles { mp4, poster, vtt, srt },
    };
    let ad = cx.works.makers.composer.compose(order, report, stop).await?;
    let made = MadeAd { width: ad.width, height: ad.height, duration_ms: ad.duration_ms, bytes: ad.bytes };
    Ok(serde_json::to_value(made)?)
}

async fn backdrop(cx: &StepContext) -> Result<Backdrop, StepFailure> {
    match &cx.order.background {
        Background::Color(rgb) => Ok(Backdrop::Color(*rgb)),
        Background::Scene(scene) => Ok(Backdrop::Scene(*scene)),
        Background::Asset(id) => Ok(Backdrop::Picture(fetch_picture(cx, id).await?)),
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
    }
}
