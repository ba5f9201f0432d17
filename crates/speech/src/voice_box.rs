//! The door of the room: which voices there are, and speaking a script with one of them.

use crate::SpeechError;
use domain::{SpokenTrack, Voice, VoiceId};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where the voices live and how much they may use.
#[derive(Debug, Clone)]
pub struct VoiceSettings {
    /// Folder that holds `natural/` once the natural voice is installed.
    pub voices_dir: PathBuf,
    /// Spoken sentences and samples are kept here; safe to delete at any time.
    pub cache_dir: PathBuf,
    /// A voice that nobody used for this long is let go from memory.
    pub idle: Duration,
    /// Threads that speak at the same time, at low priority; at least one.
    pub threads: usize,
}

/// A script and who speaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakOrder {
    pub text: String,
    pub voice: VoiceId,
}

/// How far speaking has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeakProgress {
    pub sentences_done: u32,
    pub sentences: u32,
}

/// The voices. Cheap to make and to clone; nothing is loaded until somebody speaks.
#[derive(Clone)]
pub struct VoiceBox {
    settings: Arc<VoiceSettings>,
}

impl VoiceBox {
    /// Opens the voices; touches no file.
    pub fn open(settings: VoiceSettings) -> VoiceBox {
        VoiceBox { settings: Arc::new(settings) }
    }

    /// The voices that can speak now, best first; the plain one is always there.
    pub fn voices(&self) -> Vec<Voice> {
        Vec::new()
    }

    /// Whether the natural voices are there.
    pub fn natural_installed(&self) -> bool {
        self.settings.voices_dir.join("natural").is_dir()
    }

    /// Speaks a script into `sound`: WAV, 48 kHz, mono, 16 bit, -14 LUFS, true peak at most -1 dBTP.
    ///
    /// Blocks until done. `report` is called after each sentence, on this thread; `cancelled` is asked often.
    pub fn speak(
        &self,
        order: &SpeakOrder,
        _sound: &Path,
        _report: &mut dyn FnMut(SpeakProgress),
        _cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<SpokenTrack, SpeechError> {
        Err(SpeechError::UnknownVoice(order.voice.clone()))
    }

    /// A sound of about three seconds to hear a voice by; made once and kept.
    pub fn sample(&self, voice: &VoiceId) -> Result<PathBuf, SpeechError> {
        Err(SpeechError::UnknownVoice(voice.clone()))
    }
}
