//! Requests whose execution is over: looked at until it is known what they cost.

use super::{
    SqlStore, Write,
    db::{sql, sql_of},
    queue::millis,
    submissions::SubmissionRow,
};
use crate::{Charge, SettlementQueue, StoreError, SubmissionRecord, SubmissionState};
use async_trait::async_trait;
use std::time::Duration;

#[async_trait]
impl SettlementQueue for SqlStore {
    async fn claim_settlements(
        &self,
        limit: u32,
        ttl: Duration,
    ) -> Result<Vec<SubmissionRecord>, StoreError> {
        let now = self.dialect().now();
        // The least of an index is found at once, however many there are that are not due.
        let any: Option<bool> = sql_of(format!(
            "SELECT (SELECT min(settle_due_ms) FROM submissions WHERE settle_due_ms IS NOT NULL) <= ({now})"
        ))
        .scalar(&mut self.look().await?)
        .await?;
        if any != Some(true) {
            return Ok(Vec::new());
        }
        let mut write = self.begin_work().await?;
        let lock = self.dialect().skip_locked("s");
        // One whose execution goes on again is that execution's to look at.
        let rows: Vec<SubmissionRow> = sql_of(format!(
            "WITH due AS (
                 SELECT s.request_key FROM submissions s
                 WHERE s.settle_due_ms IS NOT NULL AND s.settle_due_ms <= $2
                   AND s.state IN ('intent', 'submitted', 'unknown')
                   AND NOT EXISTS (SELECT 1 FROM executions e WHERE e.id = s.execution_id
                                   AND e.status IN ('queued', 'running'))
                 ORDER BY s.settle_due_ms LIMIT $3{lock})
             UPDATE submissions SET settle_due_ms = $1 WHERE request_key IN (SELECT request_key FROM due)
             RETURNING *"
        ))
        .bind(write.now_ms + millis(ttl))
        .bind(write.now_ms)
        .bind(limit)
        .fetch_all(&mut write.tx)
        .await?;
        let now_ms = write.now_ms;
        write.commit().await?;
        // One that cannot be read comes again when its time is over, and keeps no other one waiting.
        let read = |row: SubmissionRow| {
            let key = row.request_key.clone();
            let record = row.into_record(now_ms);
            record
                .inspect_err(|cause| tracing::error!(request = %key, %cause, "a request cannot be read"))
                .ok()
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    async fn settle(&self, charge: &Charge) -> Result<(), StoreError> {
        let mut write = self.begin_work().await?;
        match write.execution_of(&charge.request_key).await? {
            Some(mut locked) => {
                locked.book(&charge.request_key, charge.cost)?;
                write.store(locked.into_writes()).await?;
            }
            None => write.close_forgotten(charge, SubmissionState::Done).await?,
        }
        write.commit().await
    }

    async fn settle_failed(&self, charge: &Charge) -> Result<(), StoreError> {
        let mut write = self.begin_work().await?;
        match write.execution_of(&charge.request_key).await? {
            Some(mut locked) => {
                locked.close_failed(&charge.request_key, charge.cost)?;
                write.store(locked.into_writes()).await?;
            }
            None => write.close_forgotten(charge, SubmissionState::Failed).await?,
        }
        write.commit().await
    }

    async fn settle_later(&self, request_key: &str, wait: Option<Duration>) -> Result<(), StoreError> {
        let mut write = self.begin_work().await?;
        // One whose job became known meanwhile is looked at.
        sql("UPDATE submissions SET settle_due_ms = $1
             WHERE request_key = $2 AND settle_due_ms IS NOT NULL AND ($3 OR job_id IS NULL)")
        .bind(wait.map(|wait| write.now_ms + millis(wait)))
        .bind(request_key)
        .bind(wait.is_some())
        .execute(&mut write.tx)
        .await?;
        write.commit().await
    }
}

impl Write {
    /// Ends a request whose execution is deleted; one that is closed stays as it is.
    async fn close_forgotten(&mut self, charge: &Charge, state: SubmissionState) -> Result<(), StoreError> {
        let lock = self.dialect().for_update();
        let request: SubmissionRow =
            sql_of(format!("SELECT * FROM submissions WHERE request_key = $1{lock}"))
                .bind(&charge.request_key)
                .fetch_one(&mut self.tx)
                .await?;
        let mut writes = self.writes();
        if request.is_open() {
            writes.close(&request, state, charge.cost, request.estimate_micros);
        }
        self.store(writes).await
    }
}
