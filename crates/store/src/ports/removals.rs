//! Removals: media that nobody owns any more, until they are really gone.
//!
//! Whoever takes the owner away writes the folder down in the same transaction. So nothing is forgotten when a disk
//! fails or the process dies before the files are gone.

use super::MediaFolder;
use crate::StoreError;

/// What is still to be removed.
#[async_trait::async_trait]
pub trait RemovalStore: Send + Sync {
    /// Folders of media that nobody owns, the one that waits longest first.
    async fn list_removals(&self) -> Result<Vec<MediaFolder>, StoreError>;
    /// Puts the work of executions that have been over for this many days on the list; says how many there were.
    async fn expire_work(&self, days: u32) -> Result<u64, StoreError>;
    /// This folder is gone.
    async fn forget_removal(&self, folder: &MediaFolder) -> Result<(), StoreError>;
}
