//! The shell: the document, the way to each page, and what stands around all of them.

#[cfg(feature = "ssr")]
mod app;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod header;
mod lamp;
#[cfg(feature = "ssr")]
mod missing;
#[cfg(feature = "ssr")]
mod page;
mod ready;

#[cfg(feature = "ssr")]
pub use app::App;
#[cfg(feature = "ssr")]
pub use document::shell;
#[cfg(feature = "ssr")]
pub use header::Nav;
pub use lamp::{Lamp, Lit, Standing, title_with_percent};
#[cfg(feature = "ssr")]
pub use page::{Page, member_page, open_page, redirect_to};
