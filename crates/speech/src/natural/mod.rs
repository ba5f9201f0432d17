//! The natural voice: Kokoro-82M, quantized to 8 bits, run on rten in pure Rust.
//!
//! Text goes through a phonemiser, a sentence is cut into pieces that the model can take, and two or more
//! threads speak the pieces. The model says how long each phoneme sounds, so the timings are exact.
//! Must never: lose a word that the phonemiser does not know; it is guessed, or spelled.

mod letters;
mod model;
mod onnx;
mod phonemiser;
mod pieces;
mod protobuf;
mod voice;
mod workers;

pub(crate) use model::{MODEL_FILE, TOKENIZER_FILE, VOICE_BYTES};
pub(crate) use phonemiser::{Dialect, Phonemiser};
pub(crate) use voice::speak;
pub(crate) use workers::Workers;
