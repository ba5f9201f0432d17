//! Uploaded pictures.

use super::{
    SqlStore, Write,
    db::sql,
    executions::AFTER_ALL_IDS,
    rows::{number, stored, word},
};
use crate::{AssetStore, MediaName, NewAsset, StoreError};
use async_trait::async_trait;
use domain::{AccountId, Asset, AssetId, Timestamp};
use sqlx::prelude::FromRow;

/// Pictures that one account may have.
const ASSETS_MAX: i64 = 100;

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
impl AssetStore for SqlStore {
    async fn create_asset(&self, account: &AccountId, new: NewAsset) -> Result<Asset, StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        write.make_room_for_asset(account).await?;
        let row: AssetRow = sql(
            "INSERT INTO assets (id, account_id, media_name, width, height, content_type, bytes, created_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             RETURNING *",
        )
        .bind(new.id.as_str())
        .bind(account.as_str())
        .bind(new.media.to_string())
        .bind(new.width)
        .bind(new.height)
        .bind(&new.content_type)
        .bind(stored(new.bytes))
        .bind(write.now_ms)
        .fetch_one(&mut write.tx)
        .await?;
        write.commit().await?;
        row.into_asset()
    }

    async fn get_asset(&self, account: &AccountId, id: &AssetId) -> Result<Asset, StoreError> {
        self.asset_row(account, id).await?.into_asset()
    }

    async fn asset_media(&self, account: &AccountId, id: &AssetId) -> Result<MediaName, StoreError> {
        self.asset_row(account, id).await?.media_name.parse()
    }

    async fn list_assets(
        &self,
        account: &AccountId,
        before: Option<&AssetId>,
        limit: u32,
    ) -> Result<Vec<Asset>, StoreError> {
        let rows: Vec<AssetRow> =
            sql("SELECT * FROM assets WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
                .bind(account.as_str())
                .bind(before.map_or(AFTER_ALL_IDS, AssetId::as_str))
                .bind(limit)
                .fetch_all(&mut self.look().await?)
                .await?;
        rows.into_iter().map(AssetRow::into_asset).collect()
    }
}

impl Write {
    async fn make_room_for_asset(&mut self, account: &AccountId) -> Result<(), StoreError> {
        let kept: i64 = sql("SELECT count(*) FROM assets WHERE account_id = $1")
            .bind(account.as_str())
            .scalar(&mut self.tx)
            .await?;
        if kept < ASSETS_MAX || self.remove_unnamed_assets(account, None, 1).await? > 0 {
            return Ok(());
        }
        Err(StoreError::Conflict(
            "You have 100 pictures in your projects, which is all that the studio keeps. Delete a project with one.",
        ))
    }
}

impl SqlStore {
    async fn asset_row(&self, account: &AccountId, id: &AssetId) -> Result<AssetRow, StoreError> {
        let row = sql("SELECT * FROM assets WHERE id = $1 AND account_id = $2");
        row.bind(id.as_str()).bind(account.as_str()).fetch_one(&mut self.look().await?).await
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
