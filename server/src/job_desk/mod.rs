//! Who does jobs for money here: for each account with its own keys first, then with the server's.

mod clients;
mod desk;
mod noting;

pub use desk::{KeyedJobs, uses};
