//! Previews: what an avatar, a voice, a scene or a choice will look and sound like, made when somebody first asks.
//!
//! What anyone may ask for is a short list, so it is kept on disk; few are made at once, away from the threads that
//! answer requests.

mod frame;
mod made;
mod routes;

pub use made::{PreviewSources, Previews};
pub use routes::previews;
