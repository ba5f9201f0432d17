//! The catalogue: who can present and speak here, and how scripts are written.

use super::PortError;
use domain::{Avatar, Voice};

/// What there is to choose from.
#[async_trait::async_trait]
pub trait CatalogPort: Send + Sync {
    async fn avatars(&self) -> Result<Vec<Avatar>, PortError>;
    async fn voices(&self) -> Result<Vec<Voice>, PortError>;
    /// One honest line on who writes the scripts.
    fn writer_note(&self) -> String;
}
