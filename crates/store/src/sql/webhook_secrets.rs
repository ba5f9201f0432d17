//! The secrets of accounts that sign webhooks.

use super::{
    SqlStore,
    db::{sql, sql_of},
    queue::millis,
    rows::Seen,
};
use crate::{StoreError, WebhookSecretStore, WebhookSecrets};
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{AccountId, Secret, Timestamp};
use sqlx::prelude::FromRow;
use std::time::Duration;

#[derive(FromRow)]
struct SecretsRow {
    webhook_secret_sealed: Option<String>,
    webhook_secret_previous_sealed: Option<String>,
    webhook_secret_previous_until_ms: Option<i64>,
}

#[async_trait]
impl WebhookSecretStore for SqlStore {
    async fn webhook_secrets(&self, account: &AccountId) -> Result<WebhookSecrets, StoreError> {
        let now = self.dialect().now();
        let Seen { row, now_ms } = sql_of(format!("SELECT *, ({now}) AS now_ms FROM accounts WHERE id = $1"))
            .bind(account.as_str())
            .fetch_one(&mut self.look().await?)
            .await?;
        if let Some(secrets) = self.opened(account, &row, now_ms)? {
            return Ok(secrets);
        }
        // Of two who ask for the first time at once, both get what the first one stored.
        let mut write = self.begin().await?;
        let row: SecretsRow =
            sql("UPDATE accounts SET webhook_secret_sealed = coalesce(webhook_secret_sealed, $1)
             WHERE id = $2 RETURNING *")
            .bind(self.sealed_new(account))
            .bind(account.as_str())
            .fetch_one(&mut write.tx)
            .await?;
        let now_ms = write.now_ms;
        write.commit().await?;
        self.opened(account, &row, now_ms)?.ok_or(StoreError::NotFound)
    }

    async fn rotate_webhook_secret(
        &self,
        account: &AccountId,
        overlap: Duration,
    ) -> Result<WebhookSecrets, StoreError> {
        let mut write = self.begin().await?;
        let row: SecretsRow =
            sql("UPDATE accounts SET webhook_secret_previous_sealed = webhook_secret_sealed,
                    webhook_secret_previous_until_ms = $1, webhook_secret_sealed = $2
             WHERE id = $3 RETURNING *")
            .bind(write.now_ms.saturating_add(millis(overlap)))
            .bind(self.sealed_new(account))
            .bind(account.as_str())
            .fetch_one(&mut write.tx)
            .await?;
        let now_ms = write.now_ms;
        write.commit().await?;
        self.opened(account, &row, now_ms)?.ok_or(StoreError::NotFound)
    }
}

impl SqlStore {
    fn sealed_new(&self, account: &AccountId) -> String {
        let fresh = format!("whsec_{}", STANDARD.encode(rand::random::<[u8; 32]>()));
        self.settings.vault.seal(account.as_str(), &Secret::from(fresh))
    }

    fn opened(
        &self,
        account: &AccountId,
        row: &SecretsRow,
        now_ms: i64,
    ) -> Result<Option<WebhookSecrets>, StoreError> {
        let open = |sealed: &String| self.settings.vault.open(account.as_str(), sealed);
        let Some(present) = row.webhook_secret_sealed.as_ref().map(open).transpose()? else {
            return Ok(None);
        };
        let until = row.webhook_secret_previous_until_ms.filter(|until_ms| *until_ms > now_ms);
        let until = until.map(Timestamp::from_unix_ms);
        let previous = row.webhook_secret_previous_sealed.as_ref().zip(until);
        let previous =
            previous.map(|(sealed, until)| Ok::<_, StoreError>((open(sealed)?, until))).transpose()?;
        Ok(Some(WebhookSecrets { present, previous }))
    }
}
