//! The simulator through its door: HTTP in front, the invoice and the events behind.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod callbacks;
mod fal;
mod faults;
mod keys;
mod plain;
mod postgres;
mod receiver;
mod replicate;
mod seed;
mod strict;
mod waiting;
mod world;
