//! Makers that need no key and no network: they run on this machine.

mod composer;
mod presenter;
mod speech;
mod work;
mod writer;

pub use self::speech::StudioSpeech;
pub use composer::StudioComposer;
pub use presenter::StudioPresenter;
pub use writer::GrammarWriter;

use work::{NAME, failed, make, member};
