//! Shares: a finished ad on a public page.

mod api;
mod component;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod player;

pub use api::{ShareAd, UnshareAd, share_ad, unshare_ad};
pub use component::ShareButton;
#[cfg(feature = "ssr")]
pub use page::SharePage;
#[cfg(feature = "ssr")]
pub use player::Player;
