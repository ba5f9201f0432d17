//! Assets: pictures that people bring as backgrounds.

use super::{Paged, Paging, PortError};
use domain::{AccountId, Asset, AssetId};

/// Uploaded pictures of one account.
#[async_trait::async_trait]
pub trait AssetsPort: Send + Sync {
    /// Takes a PNG, JPEG or WebP of at most 20 MiB, believed only once it is decoded. Whoever comes with an id again gets
    /// the picture that has it.
    async fn upload(&self, account: &AccountId, id: AssetId, bytes: Vec<u8>) -> Result<Asset, PortError>;
    async fn get(&self, account: &AccountId, id: &AssetId) -> Result<Asset, PortError>;
    /// The newest first.
    async fn list(&self, account: &AccountId, paging: Paging) -> Result<Paged<Asset>, PortError>;
}
