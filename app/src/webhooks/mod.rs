//! Webhooks: what was told to receivers, trying one, and the secret that signs.

mod api;
mod component;
#[cfg(feature = "ssr")]
mod pane;

pub use api::{
    Redeliver, RotateSecret, SendTest, ShowSecret, redeliver, rotate_secret, send_test, show_secret,
};
pub use component::SigningSecret;
#[cfg(feature = "ssr")]
pub use pane::{deliveries_table, webhooks_pane};
