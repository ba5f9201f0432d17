//! Settings: what works here, and whose account this is.

#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod usage;

#[cfg(feature = "ssr")]
pub use page::SettingsPage;
