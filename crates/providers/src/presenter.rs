//! The ability to perform a spoken track: a presenter's face and body over the sound.
//!
//! What a presenter leaves is a *take*: one file that its own composer understands. The built-in presenter writes
//! its movements, an outside one would write a film.

use crate::{ProviderError, Reporter};
use async_trait::async_trait;
use domain::{Avatar, AvatarId, SpokenTrack, Tone};
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// Who performs what, and where the take goes.
#[derive(Debug, Clone)]
pub struct PerformOrder {
    pub avatar: AvatarId,
    /// How lively.
    pub tone: Tone,
    pub track: SpokenTrack,
    pub sound: PathBuf,
    /// The same seed gives the same performance.
    pub seed: u64,
    /// The take to write; its folder exists.
    pub take: PathBuf,
}

/// Whoever performs: the presenters of the studio, or an outside service behind a key.
#[async_trait]
pub trait Presenter: Send + Sync {
    /// The short name that tables and logs show.
    fn name(&self) -> &str;

    /// Who can perform here now, in the order in which they are offered.
    async fn avatars(&self) -> Result<Vec<Avatar>, ProviderError>;

    /// Performs the order and writes the take.
    async fn perform(
        &self,
        order: PerformOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<(), ProviderError>;
}
