//! Callbacks that came in.

use super::{SqlStore, db::sql, rows::word};
use crate::{CallbackStore, NewCallback, ReceivedCallback, StoreError};
use async_trait::async_trait;

#[async_trait]
impl CallbackStore for SqlStore {
    async fn receive_callback(&self, new: &NewCallback) -> Result<ReceivedCallback, StoreError> {
        let mut write = self.begin().await?;
        let execution: Option<String> =
            sql("SELECT execution_id FROM submissions WHERE request_key = $1 AND provider = $2")
                .bind(&new.request_key)
                .bind(&new.provider)
                .scalar(&mut write.tx)
                .await?;
        let kept = sql(
            "INSERT INTO callbacks (provider, delivery_id, request_key, headers_json, body, received_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(&new.provider)
        .bind(&new.delivery_id)
        .bind(&new.request_key)
        .bind(new.headers.to_string())
        .bind(&new.body)
        .bind(write.now_ms)
        .execute(&mut write.tx)
        .await?;
        let is_new = kept == 1;
        if is_new {
            if let Some(execution) = &execution {
                write.nudge(execution).await?;
            }
            // Where the execution is over, it is the cost that is still open.
            sql("UPDATE submissions SET settle_due_ms = $1
                 WHERE request_key = $2 AND state IN ('intent', 'submitted', 'unknown')
                   AND NOT EXISTS (SELECT 1 FROM executions e WHERE e.id = submissions.execution_id
                                   AND e.status IN ('queued', 'running'))")
            .bind(write.now_ms)
            .bind(&new.request_key)
            .execute(&mut write.tx)
            .await?;
        }
        write.commit().await?;
        Ok(ReceivedCallback { is_new, execution: execution.as_deref().map(word).transpose()? })
    }

    async fn forget_callbacks(&self, days: u32) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let forgotten = sql("DELETE FROM callbacks WHERE received_at_ms < $1")
            .bind(write.now_ms - i64::from(days) * 24 * 60 * 60 * 1000)
            .execute(&mut write.tx)
            .await?;
        write.commit().await?;
        Ok(forgotten)
    }
}
