//! Text in, sound and exact timings out: the built-in voices.
//!
//! [`VoiceBox`] is the door: it turns a script into a 48 kHz mono WAV at -14 LUFS and a
//! [`domain::SpokenTrack`] that says when each written word and each mouth shape begins and ends.
//! The natural voice is Kokoro-82M, run in pure Rust; the plain voice is built in and always there.
//!
//! The way of a script: `text` reads it, `natural` or `plain` speaks its sentences, `cache` keeps them,
//! `timeline` lays them out, `sound` sets the level and writes the file.
//!
//! Promises: the same order gives the same bytes; memory grows with the length of the sound only; a
//! cancelled order returns within a second. Must never: reach for the network on its own, draw, or encode.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")
)]

mod cache;
mod error;
mod idle;
mod install;
mod leftovers;
mod low_priority;
mod natural;
mod plain;
mod sentence_sound;
mod sound;
mod text;
mod timeline;
mod viseme;
mod voice_box;
mod voices;

pub use error::SpeechError;
pub use install::{NaturalSource, install_natural};
pub use voice_box::{Pronunciation, SpeakOrder, SpeakProgress, VoiceBox, VoiceSettings};
