//! Executions as their owner sees them.

use super::{
    SqliteStore, Write,
    rows::{ExecutionRow, StepRow, load_steps},
};
use crate::{CancelAnswer, ExecutionStore, MediaFolder, NewExecution, Started, StoreError};
use async_trait::async_trait;
use domain::{AccountId, Execution, ExecutionEvent, ExecutionId, ProjectId, Status};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// Executions of one account that may wait at the same time.
const QUEUED_MAX: i64 = 50;
const UNDER_WAY: StoreError = StoreError::Conflict("A render of this project is under way already.");

#[async_trait]
impl ExecutionStore for SqliteStore {
    async fn create_execution(&self, account: &AccountId, new: NewExecution) -> Result<Started, StoreError> {
        let mut write = self.begin().await?;
        if let Some(project) = &new.project_id {
            write.require_project(account, project).await?;
            if let Some(row) = write.under_way(project.as_str()).await? {
                let execution = view(&mut write.tx, row).await?;
                return Ok(Started { execution, accepted: None });
            }
        }
        write.require_room_in_queue(account).await?;
        let id = ExecutionId::generate();
        write.insert_execution(account, &id, &new).await?;
        let mut row = write.execution(id.as_str()).await?;
        let event = write.record(&mut row, None, &new.message).await?;
        if let Some(project) = &new.project_id {
            sqlx::query("UPDATE projects SET latest_execution_id = ?, updated_at_ms = ? WHERE id = ?")
                .bind(id.as_str())
                .bind(write.now_ms)
                .bind(project.as_str())
                .execute(&mut *write.tx)
                .await?;
        }
        let execution = view(&mut write.tx, row).await?;
        write.commit().await?;
        Ok(Started { execution, accepted: Some(event) })
    }

    async fn get_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, StoreError> {
        // The row and its steps are read in one transaction, so that they tell of the same moment.
        let mut tx = self.reads.begin().await?;
        let row = owned(&mut tx, account, id).await?;
        view(&mut tx, row).await
    }

    async fn list_executions(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        limit: u32,
    ) -> Result<Vec<Execution>, StoreError> {
        let mut tx = self.reads.begin().await?;
        let rows: Vec<ExecutionRow> = match project {
            Some(project) => sqlx::query_as(
                "SELECT * FROM executions WHERE project_id = ? AND account_id = ? ORDER BY id DESC LIMIT ?",
            )
            .bind(project.as_str()),
            None => sqlx::query_as("SELECT * FROM executions WHERE account_id = ? ORDER BY id DESC LIMIT ?"),
        }
        .bind(account.as_str())
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
        views(&mut tx, rows).await
    }

