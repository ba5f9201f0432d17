//! The walk from an order to its files: speech, presenter, compose.

use super::{
    bar::{Bar, Stage},
    order::Order,
};
use crate::{cli::Failure, studio_room::StudioRoom};
use providers::{ComposeOrder, ComposedAd, PerformOrder, Progress, ProviderError, Reporter, SpeechOrder};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

const SPEECH: Stage = Stage { title: "Speaking", from: 0, to: 200 };
const PRESENTER: Stage = Stage { title: "Performing", from: 200, to: 230 };
const COMPOSE: Stage = Stage { title: "Drawing", from: 230, to: 1_000 };
/// The same order gives the same performance.
const SEED: u64 = 1;

/// Whoever makes the parts, and who watches.
pub struct Workshop {
    pub room: StudioRoom,
    pub bar: Bar,
    pub cancel: CancellationToken,
}

impl Workshop {
    /// Makes the ad and writes its four files.
    pub async fn make(&self, order: Order) -> Result<ComposedAd, Failure> {
        let folder = order.workplace.path();
        let (sound, take) = (folder.join("speech.wav"), folder.join("take"));
        let (text, voice, language) = (order.text, order.voice, order.language);
        let speech = SpeechOrder { text, voice, language, sound: sound.clone() };
        let report = self.follow(SPEECH);
        let track = self.room.speech.speak(speech, report, self.cancel.clone()).await.map_err(failure)?;

        let (avatar, perform_track) = (order.avatar.clone(), track.clone());
        let perform = PerformOrder {
            avatar,
            tone: order.tone,
            track: perform_track,
            sound: sound.clone(),
            seed: SEED,
            take: take.clone(),
        };
        let report = self.follow(PRESENTER);
        self.room.presenter.perform(perform, report, self.cancel.clone()).await.map_err(failure)?;

        let compose = ComposeOrder {
            avatar: order.avatar,
            take,
            track,
            sound,
            backdrop: order.backdrop,
            format: order.format,
            quality: order.quality,
            captions: order.captions,
            call_to_action: order.call_to_action,
            title: order.topic,
            files: order.files,
        };
        let report = self.follow(COMPOSE);
        self.room.composer.compose(compose, report, self.cancel.clone()).await.map_err(failure)
    }

    fn follow(&self, stage: Stage) -> Reporter {
        let (reporter, progress): (_, watch::Receiver<Progress>) = Reporter::new();
        tokio::spawn(self.bar.clone().follow(stage, progress));
        reporter
    }
}

pub fn failure(error: ProviderError) -> Failure {
    match error {
        ProviderError::Cancelled => Failure::new("Stopped."),
        ProviderError::Failed { ref cause, .. } => {
            tracing::error!(?cause, "{error}");
            Failure::new(error.to_string())
        }
        other => Failure::new(other.to_string()),
    }
}
