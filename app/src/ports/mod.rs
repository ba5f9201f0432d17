//! What the pages need from the process: small object-safe traits, fulfilled by the server and published through
//! context one by one. A server function asks for the one port it uses; its imports are its permissions.
//!
//! Every port takes the account it acts for. What belongs to somebody else is `PortError::NotFound`, the same as what
//! does not exist.

#[cfg(feature = "ssr")]
mod assets;
mod catalog;
mod error;
#[cfg(feature = "ssr")]
mod executions;
#[cfg(feature = "ssr")]
mod keys;
#[cfg(feature = "ssr")]
mod orders;
#[cfg(feature = "ssr")]
mod paging;
mod projects;
#[cfg(feature = "ssr")]
mod provider_keys;
mod shares;
#[cfg(feature = "ssr")]
mod team;
#[cfg(feature = "ssr")]
mod usage;
#[cfg(feature = "ssr")]
mod visitor;
#[cfg(feature = "ssr")]
mod webhooks;

#[cfg(feature = "ssr")]
pub use assets::AssetsPort;
pub use catalog::FrameLook;
#[cfg(feature = "ssr")]
pub use catalog::{CatalogPort, DrawnFrame};
#[cfg(feature = "ssr")]
pub use error::port;
pub use error::{CallError, InvalidPlace, PortError};
#[cfg(feature = "ssr")]
pub use executions::{EventStream, ExecutionsPort, OutsideRequest, Resolution};
#[cfg(feature = "ssr")]
pub use keys::{ApiKey, KeysPort, NewApiKey};
#[cfg(feature = "ssr")]
pub use orders::OrdersPort;
#[cfg(feature = "ssr")]
pub use paging::{LIMIT_MAX, Paged, Paging};
#[cfg(feature = "ssr")]
pub use projects::ProjectsPort;
pub use projects::{ProjectCard, ProjectFilter, ProjectPage, ProjectQuery};
#[cfg(feature = "ssr")]
pub use provider_keys::{KeyState, ProviderKey, ProviderKeysPort};
pub use shares::SharedAd;
#[cfg(feature = "ssr")]
pub use shares::{PublicUrl, SharesPort};
#[cfg(feature = "ssr")]
pub use team::{NewInvitation, OpenInvitation, TeamPort};
#[cfg(feature = "ssr")]
pub use usage::{Usage, UsageLine, UsagePort};
#[cfg(feature = "ssr")]
pub use visitor::VisitorPort;
#[cfg(feature = "ssr")]
pub use webhooks::{Delivery, DeliveryAttempt, Webhook, WebhookSecrets, WebhooksPort};
