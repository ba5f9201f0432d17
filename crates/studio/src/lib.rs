//! The studio: script, avatar, voice and background in; frames, captions and an MP4 out.
//!
//! The core draws without files or threads and compiles to WebAssembly; the feature `native` adds codecs, the
//! container and folders. Nothing here knows the network, a database or a clock.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::allow_attributes,
        reason = "a test stops at the first surprise"
    )
)]

mod backdrop;
mod blur;
mod caption;
mod composite;
mod easel;
mod end_card;
mod error;
mod frame;
mod layout;
#[cfg(feature = "native")]
mod native;
pub mod performance;
mod picture;
mod planes;
mod preview;
pub mod rig;
pub mod sample;
mod scene;
mod sprite;
pub mod subtitle;
mod zoom;

pub use backdrop::Backdrop;
pub use error::StudioError;
pub use frame::FrameRenderer;
pub use layout::{Layout, PixelRect};
#[cfg(feature = "native")]
pub use native::{
    ComposeProgress, ComposeSettings, ComposedMedia, CpuSeconds, MediaFiles, avatar_clip, come_last, compose,
};

pub use performance::{Energy, Performance};
pub use picture::{AdPicture, FRAMES_PER_SECOND, Stage};
pub use planes::Planes;
pub use preview::{avatar_still, backdrop_still, poster_ms, scene_still, still};
pub use rig::{Pose, PresenterRig, RigError};
