//! What the holder of a lease writes about steps. Every write begins by looking whether the lease still stands; the
//! look and the write are one transaction.

use super::{
    SqlStore, Write,
    db::{sql, sql_of},
    rows::{ExecutionRow, Seen, optional_json, stored},
};
use crate::{Lease, Outcome, Recorded, StepLedger, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ExecutionEvent, StepName};
use serde_json::Value;

#[async_trait]
impl StepLedger for SqlStore {
    async fn begin_step(&self, lease: &Lease, step: StepName, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        write.begin_step(&mut row, step).await?;
        let event = write.record(&mut row, Some(step), message).await?;
        done(write, row, event).await
    }

    async fn record_progress(
        &self,
        lease: &Lease,
        step: StepName,
        percent: u8,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let moved = sql("UPDATE steps SET progress = CASE WHEN progress < $1 THEN $1 ELSE progress END
             WHERE execution_id = $2 AND name = $3 AND status = 'running'");
        let moved = moved.bind(i64::from(percent.min(100))).bind(&row.id).bind(step.as_str());
        in_state(moved.execute(&mut write.tx).await?)?;
        let event = write.record(&mut row, Some(step), message).await?;
        done(write, row, event).await
    }

    async fn finish_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        if let Some(charge) = &outcome.charge {
            write.book(charge, Some(&mut row)).await?;
        }
        let finished =
            sql("UPDATE steps SET status = 'completed', progress = 100, output_json = $1, input_hash = $2,
                    finished_at_ms = $3
             WHERE execution_id = $4 AND name = $5 AND status = 'running'");
        let finished = finished.bind(outcome.output.to_string()).bind(&outcome.input_hash).bind(write.now_ms);
        in_state(finished.bind(&row.id).bind(step.as_str()).execute(&mut write.tx).await?)?;
        row.current_step = None;
        let event = write.record(&mut row, Some(step), message).await?;
        done(write, row, event).await
    }

    async fn reuse_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let reused =
            sql("UPDATE steps SET status = 'completed', progress = 100, output_json = $1, input_hash = $2,
                    error = NULL, started_at_ms = NULL, finished_at_ms = NULL
             WHERE execution_id = $3 AND name = $4 AND status <> 'completed'");
        let reused = reused.bind(outcome.output.to_string()).bind(&outcome.input_hash);
        in_state(reused.bind(&row.id).bind(step.as_str()).execute(&mut write.tx).await?)?;
        let event = write.record(&mut row, Some(step), message).await?;
        done(write, row, event).await
    }

    async fn reopen_steps(
        &self,
        lease: &Lease,
        from: StepName,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let reopened =
            sql("UPDATE steps SET status = 'queued', progress = 0, output_json = NULL, input_hash = NULL,
                    finished_at_ms = NULL
             WHERE execution_id = $1 AND position >=
                   (SELECT position FROM steps WHERE execution_id = $1 AND name = $2)");
        in_state(reopened.bind(&row.id).bind(from.as_str()).execute(&mut write.tx).await?)?;
        let event = write.record(&mut row, Some(from), message).await?;
        done(write, row, event).await
    }

    async fn find_outcome(&self, account: &AccountId, input_hash: &str) -> Result<Option<Value>, StoreError> {
        let found: Option<(Option<String>,)> =
            sql("SELECT s.output_json FROM steps s JOIN executions e ON e.id = s.execution_id
             WHERE s.input_hash = $1 AND s.status = 'completed' AND e.account_id = $2
             ORDER BY e.created_at_ms DESC LIMIT 1")
            .bind(input_hash)
            .bind(account.as_str())
            .fetch_optional(&mut self.look().await?)
            .await?;
        match found {
            Some((output,)) => optional_json(&output),
            None => Ok(None),
        }
    }
}

impl SqlStore {
    /// Begins a write under a lease, if it still stands; it stays so until the write ends.
    pub(super) async fn under(&self, lease: &Lease) -> Result<(Write, ExecutionRow), StoreError> {
        let mut tx = self.pools.begin_work().await?;
        let (now, lock) = (tx.dialect().now(), tx.dialect().for_update());
        let held: Option<Seen<ExecutionRow>> = sql_of(format!(
            "SELECT *, ({now}) AS now_ms FROM executions
             WHERE id = $1 AND lease_epoch = $2 AND held = 1 AND status = 'running'{lock}"
        ))
        .bind(lease.execution.as_str())
        .bind(stored(lease.epoch))
        .fetch_optional(&mut tx)
        .await?;
        let Seen { row, now_ms } = held.ok_or(StoreError::LeaseLost)?;
        Ok((self.write_at(tx, now_ms), row))
    }
}

impl Write {
    /// A step begins, once more. Gives how many paid requests of it are closed.
    pub(super) async fn begin_step(
        &mut self,
        row: &mut ExecutionRow,
        step: StepName,
    ) -> Result<i64, StoreError> {
        let begun: Option<(i64,)> = sql(
            "UPDATE steps SET status = 'running', attempts = attempts + 1, tries = tries + 1, progress = 0,
                    error = NULL, started_at_ms = $1, finished_at_ms = NULL
             WHERE execution_id = $2 AND name = $3 AND status <> 'completed' RETURNING requests_closed",
        )
        .bind(self.now_ms)
        .bind(&row.id)
        .bind(step.as_str())
        .fetch_optional(&mut self.tx)
        .await?;
        let (closed,) = begun.ok_or_else(not_in_state)?;
        row.current_step = Some(step.as_str().to_owned());
        Ok(closed)
    }
}

/// A step must be there in the state that its statement asked for.
fn in_state(changed: u64) -> Result<(), StoreError> {
    match changed {
        0 => Err(not_in_state()),
        _ => Ok(()),
    }
}

fn not_in_state() -> StoreError {
    StoreError::broken("the step is not in the state that this write needs")
}

pub(super) async fn done(
    write: Write,
    row: ExecutionRow,
    event: ExecutionEvent,
) -> Result<Recorded, StoreError> {
    write.commit().await?;
    let cancel_requested = row.cancel_requested_at_ms.is_some() && !event.status.is_final();
    Ok(Recorded { event, cancel_requested })
}
