//! Assets: pictures that people bring as backgrounds.

use super::PortError;
use domain::{AccountId, Asset, AssetId};

/// Uploaded pictures of one account.
#[async_trait::async_trait]
pub trait AssetsPort: Send + Sync {
    /// Takes a PNG, JPEG or WebP of at most 20 MiB, believed only once it is decoded.
    async fn upload(&self, account: &AccountId, bytes: Vec<u8>) -> Result<Asset, PortError>;
    async fn get(&self, account: &AccountId, id: &AssetId) -> Result<Asset, PortError>;
    /// The newest first, at most 50.
    async fn list(&self, account: &AccountId) -> Result<Vec<Asset>, PortError>;
}
