//! The queue: claims, renewals, and when the next look is worth it.

use super::{
    SqlStore,
    db::{sql, sql_of},
    rows::{number, word},
};
use crate::{Claim, ClaimQuery, ExecutionQueue, FinishedStep, Lease, Renewed, StoreError};
use async_trait::async_trait;
use domain::{ExecutionId, ExecutionKind, StepKind};
use std::time::Duration;

#[async_trait]
impl ExecutionQueue for SqlStore {
    async fn claim_due(&self, query: ClaimQuery<'_>) -> Result<Vec<Claim>, StoreError> {
        if query.kinds.is_empty() || query.limit == 0 {
            return Ok(Vec::new());
        }
        // A look that finds nothing costs no write.
        if self.next_due_in(query.kinds).await?.is_none_or(|wait| !wait.is_zero()) {
            return Ok(Vec::new());
        }
        loop {
            let mut write = self.begin_work().await?;
            let taken = write.claim_due(&query).await?;
            write.commit().await?;
            // Where all that was next could not be read, what comes behind it is next.
            if !taken.claims.is_empty() || taken.given_up == 0 {
                return Ok(taken.claims);
            }
        }
    }

    async fn next_due_in(&self, kinds: &[StepKind]) -> Result<Option<Duration>, StoreError> {
        let now = self.dialect().now();
        let list = self.dialect().list("$1");
        // One search of the index for each kind, however many wait.
        let wait: Option<i64> = sql_of(format!(
            "SELECT (SELECT min(due) FROM (
                 SELECT (SELECT min(due_at_ms) FROM executions
                         WHERE status IN ('queued', 'running') AND next_kind = kinds.value) AS due
                 FROM {list} kinds) earliest) - ({now})"
        ))
        .bind(words_of(kinds)?)
        .scalar(&mut self.look().await?)
        .await?;
        Ok(wait.map(|ms| Duration::from_millis(number(ms.max(0)))))
    }

    async fn renew_leases(&self, node: &str, ttl: Duration) -> Result<Vec<Renewed>, StoreError> {
        let mut write = self.begin_lease().await?;
        let until = write.now_ms + millis(ttl);
        let lock = write.dialect().for_update();
        // In the order in which holders lock what they write together.
        let rows: Vec<(String, i64, Option<i64>)> = sql_of(format!(
            "WITH these AS (SELECT id FROM executions WHERE held = 1 AND lease_node = $2 ORDER BY id{lock})
             UPDATE executions SET due_at_ms = $1
             WHERE id IN (SELECT id FROM these) AND held = 1 AND lease_node = $2
             RETURNING id, lease_epoch, cancel_requested_at_ms"
        ))
        .bind(until)
        .bind(node)
        .fetch_all(&mut write.tx)
        .await?;
        write.commit().await?;
        rows.into_iter()
            .map(|(id, epoch, cancel)| {
                let lease = Lease { execution: word(&id)?, epoch: number(epoch) };
                Ok(Renewed { lease, cancel_requested: cancel.is_some() })
            })
            .collect()
    }

    async fn release_all(&self) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let released =
            sql("UPDATE executions SET held = 0, due_at_ms = $1 WHERE held = 1 AND status = 'running'")
                .bind(write.now_ms)
                .execute(&mut write.tx)
                .await?;
        write.commit().await?;
        Ok(released)
    }

    async fn nudge(&self, id: &ExecutionId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        write.nudge(id.as_str()).await?;
        write.commit().await
    }

    async fn recent_step_times(
        &self,
        kind: ExecutionKind,
        limit: u32,
    ) -> Result<Vec<FinishedStep>, StoreError> {
        // A step that was reused has no times.
        let rows: Vec<(String, i64, f64)> =
            sql("SELECT coalesce(s.kind, s.name), s.finished_at_ms - s.started_at_ms, s.work_units
             FROM (SELECT id, updated_at_ms FROM executions WHERE kind = $1 AND status = 'completed'
                   ORDER BY updated_at_ms DESC LIMIT $2) e
             JOIN steps s ON s.execution_id = e.id
             WHERE s.started_at_ms IS NOT NULL AND s.finished_at_ms IS NOT NULL
             ORDER BY e.updated_at_ms DESC, s.position")
            .bind(kind.as_str())
            .bind(limit)
            .fetch_all(&mut self.look().await?)
            .await?;
        let finished = |(kind, ms, work_units): (String, i64, f64)| {
            Ok(FinishedStep {
                kind: word(&kind)?,
                seconds: ms.max(0) as f32 / 1000.0,
                work_units: work_units as f32,
            })
        };
        rows.into_iter().map(finished).collect()
    }
}

/// Kinds as a list that a statement takes.
pub(super) fn words_of(kinds: &[StepKind]) -> Result<String, StoreError> {
    Ok(serde_json::to_string(kinds)?)
}

/// A duration for a table.
pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
