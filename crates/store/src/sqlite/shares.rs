//! Public links.

use super::{SqliteStore, executions, rows::word};
use crate::{ShareStore, SharedExecution, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ExecutionId, ShareToken, Status};

#[async_trait]
impl ShareStore for SqliteStore {
    async fn share_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<ShareToken, StoreError> {
        let mut write = self.begin().await?;
        let row = executions::owned(&mut write.tx, account, id).await?;
        if row.status()? != Status::Completed {
            return Err(StoreError::Conflict("Only a finished ad can be shared."));
        }
        let token: String = sqlx::query_scalar(
            "INSERT INTO shares (token, execution_id, created_at_ms) VALUES (?, ?, ?)
             ON CONFLICT (execution_id) DO UPDATE SET token = shares.token
             RETURNING token",
        )
        .bind(ShareToken::generate().as_str())
        .bind(&row.id)
        .bind(write.now_ms)
        .fetch_one(&mut *write.tx)
        .await?;
        write.commit().await?;
        word(&token)
    }

    async fn unshare_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let row = executions::owned(&mut write.tx, account, id).await?;
        sqlx::query("DELETE FROM shares WHERE execution_id = ?")
            .bind(&row.id)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }

    async fn open_share(&self, token: &ShareToken) -> Result<SharedExecution, StoreError> {
        let mut tx = self.reads.begin().await?;
        let row: super::rows::ExecutionRow = sqlx::query_as(
            "SELECT e.* FROM shares s JOIN executions e ON e.id = s.execution_id WHERE s.token = ?",
        )
        .bind(token.as_str())
        .fetch_one(&mut *tx)
        .await?;
        let order = serde_json::from_str(&row.order_json)?;
        Ok(SharedExecution { execution: executions::view(&mut tx, row).await?, order })
    }
}
