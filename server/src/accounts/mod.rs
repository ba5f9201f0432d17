//! Accounts: who may come in, and how a browser is known again.
//!
//! Passwords are hashed here and only hashes leave. Logging in tells nobody whether an account exists, neither by its
//! answer nor by its time; signing up, where it is open, must say that an email is taken.

mod entrance;
mod invitations;
mod keys;
mod passwords;
mod sessions;
mod visitor;

pub use entrance::{Entrance, network};
pub use invitations::Invitations;
pub use keys::ApiKeys;
pub use sessions::{Sessions, session_layer, sweep_sessions};
pub use visitor::{Visitor, signed_in};
