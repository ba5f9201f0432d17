//! One trait for each ability; the local makers stand beside the outside services.
//!
//! A maker that needs a key is told so by whoever wires the process; nothing here reads settings.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod composer;
mod error;
mod local;
mod presenter;
mod progress;
mod script_writer;
mod speech;

pub use self::speech::{Speech, SpeechOrder};
pub use composer::{AdFiles, Backdrop, ComposeOrder, ComposedAd, Composer};
pub use error::ProviderError;
pub use local::{GrammarWriter, StudioComposer, StudioPresenter, StudioSpeech};
pub use presenter::{PerformOrder, Presenter};
pub use progress::{Progress, Reporter};
pub use script_writer::{ScriptDraft, ScriptWriter};
