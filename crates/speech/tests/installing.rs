//! Installing the natural voice: what fails says why and leaves what was there.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use speech::{NaturalSource, SpeechError, VoiceBox, VoiceSettings, install_natural};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn voice_box(voices_dir: &Path) -> VoiceBox {
    let cache_dir = voices_dir.join("cache");
    VoiceBox::open(VoiceSettings {
        voices_dir: voices_dir.to_owned(),
        cache_dir,
        idle: Duration::from_secs(1),
        threads: 1,
    })
}

/// Nothing half done is left behind.
fn assert_untouched(voices_dir: &Path) {
    assert!(!voice_box(voices_dir).natural_installed());
    let left: Vec<PathBuf> =
        std::fs::read_dir(voices_dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_folder_or_archive_that_is_not_the_voice_is_refused_with_a_sentence() {
    let world = tempfile::tempdir().unwrap();
    let voices = world.path().join("voices");
    let refused = |source| match install_natural(source, &voices) {
        Err(error @ (SpeechError::Install(_) | SpeechError::Io { .. })) => error.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(refused(NaturalSource::Folder(world.path().join("nowhere"))).contains("no folder"));
    assert!(refused(NaturalSource::Folder(world.path().to_owned())).contains("missing or damaged"));
    assert!(refused(NaturalSource::Archive(world.path().join("no.tgz"))).contains("open"));

    let garbage = world.path().join("garbage.tgz");
    std::fs::write(&garbage, b"this is no archive").unwrap();
    assert!(refused(NaturalSource::Archive(garbage)).contains("not a readable package"));

    let wrong = world.path().join("wrong.tgz");
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_size(4);
    header.set_cksum();
    tar.append_data(&mut header, "package/build/tokenizer.json", &b"{}  "[..]).unwrap();
    let bytes = tar.into_inner().unwrap().finish().unwrap();
    std::fs::File::create(&wrong).unwrap().write_all(&bytes).unwrap();
    assert!(refused(NaturalSource::Archive(wrong)).contains("tokenizer.json is damaged"));
    assert_untouched(&voices);
}

#[test]
fn an_installed_voice_can_be_copied_and_stays_when_installed_again() {
    let Some(source) = std::env::var_os("PITCHREEL_VOICES_DIR").map(|dir| PathBuf::from(dir).join("natural"))
    else {
        eprintln!("skipping the copy of the natural voice: PITCHREEL_VOICES_DIR is not set");
        return;
    };
    let world = tempfile::tempdir().unwrap();
    install_natural(NaturalSource::Folder(source), world.path()).unwrap();
    let voices = voice_box(world.path());
    assert!(voices.natural_installed());
    assert!(voices.voices().len() >= 8);
    install_natural(NaturalSource::Folder("nowhere".into()), world.path()).unwrap();
    // A voice that lost a part is made whole, not left.
    std::fs::write(world.path().join("natural/voices/af_heart.bin"), b"short").unwrap();
    assert!(!voices.natural_installed());
    assert!(install_natural(NaturalSource::Folder("nowhere".into()), world.path()).is_err());
}
