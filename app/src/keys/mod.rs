//! API keys: how programs are let in.

mod api;
mod component;
#[cfg(feature = "ssr")]
mod pane;

pub use api::{MadeKey, MakeKey, RemoveKey, make_key, remove_key};
pub use component::NewKey;
#[cfg(feature = "ssr")]
pub use pane::keys_pane;
