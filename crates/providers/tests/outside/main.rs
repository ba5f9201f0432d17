//! The outside services, played by a server on loopback that can also break in every way that costs money.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod courier;
mod fal;
mod keys;
mod media;
mod orders;
mod replicate;
mod stand;
mod taken;
