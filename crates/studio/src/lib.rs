//! The studio: script, avatar, voice and background in; frames, captions and an MP4 out.
//!
//! The core draws without files or threads and compiles to WebAssembly; the feature `native` adds codecs, the
//! container and folders. Nothing here knows the network, a database or a clock.

pub mod performance;
pub mod rig;

pub use performance::{Energy, Performance};
pub use rig::{Pose, PresenterRig, RigError};
