//! Keys of programs.

use super::{
    SqlStore,
    db::{sql, sql_of},
    rows::{Seen, word},
};
use crate::{ApiKey, KeyHolder, KeyStore, NewKey, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ApiKeyId, Timestamp};
use sqlx::prelude::FromRow;

const KEYS_MAX: i64 = 50;
/// The last use is written down at most this often, so that reading does not become writing.
const USE_NOTED_MS: i64 = 60_000;

#[derive(FromRow)]
struct KeyRow {
    id: String,
    account_id: String,
    name: String,
    scope: String,
    created_at_ms: i64,
    last_used_at_ms: Option<i64>,
}

#[async_trait]
impl KeyStore for SqlStore {
    async fn add_key(&self, account: &AccountId, new: NewKey) -> Result<ApiKey, StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        let kept: i64 = sql("SELECT count(*) FROM api_keys WHERE account_id = $1")
            .bind(account.as_str())
            .scalar(&mut write.tx)
            .await?;
        if kept >= KEYS_MAX {
            return Err(StoreError::Conflict("You have 50 API keys, which is as many as may. Remove one."));
        }
        let row: KeyRow = sql("INSERT INTO api_keys (id, account_id, name, scope, key_hash, created_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET key_hash = excluded.key_hash
                 WHERE api_keys.account_id = excluded.account_id
             RETURNING *")
        .bind(new.id.as_str())
        .bind(account.as_str())
        .bind(&new.name)
        .bind(new.scope.as_str())
        .bind(&new.hash)
        .bind(write.now_ms)
        .fetch_one(&mut write.tx)
        .await?;
        write.commit().await?;
        row.into_key()
    }

    async fn list_keys(&self, account: &AccountId) -> Result<Vec<ApiKey>, StoreError> {
        let rows: Vec<KeyRow> = sql("SELECT * FROM api_keys WHERE account_id = $1 ORDER BY id DESC")
            .bind(account.as_str())
            .fetch_all(&mut self.look().await?)
            .await?;
        rows.into_iter().map(KeyRow::into_key).collect()
    }

    async fn key_owner(&self, id: &ApiKeyId) -> Result<AccountId, StoreError> {
        let owner: String = sql("SELECT account_id FROM api_keys WHERE id = $1")
            .bind(id.as_str())
            .scalar(&mut self.look().await?)
            .await?;
        word(&owner)
    }

    async fn remove_key(&self, account: &AccountId, id: &ApiKeyId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let gone = sql("DELETE FROM api_keys WHERE id = $1 AND account_id = $2")
            .bind(id.as_str())
            .bind(account.as_str())
            .execute(&mut write.tx)
            .await?;
        write.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    async fn find_key(&self, hash: &str) -> Result<Option<KeyHolder>, StoreError> {
        let now = self.dialect().now();
        let found: Option<Seen<KeyRow>> =
            sql_of(format!("SELECT *, ({now}) AS now_ms FROM api_keys WHERE key_hash = $1"))
                .bind(hash)
                .fetch_optional(&mut self.look().await?)
                .await?;
        let Some(Seen { row, now_ms }) = found else { return Ok(None) };
        if row.last_used_at_ms.is_none_or(|last| last < now_ms - USE_NOTED_MS) {
            let mut tx = self.alone().await?;
            sql("UPDATE api_keys SET last_used_at_ms = $1 WHERE id = $2 AND coalesce(last_used_at_ms, 0) < $3")
                .bind(now_ms)
                .bind(&row.id)
                .bind(now_ms - USE_NOTED_MS)
                .execute(&mut tx)
                .await?;
            tx.commit().await?;
        }
        Ok(Some(KeyHolder { key: word(&row.id)?, account: word(&row.account_id)?, scope: word(&row.scope)? }))
    }
}

impl KeyRow {
    fn into_key(self) -> Result<ApiKey, StoreError> {
        Ok(ApiKey {
            id: word(&self.id)?,
            name: self.name,
            scope: word(&self.scope)?,
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
            last_used_at: self.last_used_at_ms.map(Timestamp::from_unix_ms),
        })
    }
}