    async fn list_events(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ExecutionEvent>, StoreError> {
        super::events::list(&self.reads, account, id, after, limit).await
    }

    async fn cancel_execution(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<CancelAnswer, StoreError> {
        let mut write = self.begin().await?;
        let mut row = owned(&mut write.tx, account, id).await?;
        let mut ended = None;
        match row.status()? {
            Status::Queued => {
                row.set_status(Status::Cancelled);
                ended = Some(write.record(&mut row, None, "Cancelled before it began.").await?);
            }
            Status::Running if row.cancel_requested_at_ms.is_none() => {
                row.cancel_requested_at_ms = Some(write.now_ms);
                sqlx::query("UPDATE executions SET cancel_requested_at_ms = ? WHERE id = ?")
                    .bind(write.now_ms)
                    .bind(&row.id)
                    .execute(&mut *write.tx)
                    .await?;
            }
            _ => {}
        }
        let execution = view(&mut write.tx, row).await?;
        write.commit().await?;
        Ok(CancelAnswer { execution, ended })
    }

    async fn requeue_execution(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        message: &str,
    ) -> Result<(Execution, ExecutionEvent), StoreError> {
        let mut write = self.begin().await?;
        let mut row = owned(&mut write.tx, account, id).await?;
        if !row.status()?.may_become(Status::Queued) || row.status()? == Status::Running {
            return Err(StoreError::Conflict("Only a failed or cancelled render can be tried again."));
        }
        if let Some(project) = &row.project_id
            && write.under_way(project).await?.is_some()
        {
            return Err(UNDER_WAY);
        }
        write.require_room_in_queue(account).await?;
        sqlx::query(
            "UPDATE steps SET tries = 0, error = NULL,
                    status = CASE status WHEN 'completed' THEN status ELSE 'queued' END,
                    progress = CASE status WHEN 'completed' THEN progress ELSE 0 END
             WHERE execution_id = ?",
        )
        .bind(&row.id)
        .execute(&mut *write.tx)
        .await?;
        row.set_status(Status::Queued);
        row.progress = 0;
        row.error = None;
        row.error_json = None;
        row.cancel_requested_at_ms = None;
        row.queued_at_ms = write.now_ms;
        let event = write.record(&mut row, None, message).await?;
        let execution = view(&mut write.tx, row).await?;
        write.commit().await?;
        Ok((execution, event))
    }
}

impl Write {
    /// `NotFound` unless the project is this account's.
    pub(super) async fn require_project(
        &mut self,
        account: &AccountId,
        project: &ProjectId,
    ) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM projects WHERE id = ? AND account_id = ?")
            .bind(project.as_str())
            .bind(account.as_str())
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn require_room_in_queue(&mut self, account: &AccountId) -> Result<(), StoreError> {
        let waiting: i64 =
            sqlx::query_scalar("SELECT count(*) FROM executions WHERE account_id = ? AND status = 'queued'")
                .bind(account.as_str())
                .fetch_one(&mut *self.tx)
                .await?;
        let sentence = "You have 50 renders waiting, which is as many as may. Try again when some are done.";
        if waiting < QUEUED_MAX { Ok(()) } else { Err(StoreError::Conflict(sentence)) }
    }

    /// The execution of this project that is queued or running.
    pub(super) async fn under_way(&mut self, project: &str) -> Result<Option<ExecutionRow>, StoreError> {
        let row = sqlx::query_as(
            "SELECT * FROM executions WHERE project_id = ? AND status IN ('queued', 'running')",
        );
        Ok(row.bind(project).fetch_optional(&mut *self.tx).await?)
    }

    async fn insert_execution(
        &mut self,
        account: &AccountId,
        id: &ExecutionId,
        new: &NewExecution,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO executions (id, account_id, project_id, kind, status, order_json, estimated_micros,
                    media_folder, queued_at_ms, created_at_ms, updated_at_ms)
             VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7, ?8, ?8, ?8)",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(new.project_id.as_ref().map(ProjectId::as_str))
        .bind(new.kind.as_str())
        .bind(new.order.to_string())
        .bind(new.estimated.micros())
        .bind(MediaFolder::generate().as_str())
        .bind(self.now_ms)
        .execute(&mut *self.tx)
        .await?;
        for (position, step) in (0_i64..).zip(&new.steps) {
            sqlx::query(
                "INSERT INTO steps (execution_id, position, name, provider, status, expected_seconds,
                        work_units, request_key)
                 VALUES (?, ?, ?, ?, 'queued', ?, ?, ?)",
            )
            .bind(id.as_str())
            .bind(position)
            .bind(step.name.as_str())
            .bind(&step.provider)
            .bind(f64::from(step.expected_seconds))
            .bind(f64::from(step.work_units))
            .bind(format!("{id}:{}", step.name))
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }
}

/// The row, if it is this account's.
pub(super) async fn owned(
    connection: &mut SqliteConnection,
    account: &AccountId,
    id: &ExecutionId,
) -> Result<ExecutionRow, StoreError> {
    let row = sqlx::query_as("SELECT * FROM executions WHERE id = ? AND account_id = ?");
    Ok(row.bind(id.as_str()).bind(account.as_str()).fetch_one(connection).await?)
}

/// The row with its steps.
pub(super) async fn view(
    connection: &mut SqliteConnection,
    row: ExecutionRow,
) -> Result<Execution, StoreError> {
    let steps = load_steps(connection, &row.id).await?;
    row.into_execution(steps)
}

async fn views(
    connection: &mut SqliteConnection,
    rows: Vec<ExecutionRow>,
) -> Result<Vec<Execution>, StoreError> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let found: Vec<StepRow> = sqlx::query_as(
        "SELECT * FROM steps WHERE execution_id IN (SELECT value FROM json_each(?)) ORDER BY position",
    )
    .bind(serde_json::to_string(&ids)?)
    .fetch_all(connection)
    .await?;
    let mut steps: HashMap<String, Vec<StepRow>> = HashMap::with_capacity(rows.len());
    for step in found {
        steps.entry(step.execution_id.clone()).or_default().push(step);
    }
    rows.into_iter()
        .map(|row| {
            let records = steps.remove(&row.id).unwrap_or_default();
            let records = records.into_iter().map(StepRow::into_record).collect::<Result<_, _>>()?;
            row.into_execution(records)
        })
        .collect()
}
