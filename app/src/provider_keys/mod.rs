//! Keys of providers: what an account's own ones add, and how each stands.

mod api;
#[cfg(feature = "ssr")]
mod pane;

pub use api::{RemoveProviderKey, SaveProviderKey, remove_provider_key, save_provider_key};
#[cfg(feature = "ssr")]
pub use pane::provider_keys_pane;
