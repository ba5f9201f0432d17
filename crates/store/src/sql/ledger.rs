//! What the holder of a lease writes about steps. Every write begins by looking whether the lease still stands; the
//! look and the write are one transaction.

use super::{
    SqlStore, Write,
    change::Locked,
    db::{sql, sql_of},
    rows::{Seen, WithSteps, optional_json, stored},
};
use crate::{Lease, Outcome, Recorded, StepLedger, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ExecutionEvent, Status, StepName};
use serde_json::Value;

#[async_trait]
impl StepLedger for SqlStore {
    async fn begin_step(&self, lease: &Lease, step: StepName, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        write.begin_step(&mut locked, step)?;
        let event = write.record(&mut locked, Some(step), message).await?;
        done(write, locked, event).await
    }

    async fn record_progress(
        &self,
        lease: &Lease,
        step: StepName,
        percent: u8,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        let state = &mut locked.step(step, |step| step.is(Status::Running))?.state;
        state.progress = state.progress.max(i64::from(percent.min(100)));
        let event = write.record(&mut locked, Some(step), message).await?;
        done(write, locked, event).await
    }

    async fn finish_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        if let Some(charge) = &outcome.charge {
            write.book(charge, Some(&mut locked)).await?;
        }
        let finished = locked.step(step, |step| step.is(Status::Running))?;
        finished.state.set_status(Status::Completed);
        finished.state.progress = 100;
        finished.state.finished_at_ms = Some(write.now_ms);
        finished.set_made(Some(outcome.output.to_string()), outcome.input_hash.clone());
        locked.row.current_step = None;
        let event = write.record(&mut locked, Some(step), message).await?;
        done(write, locked, event).await
    }

    async fn reuse_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        let reused = locked.step(step, |step| !step.is(Status::Completed))?;
        reused.state.set_status(Status::Completed);
        reused.state.progress = 100;
        reused.state.error = None;
        reused.state.started_at_ms = None;
        reused.state.finished_at_ms = None;
        reused.set_made(Some(outcome.output.to_string()), outcome.input_hash.clone());
        let event = write.record(&mut locked, Some(step), message).await?;
        done(write, locked, event).await
    }

    async fn reopen_steps(
        &self,
        lease: &Lease,
        from: StepName,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        locked.step(from, |_| true)?;
        locked.change_from(Some(from), |step| {
            step.state.set_status(Status::Queued);
            step.state.progress = 0;
            step.state.finished_at_ms = None;
            step.set_made(None, None);
        });
        let event = write.record(&mut locked, Some(from), message).await?;
        done(write, locked, event).await
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
    pub(super) async fn under(&self, lease: &Lease) -> Result<(Write, Locked), StoreError> {
        let mut tx = self.pools.begin_work().await?;
        let (now, lock) = (tx.dialect().now(), tx.dialect().for_update());
        let columns = WithSteps::columns(tx.dialect());
        let held: Option<Seen<WithSteps>> = sql_of(format!(
            "SELECT {columns}, ({now}) AS now_ms FROM executions
             WHERE id = $1 AND lease_epoch = $2 AND held = 1 AND status = 'running'{lock}"
        ))
        .bind(lease.execution.as_str())
        .bind(stored(lease.epoch))
        .fetch_optional(&mut tx)
        .await?;
        let Seen { row, now_ms } = held.ok_or(StoreError::LeaseLost)?;
        Ok((self.write_at(tx, now_ms), Locked::new(row)?))
    }
}

impl Write {
    /// A step begins, once more. Gives how many paid requests of it are closed.
    pub(super) fn begin_step(&self, locked: &mut Locked, step: StepName) -> Result<i64, StoreError> {
        let state = &mut locked.step(step, |step| !step.is(Status::Completed))?.state;
        state.set_status(Status::Running);
        state.attempts += 1;
        state.tries += 1;
        state.progress = 0;
        state.error = None;
        state.started_at_ms = Some(self.now_ms);
        state.finished_at_ms = None;
        let closed = state.requests_closed;
        locked.row.current_step = Some(step.as_str().to_owned());
        Ok(closed)
    }
}

pub(super) async fn done(
    write: Write,
    locked: Locked,
    event: ExecutionEvent,
) -> Result<Recorded, StoreError> {
    write.commit().await?;
    let cancel_requested = locked.row.cancel_requested_at_ms.is_some() && !event.status.is_final();
    Ok(Recorded { event, cancel_requested })
}
