//! The ability to make the finished ad: take, sound, backdrop, captions and end card become one MP4, with a poster
//! and captions beside it.
//!
//! A composer must stop within a second of being cancelled and hold no frames and no samples that grow with the ad.

use crate::{ProviderError, Reporter};
use async_trait::async_trait;
use domain::{AvatarId, Captions, Format, Quality, Rgb, Scene, SpokenTrack};
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// What stands behind the presenter, ready to be drawn.
#[derive(Debug, Clone)]
pub enum Backdrop {
    Color(Rgb),
    Scene(Scene),
    /// A PNG, JPEG or WebP.
    Picture(PathBuf),
}

/// Where the four files of an ad go; their folder exists.
#[derive(Debug, Clone)]
pub struct AdFiles {
    pub mp4: PathBuf,
    /// A JPEG, or a PNG where it is called that.
    pub poster: PathBuf,
    pub vtt: PathBuf,
    pub srt: PathBuf,
}

/// Everything that an ad is composed from.
#[derive(Debug, Clone)]
pub struct ComposeOrder {
    pub avatar: AvatarId,
    /// What the presenter of the same provider left.
    pub take: PathBuf,
    pub track: SpokenTrack,
    pub sound: PathBuf,
    pub backdrop: Backdrop,
    pub format: Format,
    pub quality: Quality,
    pub captions: Captions,
    pub call_to_action: String,
    /// The small line of the end card.
    pub title: String,
    pub files: AdFiles,
}

/// What the finished MP4 is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComposedAd {
    pub width: u32,
    pub height: u32,
    pub duration_ms: u32,
    pub bytes: u64,
}

/// Whoever composes.
#[async_trait]
pub trait Composer: Send + Sync {
    /// The short name that tables and logs show.
    fn name(&self) -> &str;

    /// Composes the order and writes its four files. Progress counts frames.
    async fn compose(
        &self,
        order: ComposeOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<ComposedAd, ProviderError>;
}
