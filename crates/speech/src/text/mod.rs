//! From written to spoken words: sentences found, prices and dates and signs said as people say them.
//!
//! Promises: every written word with a letter or a digit yields at least one spoken word that knows where it
//! came from; spoken words are Latin letters, apostrophes and hyphens only, so no digit ever reaches a voice.
//! Must never: guess at another script; it is refused with a sentence instead.

mod abbreviations;
mod dates;
mod fold;
mod measures;
mod money;
mod numbers;
mod pattern;
mod reading;
mod sentences;
mod spoken_text;
mod web;

pub(crate) use spoken_text::{Sentence, Spoken, SpokenText};
