//! The studio's renderer as a [`Composer`].

use super::{failed, make};
use crate::{AdFiles, Backdrop, ComposeOrder, ComposedAd, Composer, ProviderError, Reporter};
use async_trait::async_trait;
use std::{fs, sync::Arc};
use studio::{AdPicture, ComposeSettings, MediaFiles, Performance, PresenterRig, StudioError};
use tokio_util::sync::CancellationToken;

/// Draws and encodes with the built-in renderer. Cheap to clone.
#[derive(Clone)]
pub struct StudioComposer {
    cast: Arc<[Arc<PresenterRig>]>,
    settings: ComposeSettings,
}

impl StudioComposer {
    /// Composes ads of this cast with this much of the machine.
    pub fn new(cast: Vec<Arc<PresenterRig>>, settings: ComposeSettings) -> Self {
        StudioComposer { cast: cast.into(), settings }
    }
}

#[async_trait]
impl Composer for StudioComposer {
    fn name(&self) -> &str {
        super::NAME
    }

    async fn compose(
        &self,
        order: ComposeOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<ComposedAd, ProviderError> {
        let rig = super::member(&self.cast, &order.avatar)?;
        let settings = self.settings;
        make(move || {
            let sound = order.sound.clone();
            let files = media_files(order.files.clone());
            let picture = picture(order, rig)?;
            let tell =
                |progress: studio::ComposeProgress| report.report(progress.frames_done, progress.frames);
            let cancelled = || cancel.is_cancelled();
            let made = studio::compose(&picture, &sound, &files, &settings, &tell, &cancelled)?;
            Ok(ComposedAd {
                width: made.width,
                height: made.height,
                duration_ms: made.duration_ms,
                bytes: made.bytes,
            })
        })
        .await
    }
}

fn picture(order: ComposeOrder, rig: Arc<PresenterRig>) -> Result<AdPicture, ProviderError> {
    let take = fs::read(&order.take).map_err(failed("The presenter's performance cannot be read."))?;
    let performance: Performance =
        serde_json::from_slice(&take).map_err(failed("The presenter's performance cannot be read."))?;
    Ok(AdPicture {
        rig,
        performance,
        track: order.track,
        backdrop: backdrop(order.backdrop)?,
        format: order.format,
        quality: order.quality,
        captions: order.captions,
        call_to_action: order.call_to_action,
        title: order.title,
    })
}

fn backdrop(backdrop: Backdrop) -> Result<studio::Backdrop, ProviderError> {
    match backdrop {
        Backdrop::Color(rgb) => Ok(studio::Backdrop::Color(rgb)),
        Backdrop::Scene(scene) => Ok(studio::Backdrop::Scene(scene)),
        Backdrop::Picture(path) => {
            let bytes = fs::read(path).map_err(failed("The background picture cannot be read."))?;
            Ok(studio::Backdrop::decode(&bytes)?)
        }
    }
}

fn media_files(files: AdFiles) -> MediaFiles {
    MediaFiles { mp4: files.mp4, srt: Some(files.srt), vtt: Some(files.vtt), poster: Some(files.poster) }
}

impl From<StudioError> for ProviderError {
    fn from(error: StudioError) -> Self {
        let sentence = error.to_string();
        match error {
            StudioError::Cancelled => ProviderError::Cancelled,
            StudioError::Picture(_) | StudioError::Empty | StudioError::TooLong { .. } => {
                ProviderError::invalid(sentence)
            }
            StudioError::Write { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                ProviderError::Missing {
                    sentence: "The disk is full.".into(),
                    remedy: "Free some space where the data folder is, then retry.".into(),
                }
            }
            other => ProviderError::failed("The studio stopped before the last frame.", other),
        }
    }
}
