//! A world of its own for each test: a folder, a voice box, and the natural voice where there is one.

use domain::SpokenTrack;
use speech::{SpeakOrder, SpeechError, VoiceBox, VoiceSettings};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub struct World {
    folder: tempfile::TempDir,
    voice_box: VoiceBox,
}

impl World {
    /// With the natural voice, if `PITCHREEL_VOICES_DIR` or the default data folder has it.
    pub fn new() -> Self {
        let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/voices");
        let voices_dir = std::env::var_os("PITCHREEL_VOICES_DIR").map_or(default, PathBuf::from);
        let world = Self::in_voices_dir(voices_dir);
        if !world.natural() {
            eprintln!("skipping the natural voice: it is not installed; set PITCHREEL_VOICES_DIR to test it");
        }
        world
    }

    /// With the plain voice only.
    pub fn without_natural() -> Self {
        Self::in_voices_dir(PathBuf::from("no such folder"))
    }

    fn in_voices_dir(voices_dir: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cache_dir = folder.path().join("cache");
        let settings = VoiceSettings { voices_dir, cache_dir, idle: Duration::from_secs(60), threads: 2 };
        Self { folder, voice_box: VoiceBox::open(settings) }
    }

    pub fn natural(&self) -> bool {
        self.voice_box.natural_installed()
    }

    pub fn voice_box(&self) -> &VoiceBox {
        &self.voice_box
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn speak(&self, voice: &str, text: &str) -> Result<(PathBuf, SpokenTrack), SpeechError> {
        let wav = self.folder.path().join(format!("{voice}.wav"));
        let order = SpeakOrder { text: text.to_owned(), voice: voice.parse().unwrap() };
        let track = self.voice_box.speak(&order, &wav, &mut |_| {}, &|| false)?;
        Ok((wav, track))
    }
}
