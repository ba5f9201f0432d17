//! The built-in script writer: any topic becomes three different ads, in English, with no model.
//!
//! The way of a topic: [`tidy`] cleans it, [`parse`] reads it into a [`subject::Subject`], [`compose`] chooses
//! lines of the [`copybook`] that this subject can fill, by seeded [`chance`]. The words are data
//! (`lexicon.txt`, `words.txt`, `copy/*.txt`). It must never claim what the topic does not say.

mod category;
mod chance;
mod clause;
mod compose;
mod copybook;
mod english;
mod grammar_writer;
mod lexicon;
mod offer;
mod parse;
mod subject;
mod tidy;

pub use grammar_writer::GrammarWriter;
