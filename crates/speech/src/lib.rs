//! Text in, sound and exact timings out: the built-in voices.
//!
//! [`VoiceBox`] is the door: it turns a script into a 48 kHz mono WAV at -14 LUFS and a
//! [`domain::SpokenTrack`] that says when each written word and each mouth shape begins and ends.
//! The natural voice is Kokoro-82M, run in pure Rust; the plain voice is built in and always there.
//!
//! Promises: the same order gives the same bytes; memory grows with the length of the sound only; a
//! cancelled order returns within a second. Must never: reach for the network on its own, draw, or encode.

mod error;
mod install;
mod voice_box;

pub use error::SpeechError;
pub use install::{NaturalSource, install_natural};
pub use voice_box::{SpeakOrder, SpeakProgress, VoiceBox, VoiceSettings};
