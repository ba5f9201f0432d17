//! The voices of this machine as a [`Speech`].

use super::{failed, make};
use crate::{ProviderError, Reporter, Speech, SpeechOrder};
use ::speech::{SpeakOrder, SpeechError, VoiceBox};
use async_trait::async_trait;
use domain::{Language, SpokenTrack, Voice, VoiceId};
use tokio_util::sync::CancellationToken;

/// Speaks with the built-in voices. Cheap to clone.
#[derive(Clone)]
pub struct StudioSpeech {
    voices: VoiceBox,
}

impl StudioSpeech {
    /// Speaks with these voices.
    pub fn new(voices: VoiceBox) -> Self {
        StudioSpeech { voices }
    }
}

#[async_trait]
impl Speech for StudioSpeech {
    fn name(&self) -> &str {
        super::NAME
    }

    async fn voices(&self) -> Result<Vec<Voice>, ProviderError> {
        let voices = self.voices.clone();
        // Pages wait for this one.
        let listed = tokio::task::spawn_blocking(move || voices.voices()).await;
        listed.map_err(failed("The voices cannot be listed."))
    }

    async fn effort(&self, text: &str, voice: &VoiceId) -> f32 {
        let (voices, order) = (self.voices.clone(), SpeakOrder { text: text.into(), voice: voice.clone() });
        // A panic in it has been told of, and an estimate may be wrong.
        tokio::task::spawn_blocking(move || voices.effort(&order)).await.unwrap_or(1.0)
    }

    async fn speak(
        &self,
        order: SpeechOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<SpokenTrack, ProviderError> {
        if order.language != Language::English {
            tracing::debug!(language = %order.language, "the built-in voices read it as English");
        }
        let voices = self.voices.clone();
        make(move || {
            let spoken = SpeakOrder { text: order.text, voice: order.voice };
            let mut tell = |progress: ::speech::SpeakProgress| {
                report.report(progress.sentences_done, progress.sentences);
            };
            let cancelled = || cancel.is_cancelled();
            Ok(voices.speak(&spoken, &order.sound, &mut tell, &cancelled)?)
        })
        .await
    }
}

impl From<SpeechError> for ProviderError {
    fn from(error: SpeechError) -> Self {
        let sentence = error.to_string();
        match error {
            SpeechError::Cancelled => ProviderError::Cancelled,
            SpeechError::NothingToSay
            | SpeechError::TooLong { .. }
            | SpeechError::UnreadableScript { .. }
            | SpeechError::UnknownVoice(_) => ProviderError::invalid(sentence),
            SpeechError::NaturalMissing => ProviderError::Missing {
                sentence: "The natural voice is not installed.".into(),
                remedy: "Install it with `pitchreel voices add natural`, or choose the plain voice.".into(),
            },
            SpeechError::NaturalDamaged(_) => ProviderError::Missing {
                sentence: "The files of the natural voice are damaged.".into(),
                remedy: "Install it again with `pitchreel voices add natural`, then retry.".into(),
            },
            other => ProviderError::failed("The voice stopped before the end of the script.", other),
        }
    }
}
