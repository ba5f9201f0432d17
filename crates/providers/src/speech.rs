//! The ability to speak a text.
//!
//! A voice promises one WAV (48 kHz, mono, 16 bit, loudness of a finished ad) and the exact time of every word and
//! mouth shape in it. It must stop within a second of being cancelled.

use crate::{ProviderError, Reporter};
use async_trait::async_trait;
use domain::{Language, SpokenTrack, Voice, VoiceId};
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// What to say, by whom, and where the sound goes.
#[derive(Debug, Clone)]
pub struct SpeechOrder {
    pub text: String,
    pub voice: VoiceId,
    pub language: Language,
    /// The WAV to write; its folder exists.
    pub sound: PathBuf,
}

/// Whoever speaks: the voices on this machine, or an outside service behind a key.
#[async_trait]
pub trait Speech: Send + Sync {
    /// The short name that tables and logs show.
    fn name(&self) -> &str;

    /// Who can speak here now, the best first.
    async fn voices(&self) -> Result<Vec<Voice>, ProviderError>;

    /// How much of the usual work it is to speak this text now, 0 to 1: less where sentences are kept from before, or
    /// where the voice is a quick one. Only estimates rest on it.
    async fn effort(&self, _text: &str, _voice: &VoiceId) -> f32 {
        1.0
    }

    /// Speaks the order. Progress counts sentences.
    async fn speak(
        &self,
        order: SpeechOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<SpokenTrack, ProviderError>;
}
