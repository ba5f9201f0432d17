//! The faces: each is one protocol, and all of them have the same service behind them.

pub mod fal;
pub mod keys;
pub mod plain;
pub mod replicate;

mod contract;
mod kind;

pub(crate) use contract::{Face, of};
