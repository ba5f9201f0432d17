//! The outside services, played by a server on loopback that can also break in every way that costs money.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod canary;
mod courier;
mod fal;
mod inside;
mod keys;
mod media;
mod names;
mod orders;
mod product_page;
mod redirects;
mod replicate;
mod stand;
mod taken;
