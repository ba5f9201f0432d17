//! What the holder of a lease writes. Every write begins by looking whether the lease still stands; the look and the
//! write are one transaction of the only writer.

use super::{SqliteStore, Write, rows::ExecutionRow};
use crate::{ExecutionLedger, Lease, Recorded, StoreError};
use async_trait::async_trait;
use domain::{ErrorDetail, ExecutionEvent, MediaResult, Status, StepName};
use serde_json::Value;

#[async_trait]
impl ExecutionLedger for SqliteStore {
    async fn begin_step(&self, lease: &Lease, step: StepName, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let begun = sqlx::query(
            "UPDATE steps SET status = 'running', attempts = attempts + 1, tries = tries + 1, progress = 0,
                    error = NULL, started_at_ms = ?, finished_at_ms = NULL
             WHERE execution_id = ? AND name = ? AND status <> 'completed'",
        );
        write.step(begun.bind(write.now_ms).bind(&row.id).bind(step.as_str())).await?;
        row.current_step = Some(step.as_str().to_owned());
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
        let moved = sqlx::query(
            "UPDATE steps SET progress = max(progress, ?)
             WHERE execution_id = ? AND name = ? AND status = 'running'",
        );
        write.step(moved.bind(i64::from(percent.min(100))).bind(&row.id).bind(step.as_str())).await?;
        let event = write.record(&mut row, Some(step), message).await?;
        done(write, row, event).await
    }

    async fn finish_step(
        &self,
        lease: &Lease,
        step: StepName,
        output: &Value,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let finished = sqlx::query(
            "UPDATE steps SET status = 'completed', progress = 100, output_json = ?, finished_at_ms = ?
             WHERE execution_id = ? AND name = ? AND status = 'running'",
        );
        let finished = finished.bind(output.to_string()).bind(write.now_ms);
        write.step(finished.bind(&row.id).bind(step.as_str())).await?;
        row.current_step = None;
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
        let reopened = sqlx::query(
            "UPDATE steps SET status = 'queued', progress = 0, output_json = NULL, finished_at_ms = NULL
             WHERE execution_id = ?1 AND position >=
                   (SELECT position FROM steps WHERE execution_id = ?1 AND name = ?2)",
        );
        write.step(reopened.bind(&row.id).bind(from.as_str())).await?;
        let event = write.record(&mut row, Some(from), message).await?;
        done(write, row, event).await
    }

    async fn complete(
        &self,
        lease: &Lease,
        result: &MediaResult,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        row.set_status(Status::Completed);
        row.result_json = Some(serde_json::to_string(result)?);
        row.lease_node = None;
        let event = write.record(&mut row, None, message).await?;
        done(write, row, event).await
    }

    async fn fail(&self, lease: &Lease, detail: &ErrorDetail, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let failed = sqlx::query(
            "UPDATE steps SET status = 'failed', error = ?, finished_at_ms = ?
             WHERE execution_id = ? AND name = ? AND status <> 'completed'",
        );
        let failed = failed.bind(message).bind(write.now_ms).bind(&row.id).bind(detail.stage.as_str());
        failed.execute(&mut *write.tx).await?;
        row.set_status(Status::Failed);
        row.current_step = None;
        row.lease_node = None;
        row.error = Some(message.to_owned());
        row.error_json = Some(serde_json::to_string(detail)?);
        let event = write.record(&mut row, Some(detail.stage), message).await?;
        done(write, row, event).await
    }

    async fn cancelled(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let step = write.stop_running_step(&row.id, Status::Cancelled).await?;
        row.set_status(Status::Cancelled);
        row.current_step = None;
        row.lease_node = None;
        let event = write.record(&mut row, step, message).await?;
        done(write, row, event).await
    }

    async fn hand_back(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        let (mut write, mut row) = self.under(lease).await?;
        let event = write.release(&mut row, message).await?;
        done(write, row, event).await
    }
}

impl SqliteStore {
    /// Begins a write under a lease, if it still stands.
    async fn under(&self, lease: &Lease) -> Result<(Write, ExecutionRow), StoreError> {
        let mut write = self.begin().await?;
        let row: Option<ExecutionRow> = sqlx::query_as(
            "SELECT * FROM executions WHERE id = ? AND lease_epoch = ? AND status = 'running'",
        )
        .bind(lease.execution.as_str())
        .bind(super::rows::stored(lease.epoch))
        .fetch_optional(&mut *write.tx)
        .await?;
        Ok((write, row.ok_or(StoreError::LeaseLost)?))
    }
}

type StepUpdate<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

impl Write {
    /// Changes a step that must be there in the state that the statement asks for.
    async fn step(&mut self, update: StepUpdate<'_>) -> Result<(), StoreError> {
        match update.execute(&mut *self.tx).await?.rows_affected() {
            0 => Err(StoreError::broken("the step is not in the state that this write needs")),
            _ => Ok(()),
        }
    }
}

async fn done(write: Write, row: ExecutionRow, event: ExecutionEvent) -> Result<Recorded, StoreError> {
    write.commit().await?;
    let cancel_requested = row.cancel_requested_at_ms.is_some() && !event.status.is_final();
    Ok(Recorded { event, cancel_requested })
}
