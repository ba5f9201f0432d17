//! Executions as their owner sees them.

use super::{
    SqlStore,
    db::{OnConnection, sql, sql_of},
    rows::{ExecutionRow, WithSteps, number, word},
};
use crate::{CancelAnswer, ExecutionStore, NewExecution, OutsideRequest, Started, StoreError};
use async_trait::async_trait;
use domain::{AccountId, Execution, ExecutionEvent, ExecutionId, Money, ProjectId, Status, Timestamp};
use sqlx::prelude::FromRow;

const REQUESTS_LISTED: u32 = 500;

#[derive(FromRow)]
struct RequestRow {
    step_name: String,
    provider: String,
    job_id: Option<String>,
    state: String,
    cost_micros: Option<i64>,
    asked_at_ms: i64,
    ended_at_ms: Option<i64>,
}

impl RequestRow {
    fn into_request(self) -> Result<OutsideRequest, StoreError> {
        Ok(OutsideRequest {
            step: word(&self.step_name)?,
            provider: self.provider,
            job_id: self.job_id,
            state: word(&self.state)?,
            cost: self.cost_micros.map(Money::from_micros),
            asked_at: Timestamp::from_unix_ms(self.asked_at_ms),
            ended_at: self.ended_at_ms.map(Timestamp::from_unix_ms),
        })
    }
}

/// Sorts after every id.
pub(super) const AFTER_ALL_IDS: &str = "~";

#[async_trait]
impl ExecutionStore for SqlStore {
    async fn create_execution(&self, account: &AccountId, new: NewExecution) -> Result<Started, StoreError> {
        match new.project_id {
            // Of one project only one is under way, so there is nobody to wait with.
            Some(_) => self.accept_or_find(account, new).await,
            None => self.accept_at_desk(account, new).await,
        }
    }

    async fn get_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, StoreError> {
        let columns = WithSteps::columns(self.dialect());
        let found: WithSteps =
            sql_of(format!("SELECT {columns} FROM executions WHERE id = $1 AND account_id = $2"))
                .bind(id.as_str())
                .bind(account.as_str())
                .fetch_one(&mut self.look().await?)
                .await?;
        found.into_execution()
    }

    async fn list_executions(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        before: Option<&ExecutionId>,
        limit: u32,
    ) -> Result<Vec<Execution>, StoreError> {
        let columns = WithSteps::columns(self.dialect());
        let select = |of_project: &str| {
            sql_of(format!(
                "SELECT {columns} FROM executions WHERE account_id = $1 AND id < $3{of_project}
                 ORDER BY id DESC LIMIT $2"
            ))
            .bind(account.as_str())
            .bind(limit)
            .bind(before.map_or(AFTER_ALL_IDS, ExecutionId::as_str))
        };
        let select = match project {
            Some(project) => select(" AND project_id = $4").bind(project.as_str()),
            None => select(""),
        };
        let found: Vec<WithSteps> = select.fetch_all(&mut self.look().await?).await?;
        found.into_iter().map(WithSteps::into_execution).collect()
    }

    async fn list_events(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ExecutionEvent>, StoreError> {
        super::events::list(&mut self.look().await?, account, id, after, limit).await
    }

    async fn list_requests(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<Vec<OutsideRequest>, StoreError> {
        let mut reading = self.read().await?;
        owned(&mut reading, account, id).await?;
        let rows: Vec<RequestRow> =
            sql("SELECT step_name, provider, job_id, state, cost_micros, asked_at_ms, ended_at_ms
             FROM submissions WHERE execution_id = $1 ORDER BY intent_at_ms, request_key LIMIT $2")
            .bind(id.as_str())
            .bind(REQUESTS_LISTED)
            .fetch_all(&mut reading)
            .await?;
        rows.into_iter().map(RequestRow::into_request).collect()
    }

    async fn last_events(&self, ids: &[ExecutionId]) -> Result<Vec<(ExecutionId, u64)>, StoreError> {
        let list = self.dialect().list("$1");
        let rows: Vec<(String, i64)> =
            sql_of(format!("SELECT id, last_event FROM executions WHERE id IN {list}"))
                .bind(serde_json::to_string(ids)?)
                .fetch_all(&mut self.look().await?)
                .await?;
        rows.into_iter().map(|(id, last)| Ok((word(&id)?, number(last)))).collect()
    }

    async fn cancel_execution(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<CancelAnswer, StoreError> {
        let mut write = self.begin().await?;
        let mut locked = write.owned(account, id).await?;
        let mut ended = None;
        match locked.row.status()? {
            Status::Queued if locked.open_requests().next().is_none() => {
                locked.row.set_status(Status::Cancelled);
                ended = Some(locked.end(None, "Cancelled before it began.")?);
            }
            Status::Queued | Status::Running if locked.row.cancel_requested_at_ms.is_none() => {
                locked.row.cancel_requested_at_ms = Some(write.now_ms);
                sql("UPDATE executions SET cancel_requested_at_ms = $1 WHERE id = $2")
                    .bind(write.now_ms)
                    .bind(&locked.row.id)
                    .execute(&mut write.tx)
                    .await?;
                // One that waits for somebody outside has no holder who could stop it.
                write.nudge(&locked.row.id).await?;
            }
            _ => {}
        }
        let execution = locked.execution()?;
        write.store(locked.into_writes()).await?;
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
        let (execution, event) = write.requeue(account, id, message).await?;
        write.commit().await?;
        Ok((execution, event))
    }
}

/// The row, if it is this account's.
pub(super) async fn owned(
    connection: &mut impl OnConnection,
    account: &AccountId,
    id: &ExecutionId,
) -> Result<ExecutionRow, StoreError> {
    let row = sql("SELECT * FROM executions WHERE id = $1 AND account_id = $2");
    row.bind(id.as_str()).bind(account.as_str()).fetch_one(connection).await
}
