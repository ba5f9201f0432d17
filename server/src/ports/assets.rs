//! Pictures that people bring: cleaned, put into the media store, then written down as theirs.

use super::from_store;
use crate::{
    turns::Turns,
    uploads::{CleanPicture, clean_picture},
};
use app::ports::{AssetsPort, Paged, Paging, PortError};
use domain::{AccountId, Asset, AssetId};
use engine::Engine;
use std::sync::Arc;
use store::{AssetStore, MediaFolder, MediaStore, NewAsset, StoreError};

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
    async fn upload(&self, account: &AccountId, id: AssetId, bytes: Vec<u8>) -> Result<Asset, PortError> {
        match self.assets.get_asset(account, &id).await {
            Err(StoreError::NotFound) => {}
            known => return known.map_err(from_store),
        }
        let cleaned = self.turns.take(move || clean_picture(&bytes)).await.map_err(|_| stopping())?;
        let picture = cleaned.map_err(|refused| PortError::invalid("file", refused.to_string()))?;
        // To its end also when whoever sent it has left: a file without an owner would stay for ever.
        let kept = tokio::spawn(keep(self.assets.clone(), self.media.clone(), account.clone(), id, picture));
        let kept = kept.await.map_err(|_| stopping())?;
        // An older one may have made room.
        self.engine.remove_unowned_media().await;
        kept.map_err(from_store)
    }

    async fn get(&self, account: &AccountId, id: &AssetId) -> Result<Asset, PortError> {
        self.assets.get_asset(account, id).await.map_err(from_store)
    }

    async fn list(&self, account: &AccountId, paging: Paging) -> Result<Paged<Asset>, PortError> {
        let before = paging.cursor()?;
        let assets = self.assets.list_assets(account, before.as_ref(), paging.limit + 1).await;
        Ok(Paged::of_more(assets.map_err(from_store)?, &paging, |asset| asset.id.to_string()))
    }
}

/// Puts the bytes in place and writes down whose they are, or leaves nothing.
async fn keep(
    assets: Arc<dyn AssetStore>,
    media: Arc<dyn MediaStore>,
    account: AccountId,
    id: AssetId,
    picture: CleanPicture,
) -> Result<Asset, StoreError> {
    let name = MediaFolder::generate().file(&format!("picture.{}", picture.extension))?;
    let new = NewAsset {
        id,
        media: name.clone(),
        width: picture.width,
        height: picture.height,
        content_type: picture.content_type.into(),
        bytes: picture.bytes.len() as u64,
    };
    let kept = match media.put_bytes(&name, picture.bytes.into()).await {
        Ok(()) => assets.create_asset(&account, new).await,
        Err(error) => Err(error),
    };
    if kept.is_err()
        && let Err(error) = media.delete_folder(name.folder()).await
    {
        tracing::error!(%error, "a picture that is nobody's was not removed");
    }
    kept
}

fn stopping() -> PortError {
    PortError::Unavailable {
        sentence: "The studio cannot read pictures right now. Try again in a moment.".into(),
    }
}
