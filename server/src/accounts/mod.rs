//! Accounts: who may come in, and how a browser is known again.
//!
//! Passwords are hashed here and only hashes leave; whether an account exists is never told by an answer or by its
//! time.

mod attempts;
mod entrance;
mod passwords;
mod sessions;
mod visitor;

pub use entrance::Entrance;
pub use sessions::{Sessions, session_layer, sweep_sessions};
pub use visitor::{Visitor, signed_in};
