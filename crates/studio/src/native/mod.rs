//! From a stage to files: encoders, the MP4 container, threads and the file system. Not part of the WebAssembly core.

mod aac;
mod clip;
mod compose;
mod delivery;
mod h264;
mod mp4;
mod queue;
mod sound;
mod thread;

pub use clip::avatar_clip;
pub use compose::{ComposeProgress, ComposeSettings, ComposedMedia, MediaFiles, compose};
pub use thread::{CpuSeconds, come_last};
