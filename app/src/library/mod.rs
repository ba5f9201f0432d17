//! Library: every ad of the account.

mod api;
#[cfg(feature = "ssr")]
mod card;
#[cfg(feature = "ssr")]
mod page;

pub use api::{DeleteProject, delete_project};
#[cfg(feature = "ssr")]
pub use card::{PosterCard, ProjectCards};
#[cfg(feature = "ssr")]
pub use page::LibraryPage;
