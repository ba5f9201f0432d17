//! One trait for each ability; the local makers stand beside the outside services.
//!
//! A maker that needs a key is told so by whoever wires the process; nothing here reads settings.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod error;
mod script_writer;

pub use error::ProviderError;
pub use script_writer::{ScriptDraft, ScriptWriter};
