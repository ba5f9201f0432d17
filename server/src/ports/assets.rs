//! Pictures that people bring: cleaned, put into the media store, then written down as theirs.

use super::from_store;
use crate::{turns::Turns, uploads::clean_picture};
use app::ports::{AssetsPort, PortError};
use domain::{AccountId, Asset, AssetId};
use engine::Engine;
use std::sync::Arc;
use store::{AssetStore, MediaFolder, MediaStore, NewAsset};

const LISTED: u32 = 50;
/// A picture of 50 megapixels takes up to half a gigabyte while it is decoded, and less after that.
const CLEANED_AT_ONCE: usize = 1;

/// Uploaded pictures.
pub struct Assets {
    assets: Arc<dyn AssetStore>,
    media: Arc<dyn MediaStore>,
    engine: Engine,
    turns: Turns,
}

impl Assets {
    pub fn new(assets: Arc<dyn AssetStore>, media: Arc<dyn MediaStore>, engine: Engine) -> Self {
        Self { assets, media, engine, turns: Turns::new(CLEANED_AT_ONCE) }
    }
}

#[async_trait::async_trait]
impl AssetsPort for Assets {
    async fn upload(&self, account: &AccountId, bytes: Vec<u8>) -> Result<Asset, PortError> {
        let cleaned = self.turns.take(move || clean_picture(&bytes)).await.map_err(|_| stopping())?;
        let picture = cleaned.map_err(|refused| PortError::invalid("file", refused.to_string()))?;
        let name = format!("picture.{}", picture.extension);
        let media = MediaFolder::generate().file(&name).map_err(from_store)?;
        let (bytes, content) = (picture.bytes.len() as u64, picture.bytes.into());
        self.media.put_bytes(&media, content).await.map_err(from_store)?;
        let new = NewAsset {
            media: media.clone(),
            width: picture.width,
            height: picture.height,
            content_type: picture.content_type.into(),
            bytes,
        };
        let created = self.assets.create_asset(account, new).await;
        if created.is_err()
            && let Err(error) = self.media.delete_folder(media.folder()).await
        {
            tracing::error!(%error, "a picture that is nobody's was not removed");
        }
        // An older one may have made room.
        self.engine.remove_unowned_media().await;
        created.map_err(from_store)
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
