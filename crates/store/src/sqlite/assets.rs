//! Uploaded pictures.

use super::{
    SqliteStore,
    rows::{number, stored, word},
};
use crate::{AssetStore, MediaName, NewAsset, StoreError};
use async_trait::async_trait;
use domain::{AccountId, Asset, AssetId, Timestamp};
use sqlx::prelude::FromRow;

#[derive(FromRow)]
struct AssetRow {
    id: String,
    media_name: String,
    width: i64,
    height: i64,
    content_type: String,
    bytes: i64,
    created_at_ms: i64,
}

#[async_trait]
impl AssetStore for SqliteStore {
    async fn create_asset(&self, account: &AccountId, new: NewAsset) -> Result<Asset, StoreError> {
        let row: AssetRow = sqlx::query_as(
            "INSERT INTO assets (id, account_id, media_name, width, height, content_type, bytes, created_at_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?, CAST(unixepoch('subsec') * 1000 AS INTEGER))
             RETURNING *",
        )
        .bind(AssetId::generate().as_str())
        .bind(account.as_str())
        .bind(new.media.to_string())
        .bind(new.width)
        .bind(new.height)
        .bind(&new.content_type)
        .bind(stored(new.bytes))
        .fetch_one(&self.writes)
        .await?;
        row.into_asset()
    }

    async fn get_asset(&self, account: &AccountId, id: &AssetId) -> Result<Asset, StoreError> {
        self.asset_row(account, id).await?.into_asset()
    }

    async fn asset_media(&self, account: &AccountId, id: &AssetId) -> Result<MediaName, StoreError> {
        self.asset_row(account, id).await?.media_name.parse()
    }

    async fn list_assets(&self, account: &AccountId, limit: u32) -> Result<Vec<Asset>, StoreError> {
        let rows: Vec<AssetRow> =
            sqlx::query_as("SELECT * FROM assets WHERE account_id = ? ORDER BY id DESC LIMIT ?")
                .bind(account.as_str())
                .bind(limit)
                .fetch_all(&self.reads)
                .await?;
        rows.into_iter().map(AssetRow::into_asset).collect()
    }
}

impl SqliteStore {
    async fn asset_row(&self, account: &AccountId, id: &AssetId) -> Result<AssetRow, StoreError> {
        let row = sqlx::query_as("SELECT * FROM assets WHERE id = ? AND account_id = ?");
        Ok(row.bind(id.as_str()).bind(account.as_str()).fetch_one(&self.reads).await?)
    }
}

impl AssetRow {
    fn into_asset(self) -> Result<Asset, StoreError> {
        let media: MediaName = self.media_name.parse()?;
        Ok(Asset {
            id: word(&self.id)?,
            url: media.url(),
            width: u32::try_from(self.width).unwrap_or(u32::MAX),
            height: u32::try_from(self.height).unwrap_or(u32::MAX),
            content_type: self.content_type,
            bytes: number(self.bytes),
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
        })
    }
}
