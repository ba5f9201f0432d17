//! The studio of this machine: its voices, its cast, and the makers that use them.

use crate::{cli::Failure, settings::Settings};
use engine::Makers;
use providers::{StudioComposer, StudioPresenter, StudioSpeech};
use speech::VoiceBox;
use std::sync::Arc;
use studio::{ComposeSettings, PresenterRig, rig::load_cast};

/// Whoever speaks, presents and composes here. Cheap to open: nothing heavy is loaded until it is used.
pub struct StudioRoom {
    pub voices: VoiceBox,
    /// The built-in presenters, and those whose files lie in `DATA_DIR/presenters`.
    pub cast: Vec<Arc<PresenterRig>>,
    pub makers: Makers,
}

impl StudioRoom {
    /// Reads the cast; a presenter's file that is not understood is named.
    pub fn open(settings: &Settings) -> Result<Self, Failure> {
        let voices = VoiceBox::open(settings.voices());
        let own = Some(settings.data_dir.join("presenters")).filter(|folder| folder.is_dir());
        let cast = load_cast(own.as_deref()).map_err(|error| Failure::new(error.to_string()))?;
        let makers = Makers {
            speech: Arc::new(StudioSpeech::new(voices.clone())),
            presenter: Arc::new(StudioPresenter::new(cast.clone())),
            composer: Arc::new(StudioComposer::new(cast.clone(), ComposeSettings::default())),
        };
        Ok(StudioRoom { voices, cast, makers })
    }
}
