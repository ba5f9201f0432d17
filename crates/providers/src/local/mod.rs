//! Makers that need no key and no network: they run on this machine.

mod writer;

pub use writer::GrammarWriter;
