//! A change of one execution together with the event that tells of it: both are stored, or neither.

use super::{
    Write,
    db::{sql, sql_of},
    rows::{ExecutionRow, load_steps, percent, stored, word},
};
use crate::StoreError;
use domain::{ExecutionEvent, Status, Step, StepName, StepSeconds, Timestamp, overall_percent};

const ILLEGIBLE: &str =
    "What was stored about this render cannot be read any more. Generate the video again.";

impl Write {
    /// The execution as it is inside this transaction, and stays until its end.
    pub(super) async fn execution(&mut self, id: &str) -> Result<ExecutionRow, StoreError> {
        let lock = self.dialect().for_update();
        sql_of(format!("SELECT * FROM executions WHERE id = $1{lock}")).bind(id).fetch_one(&mut self.tx).await
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
        if let Some(next) = records.iter().find(|record| record.step.status != Status::Completed) {
            row.next_kind = next.step.kind.as_str().to_owned();
        }
        let steps: Vec<Step> = records.into_iter().map(|record| record.step).collect();
        let status = row.status()?;
        let reached = i64::from(overall_percent(status, &steps, &expected));
        row.progress = row.progress.max(reached);
        row.last_event += 1;
        row.updated_at_ms = self.now_ms;
        self.save(row).await?;
        let changed = steps.into_iter().find(|step| Some(step.name) == changed);
        let event = row.event(self.now_ms, changed, message)?;
        self.insert_event(&row.id, &event).await?;
        Ok(event)
    }

    pub(super) async fn insert_event(
        &mut self,
        execution: &str,
        event: &ExecutionEvent,
    ) -> Result<(), StoreError> {
        sql("INSERT INTO execution_events (execution_id, seq, event_json) VALUES ($1, $2, $3)")
            .bind(execution)
            .bind(stored(event.seq))
            .bind(serde_json::to_string(event)?)
            .execute(&mut self.tx)
            .await?;
        Ok(())
    }

    /// Ends an execution of which something cannot be read, without reading it.
    pub(super) async fn give_up(
        &mut self,
        row: &mut ExecutionRow,
        cause: &StoreError,
    ) -> Result<(), StoreError> {
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
        self.close_budget(row, Status::Failed).await?;
        sql("UPDATE executions SET status = 'failed', error = $1, error_json = NULL, current_step = NULL,
                    held = 0, last_event = $2, updated_at_ms = $3, reserved_micros = $4, counted = $5
             WHERE id = $6")
        .bind(ILLEGIBLE)
        .bind(stored(event.seq))
        .bind(self.now_ms)
        .bind(row.reserved_micros)
        .bind(row.counted)
        .bind(&row.id)
        .execute(&mut self.tx)
        .await?;
        self.insert_event(&row.id, &event).await?;
        self.announce(row, &event).await
    }

    async fn save(&mut self, row: &ExecutionRow) -> Result<(), StoreError> {
        sql(
            "UPDATE executions SET status = $1, progress = $2, current_step = $3, result_json = $4, error = $5,
                    error_json = $6, cancel_requested_at_ms = $7, lease_epoch = $8, lease_node = $9, held = $10,
                    due_at_ms = $11, next_kind = $12, nudged = $13, queued_at_ms = $14, last_event = $15,
                    updated_at_ms = $16, reserved_micros = $17, actual_micros = $18, counted = $19,
                    budget_month = $20, work_folder = $21
             WHERE id = $22",
        )
        .bind(&row.status)
        .bind(row.progress)
        .bind(&row.current_step)
        .bind(&row.result_json)
        .bind(&row.error)
        .bind(&row.error_json)
        .bind(row.cancel_requested_at_ms)
        .bind(row.lease_epoch)
        .bind(&row.lease_node)
        .bind(row.held)
        .bind(row.due_at_ms)
        .bind(&row.next_kind)
        .bind(row.nudged)
        .bind(row.queued_at_ms)
        .bind(row.last_event)
        .bind(row.updated_at_ms)
        .bind(row.reserved_micros)
        .bind(row.actual_micros)
        .bind(row.counted)
        .bind(&row.budget_month)
        .bind(&row.work_folder)
        .bind(&row.id)
        .execute(&mut self.tx)
        .await?;
        Ok(())
    }

    /// Whatever was running in this execution is no longer.
    pub(super) async fn stop_running_step(
        &mut self,
        execution: &str,
        becomes: Status,
    ) -> Result<Option<StepName>, StoreError> {
        let name: Option<(String,)> = sql("UPDATE steps SET status = $1, progress = 0, finished_at_ms = $2
             WHERE execution_id = $3 AND status = 'running' RETURNING name")
        .bind(becomes.as_str())
        .bind(becomes.is_final().then_some(self.now_ms))
        .bind(execution)
        .fetch_optional(&mut self.tx)
        .await?;
        name.map(|(name,)| word(&name)).transpose()
    }
}
