//! Assets: pictures that people brought. The bytes are media, the row says whose they are.

use super::MediaName;
use crate::StoreError;
use domain::{AccountId, Asset, AssetId};

/// A picture that has been decoded, cleaned and put into the media store.
#[derive(Debug, Clone)]
pub struct NewAsset {
    pub id: AssetId,
    pub media: MediaName,
    pub width: u32,
    pub height: u32,
    pub content_type: String,
    pub bytes: u64,
}

/// Uploaded pictures.
#[async_trait::async_trait]
pub trait AssetStore: Send + Sync {
    /// Writes down whose picture this is. When the account has as many as it may, the oldest that no project and no
    /// order names makes room, and its media are to be removed; where each is named, `Conflict`.
    async fn create_asset(&self, account: &AccountId, new: NewAsset) -> Result<Asset, StoreError>;
    async fn get_asset(&self, account: &AccountId, id: &AssetId) -> Result<Asset, StoreError>;
    /// Where the picture's bytes are.
    async fn asset_media(&self, account: &AccountId, id: &AssetId) -> Result<MediaName, StoreError>;
    /// The newest first, or those older than `before`.
    async fn list_assets(
        &self,
        account: &AccountId,
        before: Option<&AssetId>,
        limit: u32,
    ) -> Result<Vec<Asset>, StoreError>;
}
