//! How a holder lets go. A final status settles the money and writes the webhook in the same transaction.

use super::{SqlStore, Write, change::Locked, db::sql_of, ledger::done, queue::millis, rows::stored};
use crate::{Lease, LeaseLedger, Recorded, StoreError};
use async_trait::async_trait;
use domain::{ErrorDetail, ExecutionEvent, MediaResult, Status, StepName};
use std::time::Duration;

const CANCELLED: &str = "Cancelled.";

#[async_trait]
impl LeaseLedger for SqlStore {
    async fn wait(
        &self,
        lease: &Lease,
        wait: Duration,
        message: Option<&str>,
    ) -> Result<Option<Recorded>, StoreError> {
        // News that came meanwhile, or somebody who wants it stopped, is not kept waiting.
        let Some(message) = message else {
            let mut tx = self.alone().await?;
            let now = tx.dialect().now();
            let waits = sql_of(format!(
                "UPDATE executions SET held = 0, nudged = 0, due_at_ms = ({now})
                        + CASE WHEN nudged = 1 OR cancel_requested_at_ms IS NOT NULL THEN 0 ELSE $1 END
                 WHERE id = $2 AND lease_epoch = $3 AND held = 1 AND status = 'running'"
            ));
            let waits = waits.bind(millis(wait)).bind(lease.execution.as_str()).bind(stored(lease.epoch));
            if waits.execute(&mut tx).await? == 0 {
                return Err(StoreError::LeaseLost);
            }
            tx.commit().await?;
            return Ok(None);
        };
        let (mut write, mut locked) = self.under(lease).await?;
        let row = &mut locked.row;
        let at_once = row.nudged == 1 || row.cancel_requested_at_ms.is_some();
        row.due_at_ms = write.now_ms + if at_once { 0 } else { millis(wait) };
        row.held = 0;
        row.nudged = 0;
        let step = row.current_step()?;
        let event = write.record(&mut locked, step, message).await?;
        done(write, locked, event).await.map(Some)
    }

    async fn hand_back(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        let cancelled = locked.row.cancel_requested_at_ms.is_some();
        if cancelled && !write.has_open_submissions(&locked.row.id).await? {
            let event = write.end_cancelled(&mut locked, CANCELLED).await?;
            return done(write, locked, event).await;
        }
        let step = locked.stop_running_step(Status::Queued, write.now_ms)?;
        let row = &mut locked.row;
        row.set_status(Status::Queued);
        row.current_step = None;
        row.due_at_ms = write.now_ms;
        row.held = 0;
        let event = write.record(&mut locked, step, message).await?;
        done(write, locked, event).await
    }

    async fn complete(
        &self,
        lease: &Lease,
        result: &MediaResult,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        locked.row.set_status(Status::Completed);
        locked.row.result_json = Some(serde_json::to_string(result)?);
        let event = write.end(&mut locked, None, message).await?;
        done(write, locked, event).await
    }

    async fn fail(&self, lease: &Lease, detail: &ErrorDetail, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        // An execution that cannot begin fails at a step that may be done already.
        if let Ok(failed) = locked.step(detail.stage, |step| !step.is(Status::Completed)) {
            failed.state.set_status(Status::Failed);
            failed.state.error = Some(message.to_owned());
            failed.state.finished_at_ms = Some(write.now_ms);
        }
        locked.row.set_status(Status::Failed);
        locked.row.error = Some(message.to_owned());
        locked.row.error_json = Some(serde_json::to_string(detail)?);
        let event = write.end(&mut locked, Some(detail.stage), message).await?;
        done(write, locked, event).await
    }

    async fn cancelled(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        let event = write.end_cancelled(&mut locked, message).await?;
        done(write, locked, event).await
    }
}

impl Write {
    async fn end_cancelled(
        &mut self,
        locked: &mut Locked,
        message: &str,
    ) -> Result<ExecutionEvent, StoreError> {
        let step = locked.stop_running_step(Status::Cancelled, self.now_ms)?;
        locked.row.set_status(Status::Cancelled);
        self.end(locked, step, message).await
    }

    /// Writes a final status, with everything that must be true together with it.
    pub(super) async fn end(
        &mut self,
        locked: &mut Locked,
        step: Option<StepName>,
        message: &str,
    ) -> Result<ExecutionEvent, StoreError> {
        let row = &mut locked.row;
        row.current_step = None;
        row.held = 0;
        row.nudged = 0;
        let status = row.status()?;
        self.close_budget(row, status).await?;
        let event = self.record(locked, step, message).await?;
        self.announce(&locked.row, &event).await?;
        Ok(event)
    }
}
