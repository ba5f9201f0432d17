//! A change of one execution together with the event that tells of it: both are stored, or neither.

use super::{
    Write,
    rows::{ExecutionRow, load_steps, percent, stored},
};
use crate::StoreError;
use domain::{ExecutionEvent, Status, Step, StepName, StepSeconds, Timestamp, overall_percent};

const ILLEGIBLE: &str =
    "What was stored about this render cannot be read any more. Generate the video again.";

impl Write {
    /// The execution as it is inside this transaction.
    pub(super) async fn execution(&mut self, id: &str) -> Result<ExecutionRow, StoreError> {
        let row = sqlx::query_as("SELECT * FROM executions WHERE id = ?").bind(id);
        Ok(row.fetch_one(&mut *self.tx).await?)
    }

    /// Stores the row as it now is, with the percentage that its steps come to and one more event. `changed` is the
    /// step that the event carries.
    pub(super) async fn record(
        &mut self,
        row: &mut ExecutionRow,
        changed: Option<StepName>,
        message: &str,
    ) -> Result<ExecutionEvent, StoreError> {
        let records = load_steps(&mut self.tx, &row.id).await?;
        let expected: Vec<_> = records
            .iter()
            .map(|record| StepSeconds { name: record.step.name, seconds: record.expected_seconds })
            .collect();
        let steps: Vec<Step> = records.into_iter().map(|record| record.step).collect();
        let status = row.status()?;
        let reached = i64::from(overall_percent(status, &steps, &expected));
        row.progress = row.progress.max(reached);
        row.last_event += 1;
        row.updated_at_ms = self.now_ms;
        self.save(row).await?;
        let event = ExecutionEvent {
            seq: row.last_event.unsigned_abs(),
            at: Timestamp::from_unix_ms(self.now_ms),
            status,
            progress: percent(row.progress),
            current_job: row.current_step()?,
            job: steps.into_iter().find(|step| Some(step.name) == changed).map(Into::into),
            message: message.to_owned(),
            result: row.result()?,
            error: row.error.clone(),
            error_detail: row.error_detail()?,
        };
        self.insert_event(&row.id, &event).await?;
        Ok(event)
    }

    async fn insert_event(&mut self, execution: &str, event: &ExecutionEvent) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO execution_events (execution_id, seq, event_json) VALUES (?, ?, ?)")
            .bind(execution)
            .bind(stored(event.seq))
            .bind(serde_json::to_string(event)?)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Ends an execution of which something cannot be read, without reading it.
    pub(super) async fn give_up(&mut self, row: &ExecutionRow, cause: &StoreError) -> Result<(), StoreError> {
        tracing::error!(execution = %row.id, %cause, "an execution cannot be read, so it is ended as failed");
        let event = ExecutionEvent {
            seq: row.last_event.unsigned_abs() + 1,
            at: Timestamp::from_unix_ms(self.now_ms),
            status: Status::Failed,
            progress: percent(row.progress),
            current_job: None,
            job: None,
            message: ILLEGIBLE.to_owned(),
            result: None,
            error: Some(ILLEGIBLE.to_owned()),
            error_detail: None,
        };
        sqlx::query(
            "UPDATE executions SET status = 'failed', error = ?, error_json = NULL, current_step = NULL,
                    lease_node = NULL, last_event = ?, updated_at_ms = ?
             WHERE id = ?",
        )
        .bind(ILLEGIBLE)
        .bind(stored(event.seq))
        .bind(self.now_ms)
        .bind(&row.id)
        .execute(&mut *self.tx)
        .await?;
        self.insert_event(&row.id, &event).await
    }

    async fn save(&mut self, row: &ExecutionRow) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE executions SET status = ?, progress = ?, current_step = ?, result_json = ?, error = ?,
                    error_json = ?, actual_micros = ?, cancel_requested_at_ms = ?, lease_epoch = ?,
                    lease_node = ?, queued_at_ms = ?, last_event = ?, updated_at_ms = ?
             WHERE id = ?",
        )
        .bind(&row.status)
        .bind(row.progress)
        .bind(&row.current_step)
        .bind(&row.result_json)
        .bind(&row.error)
        .bind(&row.error_json)
        .bind(row.actual_micros)
        .bind(row.cancel_requested_at_ms)
        .bind(row.lease_epoch)
        .bind(&row.lease_node)
        .bind(row.queued_at_ms)
        .bind(row.last_event)
        .bind(row.updated_at_ms)
        .bind(&row.id)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Whatever was running in this execution is no longer.
    pub(super) async fn stop_running_step(
        &mut self,
        execution: &str,
        becomes: Status,
    ) -> Result<Option<StepName>, StoreError> {
        let name: Option<String> = sqlx::query_scalar(
            "UPDATE steps SET status = ?, progress = 0, finished_at_ms = ?
             WHERE execution_id = ? AND status = 'running' RETURNING name",
        )
        .bind(becomes.as_str())
        .bind(becomes.is_final().then_some(self.now_ms))
        .bind(execution)
        .fetch_optional(&mut *self.tx)
        .await?;
        name.as_deref().map(super::rows::word).transpose()
    }

    /// A running execution has no holder any more: it is queued again, or ends if somebody wanted it stopped.
    pub(super) async fn release(
        &mut self,
        row: &mut ExecutionRow,
        message: &str,
    ) -> Result<ExecutionEvent, StoreError> {
        let becomes = if row.cancel_requested_at_ms.is_some() { Status::Cancelled } else { Status::Queued };
        let step = self.stop_running_step(&row.id, becomes).await?;
        row.set_status(becomes);
        row.current_step = None;
        row.lease_node = None;
        let message = if becomes == Status::Cancelled { "Cancelled." } else { message };
        self.record(row, step, message).await
    }
}
