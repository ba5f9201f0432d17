//! Webhooks: signed when they leave, checked when they come in, delivered without being led inside.
//!
//! Both directions are [Standard Webhooks](https://www.standardwebhooks.com). Whether and when something is delivered
//! again is decided by whoever keeps the deliveries; here one delivery is one request.

mod courier;
mod hex;
mod secret;
mod signature;

pub use courier::{Courier, DELIVERY_TIMEOUT, Delivery, GuardedCourier};
pub(crate) use hex::{from_hex, to_hex};
pub use secret::WebhookSecret;
pub(crate) use signature::{SignedHeaders, is_of_now};
pub use signature::{sign, sign_with_each, verify};

/// How far a signature's moment may be from now.
pub(crate) const SIGNATURE_AGE_MAX_S: u64 = 300;
