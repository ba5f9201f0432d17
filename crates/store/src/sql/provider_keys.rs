//! Keys of providers. What is sealed opens for its account and its provider alone, so that a row that was moved to
//! another of either is worth nothing.

use super::{SqlStore, db::sql, rows::word};
use crate::{KeyAnswer, OpenedProviderKey, ProviderKey, ProviderKeyStore, StoreError};
use async_trait::async_trait;
use domain::{AccountId, KeyedProvider, Secret, Timestamp};
use sqlx::prelude::FromRow;

/// As many characters of a key are shown again.
const SHOWN_CHARS: usize = 4;
const DOES_NOT_OPEN: StoreError = StoreError::Conflict(
    "A provider's key that was saved here does not open any more. Save it again in the settings.",
);

#[derive(FromRow)]
struct KeyRow {
    provider: String,
    key_sealed: String,
    last_four: String,
    tested_at_ms: Option<i64>,
    error: Option<String>,
    created_at_ms: i64,
}

#[async_trait]
impl ProviderKeyStore for SqlStore {
    async fn put_provider_key(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
        key: &Secret,
        answer: &KeyAnswer,
    ) -> Result<ProviderKey, StoreError> {
        let sealed = self.settings.vault.seal(&owner(account, provider), key);
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        let (tested_at_ms, error) = noted(answer, write.now_ms);
        let row: KeyRow = sql("INSERT INTO provider_keys
                    (account_id, provider, key_sealed, last_four, tested_at_ms, error, created_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (account_id, provider) DO UPDATE SET
                 key_sealed = excluded.key_sealed, last_four = excluded.last_four,
                 tested_at_ms = excluded.tested_at_ms, error = excluded.error,
                 created_at_ms = CASE WHEN excluded.created_at_ms > provider_keys.created_at_ms
                     THEN excluded.created_at_ms ELSE provider_keys.created_at_ms + 1 END
             RETURNING *")
        .bind(account.as_str())
        .bind(provider.as_str())
        .bind(&sealed)
        .bind(last_four(key))
        .bind(tested_at_ms)
        .bind(error)
        .bind(write.now_ms)
        .fetch_one(&mut write.tx)
        .await?;
        write.commit().await?;
        row.into_key()
    }

    async fn list_provider_keys(&self, account: &AccountId) -> Result<Vec<ProviderKey>, StoreError> {
        let rows: Vec<KeyRow> = sql("SELECT * FROM provider_keys WHERE account_id = $1 ORDER BY provider")
            .bind(account.as_str())
            .fetch_all(&mut self.look().await?)
            .await?;
        rows.into_iter().map(KeyRow::into_key).collect()
    }

    async fn open_provider_key(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
    ) -> Result<Option<OpenedProviderKey>, StoreError> {
        let row: Option<KeyRow> = sql("SELECT * FROM provider_keys WHERE account_id = $1 AND provider = $2")
            .bind(account.as_str())
            .bind(provider.as_str())
            .fetch_optional(&mut self.look().await?)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let opened = self.settings.vault.open(&owner(account, provider), &row.key_sealed);
        let key = opened.map_err(|cause| {
            tracing::error!(%account, %provider, %cause, "an account's key of a provider cannot be used");
            DOES_NOT_OPEN
        })?;
        Ok(Some(OpenedProviderKey { key, known: row.into_key()? }))
    }

    async fn note_provider_answer(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
        saved_at: Timestamp,
        answer: &KeyAnswer,
    ) -> Result<(), StoreError> {
        let mut write = self.begin_work().await?;
        let (tested_at_ms, error) = noted(answer, write.now_ms);
        sql("UPDATE provider_keys SET tested_at_ms = $1, error = $2
             WHERE account_id = $3 AND provider = $4 AND created_at_ms = $5")
        .bind(tested_at_ms)
        .bind(error)
        .bind(account.as_str())
        .bind(provider.as_str())
        .bind(saved_at.unix_ms())
        .execute(&mut write.tx)
        .await?;
        write.commit().await
    }

    async fn remove_provider_key(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let gone = sql("DELETE FROM provider_keys WHERE account_id = $1 AND provider = $2")
            .bind(account.as_str())
            .bind(provider.as_str())
            .execute(&mut write.tx)
            .await?;
        write.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

/// For whom a key is sealed.
fn owner(account: &AccountId, provider: KeyedProvider) -> String {
    format!("{account}/provider-key/{provider}")
}

/// When it was said, and what is wrong.
fn noted(answer: &KeyAnswer, now_ms: i64) -> (Option<i64>, Option<String>) {
    match answer {
        KeyAnswer::Works => (Some(now_ms), None),
        KeyAnswer::Refused(sentence) => (Some(now_ms), Some(sentence.clone())),
        KeyAnswer::NotAsked(sentence) => (None, Some(sentence.clone())),
    }
}

/// The end of a key, as far as it may be shown: of a short one, not all.
fn last_four(key: &Secret) -> String {
    let chars: Vec<char> = key.expose().chars().collect();
    let hidden = chars.len().saturating_sub(SHOWN_CHARS).max(chars.len().div_ceil(2));
    chars.into_iter().skip(hidden).collect()
}

impl KeyRow {
    fn into_key(self) -> Result<ProviderKey, StoreError> {
        Ok(ProviderKey {
            provider: word(&self.provider)?,
            last_four: self.last_four,
            tested_at: self.tested_at_ms.map(Timestamp::from_unix_ms),
            error: self.error,
            saved_at: Timestamp::from_unix_ms(self.created_at_ms),
        })
    }
}
