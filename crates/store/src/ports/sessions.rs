//! Sessions: opaque rows with an end, so that a log-in survives a restart.

use crate::StoreError;
use domain::Timestamp;

/// One browser's session. What `data` means is the caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    pub id: String,
    pub data: Vec<u8>,
    pub expires_at: Timestamp,
}

/// Sessions by their id.
#[async_trait::async_trait]
pub trait SessionStore: Send + Sync {
    /// Keeps a new session; false when the id is taken and another must be drawn.
    async fn create_session(&self, row: &SessionRow) -> Result<bool, StoreError>;
    /// Keeps it, replacing what was there.
    async fn save_session(&self, row: &SessionRow) -> Result<(), StoreError>;
    /// The session, unless it has ended.
    async fn load_session(&self, id: &str) -> Result<Option<SessionRow>, StoreError>;
    async fn delete_session(&self, id: &str) -> Result<(), StoreError>;
    /// Removes those that have ended and says how many.
    async fn delete_ended_sessions(&self) -> Result<u64, StoreError>;
}
