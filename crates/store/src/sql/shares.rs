//! Public links.

use super::{
    SqlStore,
    db::{sql, sql_of},
    rows::{WithSteps, word},
};
use crate::{ShareStore, SharedExecution, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ExecutionId, ShareToken, Status};

#[async_trait]
impl ShareStore for SqlStore {
    async fn share_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<ShareToken, StoreError> {
        let mut write = self.begin().await?;
        let row = write.owned(account, id).await?.row;
        if row.status()? != Status::Completed {
            return Err(StoreError::Conflict("Only a finished ad can be shared."));
        }
        let token: String = sql("INSERT INTO shares (token, execution_id, created_at_ms) VALUES ($1, $2, $3)
             ON CONFLICT (execution_id) DO UPDATE SET token = shares.token
             RETURNING token")
        .bind(ShareToken::generate().as_str())
        .bind(&row.id)
        .bind(write.now_ms)
        .scalar(&mut write.tx)
        .await?;
        write.commit().await?;
        word(&token)
    }

    async fn unshare_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let row = write.owned(account, id).await?.row;
        sql("DELETE FROM shares WHERE execution_id = $1").bind(&row.id).execute(&mut write.tx).await?;
        write.commit().await
    }

    async fn open_share(&self, token: &ShareToken) -> Result<SharedExecution, StoreError> {
        let columns = WithSteps::columns(self.dialect());
        let found: WithSteps = sql_of(format!(
            "SELECT {columns} FROM executions WHERE id = (SELECT execution_id FROM shares WHERE token = $1)"
        ))
        .bind(token.as_str())
        .fetch_one(&mut self.look().await?)
        .await?;
        let (row, steps) = found.read()?;
        let order = serde_json::from_str(&row.order_json)?;
        Ok(SharedExecution { execution: row.into_execution(&steps)?, order })
    }
}
