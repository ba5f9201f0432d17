//! The calls that leave this machine, of two kinds that are never mixed.
//!
//! An address that came from outside (a user's webhook, a file that a provider points to) is only reached through the
//! [`GuardedClient`], which cannot be led into a private network. A provider's own address is the operator's word: it
//! is called without that guard, and it alone ever sees a key.

mod api_call;
mod caller;
mod complaint;
mod egress;
mod guarded_client;
mod media_fetch;
mod name_lookup;
mod public_address;
mod remembered;
mod retry_after;
mod trust;
mod verdict;

pub(crate) use api_call::{Answer, CallError, Service, causes};
pub use caller::Caller;
pub(crate) use complaint::{complaint, one_line};
pub use egress::{Egress, Refusal};
pub use guarded_client::GuardedClient;
pub use media_fetch::{FetchError, FetchLimits, Fetched, MediaFetch, MediaFetcher};
pub use name_lookup::NameLookup;
pub(crate) use remembered::Remembered;
pub use retry_after::retry_after;
pub(crate) use verdict::Desk;

/// What every request says of who sends it.
const USER_AGENT: &str = concat!("pitchreel/", env!("CARGO_PKG_VERSION"));
