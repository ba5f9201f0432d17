//! Pictures that people bring: cleaned, put into the media store, then written down as theirs.

use super::from_store;
use crate::uploads::clean_picture;
use app::ports::{AssetsPort, PortError};
use domain::{AccountId, Asset, AssetId};
use std::sync::Arc;
use store::{AssetStore, MediaFolder, MediaStore, NewAsset};
use tokio::sync::Semaphore;

const LISTED: u32 = 50;
/// A picture of 50 megapixels takes 200 MiB while it is cleaned.
const CLEANED_AT_ONCE: usize = 1;

/// Uploaded pictures.
pub struct Assets {
    assets: Arc<dyn AssetStore>,
    media: Arc<dyn MediaStore>,
    turns: Semaphore,
}

impl Assets {
    pub fn new(assets: Arc<dyn AssetStore>, media: Arc<dyn MediaStore>) -> Self {
        Self { assets, media, turns: Semaphore::new(CLEANED_AT_ONCE) }
    }
}

#[async_trait::async_trait]
impl AssetsPort for Assets {
    async fn upload(&self, account: &AccountId, bytes: Vec<u8>) -> Result<Asset, PortError> {
        let _turn = self.turns.acquire().await.map_err(|_| stopping())?;
        let cleaned =
            tokio::task::spawn_blocking(move || clean_picture(&bytes)).await.map_err(|_| stopping())?;
        let picture = cleaned.map_err(|refused| PortError::invalid("file", refused.to_string()))?;
        let name = format!("picture.{}", picture.extension);
        let media = MediaFolder::generate().file(&name).map_err(from_store)?;
        let (bytes, content) = (picture.bytes.len() as u64, picture.bytes.into());
        self.media.put_bytes(&media, content).await.map_err(from_store)?;
        let new = NewAsset {
            media,
            width: picture.width,
            height: picture.height,
            content_type: picture.content_type.into(),
            bytes,
        };
        self.assets.create_asset(account, new).await.map_err(from_store)
    }

    async fn get(&self, account: &AccountId, id: &AssetId) -> Result<Asset, PortError> {
        self.assets.get_asset(account, id).await.map_err(from_store)
    }

    async fn list(&self, account: &AccountId) -> Result<Vec<Asset>, PortError> {
        self.assets.list_assets(account, LISTED).await.map_err(from_store)
    }
}

fn stopping() -> PortError {
    PortError::Unavailable {
        sentence: "The studio cannot read pictures right now. Try again in a moment.".into(),
    }
}
