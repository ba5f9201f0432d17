//! Requests that may come again.

use super::{SqlStore, db::sql, rows::word};
use crate::{RepeatStore, StoreError, Taken};
use async_trait::async_trait;
use domain::{AccountId, Secret, Seed};
use sqlx::prelude::FromRow;
use std::time::Duration;

#[derive(FromRow)]
struct RequestRow {
    request_hash: String,
    seed: String,
    answer_sealed: Option<String>,
}

#[async_trait]
impl RepeatStore for SqlStore {
    async fn take_key(
        &self,
        account: &AccountId,
        key: &str,
        request_hash: &str,
        held: Duration,
        kept: Duration,
    ) -> Result<Taken, StoreError> {
        let mut write = self.begin().await?;
        let held_until_ms = write.now_ms.saturating_add(millis(held));
        sql("DELETE FROM repeatable_requests WHERE account_id = $1 AND key = $2 AND created_at_ms <= $3")
            .bind(account.as_str())
            .bind(key)
            .bind(write.now_ms - millis(kept))
            .execute(&mut write.tx)
            .await?;
        // Of many at once, one inserts or takes it up; the others wait for that one's row and see it then.
        let taken: Option<(String,)> = sql("INSERT INTO repeatable_requests
                    (account_id, key, request_hash, seed, held_until_ms, created_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (account_id, key) DO UPDATE SET held_until_ms = excluded.held_until_ms
                 WHERE repeatable_requests.answer_sealed IS NULL
                   AND repeatable_requests.request_hash = excluded.request_hash
                   AND repeatable_requests.held_until_ms <= excluded.created_at_ms
             RETURNING seed")
        .bind(account.as_str())
        .bind(key)
        .bind(request_hash)
        .bind(Seed::generate().as_str())
        .bind(held_until_ms)
        .bind(write.now_ms)
        .fetch_optional(&mut write.tx)
        .await?;
        if let Some((seed,)) = taken {
            write.commit().await?;
            return Ok(Taken::Ours(word(&seed)?));
        }
        let row: RequestRow =
            sql("SELECT request_hash, seed, answer_sealed FROM repeatable_requests WHERE account_id = $1 AND key = $2")
                .bind(account.as_str())
                .bind(key)
                .fetch_one(&mut write.tx)
                .await?;
        write.commit().await?;
        match row.answer_sealed {
            _ if row.request_hash != request_hash => Ok(Taken::Another),
            None => Ok(Taken::UnderWay),
            Some(sealed) => {
                Ok(Taken::Answered(self.settings.vault.open(&owner(account, &row.seed), &sealed)?))
            }
        }
    }

    async fn keep_answer(&self, account: &AccountId, key: &str, answer: &Secret) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let seed: String = sql("SELECT seed FROM repeatable_requests WHERE account_id = $1 AND key = $2")
            .bind(account.as_str())
            .bind(key)
            .scalar(&mut write.tx)
            .await?;
        sql("UPDATE repeatable_requests SET answer_sealed = $1 WHERE account_id = $2 AND key = $3")
            .bind(self.settings.vault.seal(&owner(account, &seed), answer))
            .bind(account.as_str())
            .bind(key)
            .execute(&mut write.tx)
            .await?;
        write.commit().await
    }

    async fn forget_key(&self, account: &AccountId, key: &str) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sql("DELETE FROM repeatable_requests WHERE account_id = $1 AND key = $2 AND answer_sealed IS NULL")
            .bind(account.as_str())
            .bind(key)
            .execute(&mut write.tx)
            .await?;
        write.commit().await
    }

    async fn leave_key(&self, account: &AccountId, key: &str) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sql("UPDATE repeatable_requests SET held_until_ms = 0 WHERE account_id = $1 AND key = $2")
            .bind(account.as_str())
            .bind(key)
            .execute(&mut write.tx)
            .await?;
        write.commit().await
    }

    async fn leave_all_keys(&self) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sql("UPDATE repeatable_requests SET held_until_ms = 0 WHERE answer_sealed IS NULL")
            .execute(&mut write.tx)
            .await?;
        write.commit().await
    }

    async fn forget_old_keys(&self, kept: Duration) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let gone = sql("DELETE FROM repeatable_requests WHERE created_at_ms <= $1")
            .bind(write.now_ms - millis(kept))
            .execute(&mut write.tx)
            .await?;
        write.commit().await?;
        Ok(gone)
    }
}

/// An answer opens only beside the request that it answers.
fn owner(account: &AccountId, seed: &str) -> String {
    format!("{account} {seed}")
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
