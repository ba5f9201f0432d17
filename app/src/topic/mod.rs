//! Topic: what the ad is about.

mod api;
mod component;
#[cfg(feature = "ssr")]
mod model;
#[cfg(feature = "ssr")]
mod page;

pub use api::{CreateProject, create_project};
#[cfg(feature = "ssr")]
use model::address_in;
#[cfg(feature = "ssr")]
pub use page::{TopicPage, topic_href};
