//! The catalogue: who can present and speak here, how scripts are written, and how a choice will look.

use domain::{AvatarId, Background, Captions, Format};
use serde::{Deserialize, Serialize};

/// Which frame to draw of an ad that is not made yet: the pages show it as thumbnail and on the stage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrameLook {
    /// Absent: the background alone.
    pub avatar: Option<AvatarId>,
    pub background: Background,
    pub format: Format,
    pub captions: Captions,
    /// Length of the short side in pixels: 160, 320 or 540.
    pub lines: u32,
}

#[cfg(feature = "ssr")]
pub use port::{CatalogPort, DrawnFrame};

#[cfg(feature = "ssr")]
mod port {
    use super::FrameLook;
    use crate::ports::PortError;
    use domain::{AccountId, Avatar, Language, Voice};

    /// An encoded picture.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DrawnFrame {
        /// `image/webp`, `image/png` or `image/jpeg`.
        pub content_type: &'static str,
        pub bytes: Vec<u8>,
    }

    /// What there is to choose from.
    #[async_trait::async_trait]
    pub trait CatalogPort: Send + Sync {
        async fn avatars(&self) -> Result<Vec<Avatar>, PortError>;
        async fn voices(&self) -> Result<Vec<Voice>, PortError>;
        /// One honest line on who writes the scripts.
        fn writer_note(&self) -> String;
        /// Whether scripts can be written in this language here.
        fn writes(&self, language: Language) -> bool;
        /// One frame as the studio would draw it, the same for the same look. A stranger (no account) sees scenes
        /// only; an uploaded picture is drawn for its own account.
        async fn frame(&self, account: Option<&AccountId>, look: FrameLook) -> Result<DrawnFrame, PortError>;
    }
}
