//! What can go wrong between a script and its sound, each with a plain sentence and what to do.

use domain::VoiceId;
use std::path::{Path, PathBuf};

/// Why a voice did not speak or was not installed.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The script has no letter and no digit.
    #[error("There is nothing to say: write at least one word.")]
    NothingToSay,
    /// The script is longer than a voice reads in one go.
    #[error("The script has {chars} characters; a voice reads at most {limit}. Shorten it.")]
    TooLong { chars: usize, limit: usize },
    /// The built-in voices read English; this is another script.
    #[error("The built-in voices cannot read “{excerpt}”. Write it in Latin letters.")]
    UnreadableScript { excerpt: String },
    #[error("There is no voice called “{0}”. Choose one of the listed voices.")]
    UnknownVoice(VoiceId),
    #[error(
        "The natural voice is not installed. Run `pitchreel voices add natural`, or choose the plain voice."
    )]
    NaturalMissing,
    /// The files of the natural voice are there and are not what they should be.
    #[error("The natural voice is damaged ({0}). Remove its folder and run `pitchreel voices add natural`.")]
    NaturalDamaged(String),
    /// Installing the natural voice failed; the sentence says why and what to do.
    #[error("{0}")]
    Install(String),
    #[error("Speaking was stopped.")]
    Cancelled,
    #[error(
        "Could not {doing} {path}: {source}. Check that the disk has room and that the folder may be written."
    )]
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
    /// A part of the voice broke on something it should have been able to speak.
    #[error("The voice stopped on its own ({0}). Try again, or choose another voice.")]
    Broken(String),
}

impl SpeechError {
    /// For `map_err` on file work: what was being done, and to which file.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
