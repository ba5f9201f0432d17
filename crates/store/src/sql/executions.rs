//! Executions as their owner sees them.

use super::{
    SqlStore,
    db::{OnConnection, sql, sql_of},
    rows::{ExecutionRow, WithSteps},
};
use crate::{CancelAnswer, ExecutionStore, NewExecution, Started, StoreError};
use async_trait::async_trait;
use domain::{AccountId, Execution, ExecutionEvent, ExecutionId, ProjectId, Status};

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
