//! The pages' ports, fulfilled: each one a thin walk from what a person asks to the rooms that do it.
//!
//! No rule of business lives here beyond "is this a choice that exists"; what is stored, rendered or limited is
//! decided in the rooms below.

mod assets;
mod catalog;
mod error;
mod executions;
mod orders;
mod product_pages;
mod projects;
mod provider_keys;
mod shares;
mod usage;
mod webhooks;

pub use assets::Assets;
pub use catalog::Catalog;
pub use error::{from_engine, from_provider, from_store};
pub use executions::Executions;
pub use orders::Orders;
pub use product_pages::ProductPages;
pub use projects::Projects;
pub use provider_keys::ProviderKeys;
pub use shares::Shares;
pub use usage::Usages;
pub use webhooks::{WebhookGate, Webhooks};
