//! Trying a key: one call to its provider that costs nothing and changes nothing.
//!
//! Only a provider's clear no is a refusal; whoever is away, busy or broken has said nothing of the key. Nothing of what
//! a provider answers is passed on, since it may repeat the key.

mod addresses;
mod question;
mod tester;

pub use addresses::ProviderAddresses;
pub use tester::{KeyTest, KeyTester, KeyVerdict};
