//! The studio of this machine: its voices, its cast, and the makers that use them.

use crate::{cli::Failure, outside::Outside, settings::Settings};
use engine::Makers;
use providers::{
    Composer, GrammarWriter, Presenter, ScriptWriter, Speech, StudioComposer, StudioPresenter, StudioSpeech,
};
use speech::VoiceBox;
use std::sync::Arc;
use studio::{ComposeSettings, PresenterRig, rig::load_cast};

/// Whoever writes, speaks, presents and composes here. Cheap to open: nothing heavy is loaded until it is used.
pub struct StudioRoom {
    pub voices: VoiceBox,
    /// The built-in presenters, and those whose files lie in `DATA_DIR/presenters`.
    pub cast: Vec<Arc<PresenterRig>>,
    pub writer: Arc<dyn ScriptWriter>,
    pub speech: Arc<dyn Speech>,
    pub presenter: Arc<dyn Presenter>,
    pub composer: Arc<dyn Composer>,
}

impl StudioRoom {
    /// Reads the cast; a presenter's file that is not understood is named.
    pub fn open(settings: &Settings) -> Result<Self, Failure> {
        let voices = VoiceBox::open(settings.voices());
        let own = Some(settings.data_dir.join("presenters")).filter(|folder| folder.is_dir());
        let cast = load_cast(own.as_deref()).map_err(|error| Failure::new(error.to_string()))?;
        Ok(StudioRoom {
            writer: Arc::new(GrammarWriter),
            speech: Arc::new(StudioSpeech::new(voices.clone())),
            presenter: Arc::new(StudioPresenter::new(cast.clone())),
            composer: Arc::new(StudioComposer::new(cast.clone(), ComposeSettings::default())),
            voices,
            cast,
        })
    }

    /// All who work for the engine: those of this machine, and those outside.
    pub fn makers(&self, outside: Outside) -> Makers {
        Makers {
            writer: self.writer.clone(),
            speech: self.speech.clone(),
            presenter: self.presenter.clone(),
            composer: self.composer.clone(),
            jobs: outside.jobs,
            fetch: outside.fetch,
            courier: outside.courier,
        }
    }
}
