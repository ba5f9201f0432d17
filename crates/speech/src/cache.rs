//! Sentences that were spoken before, kept on disk by what was said and how.
//!
//! Promises: a file appears whole or not at all; a damaged file is ignored; the folder stays below its size, the
//! longest unused files going first. Losing any file costs time and nothing else.

use crate::leftovers::remove_leftovers;
use crate::sentence_sound::{SentenceSound, TimedPhone};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The most that the folder may hold, in bytes.
const BYTES_MAX: u64 = 512 * 1024 * 1024;
const MAGIC: &[u8; 8] = b"SPOKEN1\n";
const CHECKSUM_BYTES: usize = 32;
const EXTENSION: &str = "spoken";
/// How names of files begin that are not whole yet.
const UNFINISHED: &str = ".part-";

/// Everything that decides how a sentence sounds.
#[derive(Serialize)]
pub(crate) struct Recipe<'a> {
    /// Changes whenever the engine would speak the same words differently.
    pub engine: &'a str,
    pub voice: &'a str,
    /// Text, spelled or not, mark, and written word (counted within the sentence).
    pub spoken: Vec<(&'a str, bool, Option<char>, usize)>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    rate_hz: u32,
    phones: Vec<TimedPhone>,
}

/// The folder of spoken sentences.
pub(crate) struct SentenceCache {
    folder: PathBuf,
}

impl SentenceCache {
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Whether something was kept for a recipe, whole or not.
    pub(crate) fn has(&self, recipe: &Recipe<'_>) -> bool {
        self.path(recipe).is_some_and(|path| path.is_file())
    }

    /// The sound of a recipe, if it was kept and is whole.
    pub(crate) fn find(&self, recipe: &Recipe<'_>) -> Option<SentenceSound> {
        let path = self.path(recipe)?;
        let bytes = std::fs::read(&path).ok()?;
        let sound = decode(&bytes);
        if sound.is_none() {
            tracing::warn!(path = %path.display(), "ignoring a damaged spoken sentence");
        } else if let Ok(file) = std::fs::File::options().append(true).open(&path) {
            // Used now, so it goes last. A disk that cannot note it only forgets sooner.
            let _ = file.set_modified(SystemTime::now());
        }
        sound
    }

    /// Keeps a sound. Failing to is no reason to fail: it is spoken again next time.
    pub(crate) fn keep(&self, recipe: &Recipe<'_>, sound: &SentenceSound) {
        let Some(path) = self.path(recipe) else { return };
        if let Err(error) = self.write(&path, sound) {
            tracing::warn!(%error, path = %path.display(), "could not keep a spoken sentence");
        }
    }

    /// Brings the folder back below its size, and takes away what a killed process left half written.
    pub(crate) fn trim(&self) {
        remove_leftovers(&self.folder, UNFINISHED);
        self.trim_to(BYTES_MAX);
    }

    fn trim_to(&self, bytes_max: u64) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|extension| extension == EXTENSION))
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                Some((metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .collect();
        let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
        files.sort();
        for (_, bytes, path) in files {
            if total <= bytes_max {
                return;
            }
            if std::fs::remove_file(&path).is_ok() {
                total -= bytes;
            }
        }
    }

    fn path(&self, recipe: &Recipe<'_>) -> Option<PathBuf> {
        let written = serde_json::to_vec(recipe).ok()?;
        Some(self.folder.join(format!("{:x}.{EXTENSION}", Sha256::digest(&written))))
    }

    fn write(&self, path: &Path, sound: &SentenceSound) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder)?;
        file.write_all(&encode(sound)?)?;
        file.persist(path)?;
        Ok(())
    }
}

/// Magic, checksum of the rest, length of the header, header as JSON, samples.
fn encode(sound: &SentenceSound) -> std::io::Result<Vec<u8>> {
    let header = serde_json::to_vec(&Header { rate_hz: sound.rate_hz, phones: sound.phones.clone() })?;
    let mut body = Vec::with_capacity(4 + header.len() + sound.samples.len() * 2);
    body.extend((header.len() as u32).to_le_bytes());
    body.extend(header);
    body.extend(sound.samples.iter().flat_map(|sample| sample.to_le_bytes()));
    Ok([MAGIC.as_slice(), Sha256::digest(&body).as_slice(), &body].concat())
}

fn decode(bytes: &[u8]) -> Option<SentenceSound> {
    let (checksum, body) = bytes.strip_prefix(MAGIC)?.split_at_checked(CHECKSUM_BYTES)?;
    if Sha256::digest(body).as_slice() != checksum {
        return None;
    }
    let (length, rest) = body.split_first_chunk::<4>()?;
    let (header, samples) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let header: Header = serde_json::from_slice(header).ok()?;
    let samples = samples.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]])).collect();
    Some(SentenceSound { rate_hz: header.rate_hz, samples, phones: header.phones })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Stress;
    use std::time::Duration;

    fn recipe(word: &str) -> Recipe<'_> {
        Recipe { engine: "test", voice: "test", spoken: vec![(word, false, None, 0)] }
    }

    fn sound() -> SentenceSound {
        let phone = TimedPhone { letter: 'ə', stress: Stress::None, start: 0, end: 2, word: 0 };
        SentenceSound { rate_hz: 24_000, samples: vec![1, -2, 3], phones: vec![phone] }
    }

    #[test]
    fn what_is_kept_is_found_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let cache = SentenceCache::in_folder(folder.path().join("deep"));
        assert_eq!(cache.find(&recipe("a")), None);
        cache.keep(&recipe("a"), &sound());
        assert_eq!(cache.find(&recipe("a")), Some(sound()));
        assert_eq!(cache.find(&recipe("b")), None);

        let path = cache.path(&recipe("a")).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(cache.find(&recipe("a")), None);
    }

    #[test]
    fn the_longest_unused_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let cache = SentenceCache::in_folder(folder.path().to_owned());
        for (age_s, word) in [(30, "old"), (20, "middle"), (10, "new")] {
            cache.keep(&recipe(word), &sound());
            let file =
                std::fs::File::options().append(true).open(cache.path(&recipe(word)).unwrap()).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age_s)).unwrap();
        }
        assert!(cache.find(&recipe("old")).is_some(), "using it makes it the newest");
        let size = std::fs::metadata(cache.path(&recipe("old")).unwrap()).unwrap().len();
        cache.trim_to(size * 2);
        assert!(cache.find(&recipe("middle")).is_none());
        assert!(cache.find(&recipe("old")).is_some() && cache.find(&recipe("new")).is_some());
    }
}
