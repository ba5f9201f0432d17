//! The battery: the engine against a simulator that fails in every way, nodes that are killed, databases that go away.
//! What is proved is always the same: everything accepted ends, nothing is paid twice, and our books are the invoice.
//!
//! `cargo xtask battery` runs all of it; a test run takes a little of everything.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod books;
mod callbacks;
mod clocks;
mod database;
mod extent;
mod killing;
mod many;
mod matrix;
mod node;
mod nodes;
mod orders;
mod plain_jobs;
mod quick_makers;
mod seeds;
