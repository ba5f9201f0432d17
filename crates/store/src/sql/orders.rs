//! Orders: what is accepted, with its place and its money, in one transaction.

use super::{
    Write,
    db::{sql, sql_of},
    executions::view,
    rows::ExecutionRow,
    submissions::needs_review,
};
use crate::{MediaFolder, NewExecution, Started, StoreError, SubmissionState};
use domain::{AccountId, Execution, ExecutionEvent, ExecutionId, Money, ProjectId, Status, StepKind};

/// Executions of one account that may wait at the same time.
const QUEUED_MAX: i64 = 10_000;
const UNDER_WAY: StoreError = StoreError::Conflict("A render of this project is under way already.");
const REVIEW_FIRST: StoreError = StoreError::Conflict(
    "The answer to a paid request was lost. Say first whether it was made, then this goes on by itself.",
);

impl Write {
    pub(super) async fn accept(
        &mut self,
        account: &AccountId,
        new: NewExecution,
    ) -> Result<Started, StoreError> {
        if let Some(project) = &new.project_id {
            self.lock_account(account.as_str()).await?;
            self.require_project(account, project).await?;
            if let Some(row) = self.under_way(project.as_str()).await? {
                let execution = view(&mut self.tx, row).await?;
                return Ok(Started { execution, accepted: None });
            }
        }
        self.require_room_in_queue(account.as_str()).await?;
        let cost: Money = new.steps.iter().map(|step| step.estimate).sum();
        let month = self.reserve(account.as_str(), cost).await?;
        let id = ExecutionId::generate();
        self.insert_execution(account, &id, &new, cost, &month).await?;
        let mut row = self.execution(id.as_str()).await?;
        let event = self.record(&mut row, None, &new.message).await?;
        if let Some(project) = &new.project_id {
            sql("UPDATE projects SET latest_execution_id = $1, updated_at_ms = $2 WHERE id = $3")
                .bind(id.as_str())
                .bind(self.now_ms)
                .bind(project.as_str())
                .execute(&mut self.tx)
                .await?;
        }
        let execution = view(&mut self.tx, row).await?;
        Ok(Started { execution, accepted: Some(event) })
    }

    pub(super) async fn requeue(
        &mut self,
        account: &AccountId,
        id: &ExecutionId,
        message: &str,
    ) -> Result<(Execution, ExecutionEvent), StoreError> {
        self.lock_account(account.as_str()).await?;
        // Seen before it is locked: one that is not over may be held by a claim that waits for this account. One that
        // is over stays so while the account is locked, since nothing else queues it again.
        let seen = super::executions::owned(&mut self.tx, account, id).await?;
        if !matches!(seen.status()?, Status::Failed | Status::Cancelled) {
            return Err(StoreError::Conflict("Only a failed or cancelled render can be tried again."));
        }
        let mut row = self.owned(account, id).await?;
        if let Some(project) = &row.project_id
            && self.under_way(project).await?.is_some()
        {
            return Err(UNDER_WAY);
        }
        let open = self.open_submissions(&row.id).await?;
        let lost = |state| matches!(state, SubmissionState::Unknown | SubmissionState::Intent);
        for submission in &open {
            if needs_review(&row)? && lost(submission.state()?) {
                return Err(REVIEW_FIRST);
            }
        }
        self.require_room_in_queue(account.as_str()).await?;
        // What is open is still reserved; everything else that is to be done is reserved again.
        let asked: Vec<&str> = open.iter().map(|submission| submission.step_name.as_str()).collect();
        let list = self.dialect().list("$2");
        let rest: i64 = sql_of(format!(
            "SELECT CAST(coalesce(sum(estimate_micros), 0) AS BIGINT) FROM steps
             WHERE execution_id = $1 AND status <> 'completed' AND name NOT IN {list}"
        ))
        .bind(&row.id)
        .bind(serde_json::to_string(&asked)?)
        .scalar(&mut self.tx)
        .await?;
        let month = self.reserve(account.as_str(), Money::from_micros(rest)).await?;
        // The work of one that was over for long is gone; what it makes now gets a folder of its own again.
        sql("UPDATE executions SET reserved_micros = reserved_micros + $1, budget_month = $2, counted = 1,
                    work_folder = coalesce(work_folder, $4)
             WHERE id = $3")
        .bind(rest)
        .bind(&month)
        .bind(&row.id)
        .bind(MediaFolder::generate().as_str())
        .execute(&mut self.tx)
        .await?;
        sql("UPDATE submissions SET settle_due_ms = NULL,
                    deadline_at_ms = $1 + (deadline_at_ms - intent_at_ms)
             WHERE execution_id = $2 AND state IN ('intent', 'submitted', 'unknown')")
        .bind(self.now_ms)
        .bind(&row.id)
        .execute(&mut self.tx)
        .await?;
        sql("UPDATE steps SET tries = 0, error = NULL,
                    status = CASE status WHEN 'completed' THEN status ELSE 'queued' END,
                    progress = CASE status WHEN 'completed' THEN progress ELSE 0 END
             WHERE execution_id = $1")
        .bind(&row.id)
        .execute(&mut self.tx)
        .await?;
        row.set_status(Status::Queued);
        row.progress = 0;
        row.error = None;
        row.error_json = None;
        row.cancel_requested_at_ms = None;
        row.queued_at_ms = self.now_ms;
        row.due_at_ms = self.now_ms;
        let event = self.record(&mut row, None, message).await?;
        let row = self.execution(id.as_str()).await?;
        Ok((view(&mut self.tx, row).await?, event))
    }

    /// The row, if it is this account's, as it stays until this transaction ends.
    pub(super) async fn owned(
        &mut self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<ExecutionRow, StoreError> {
        let row = self.execution(id.as_str()).await?;
        if row.account_id == account.as_str() { Ok(row) } else { Err(StoreError::NotFound) }
    }

    /// `NotFound` unless the project is this account's.
    pub(super) async fn require_project(
        &mut self,
        account: &AccountId,
        project: &ProjectId,
    ) -> Result<(), StoreError> {
        let found: Option<(String,)> = sql("SELECT id FROM projects WHERE id = $1 AND account_id = $2")
            .bind(project.as_str())
            .bind(account.as_str())
            .fetch_optional(&mut self.tx)
            .await?;
        found.map(drop).ok_or(StoreError::NotFound)
    }

    async fn require_room_in_queue(&mut self, account: &str) -> Result<(), StoreError> {
        let waiting: i64 = sql("SELECT count(*) FROM executions WHERE account_id = $1 AND status = 'queued'")
            .bind(account)
            .scalar(&mut self.tx)
            .await?;
        let sentence =
            "You have 10,000 orders waiting, which is as many as may. Try again when some are done.";
        if waiting < QUEUED_MAX { Ok(()) } else { Err(StoreError::Conflict(sentence)) }
    }

    /// The execution of this project that is queued or running.
    pub(super) async fn under_way(&mut self, project: &str) -> Result<Option<ExecutionRow>, StoreError> {
        sql("SELECT * FROM executions WHERE project_id = $1 AND status IN ('queued', 'running')")
            .bind(project)
            .fetch_optional(&mut self.tx)
            .await
    }

    async fn insert_execution(
        &mut self,
        account: &AccountId,
        id: &ExecutionId,
        new: &NewExecution,
        cost: Money,
        month: &str,
    ) -> Result<(), StoreError> {
        let webhook = new.webhook.as_ref();
        let secret = webhook.and_then(|webhook| webhook.secret.as_ref());
        let sealed = secret.map(|secret| self.settings.vault.seal(account.as_str(), secret));
        let first = new.steps.first().map_or(StepKind::Publish, |step| step.planned.kind);
        sql("INSERT INTO executions (id, account_id, project_id, kind, status, order_json, estimated_micros,
                    reserved_micros, media_folder, work_folder, webhook, webhook_secret_sealed, priority,
                    next_kind, budget_month, counted, due_at_ms, queued_at_ms, created_at_ms, updated_at_ms)
             VALUES ($1, $2, $3, $4, 'queued', $5, $6, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $14, $14, $14)")
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(new.project_id.as_ref().map(ProjectId::as_str))
        .bind(new.kind.as_str())
        .bind(new.order.to_string())
        .bind(cost.micros())
        .bind(MediaFolder::generate().as_str())
        .bind(MediaFolder::generate().as_str())
        .bind(webhook.map(|webhook| webhook.url.as_str()))
        .bind(sealed)
        .bind(i64::from(new.priority))
        .bind(first.as_str())
        .bind(month)
        .bind(self.now_ms)
        .execute(&mut self.tx)
        .await?;
        for (position, step) in (0_i64..).zip(&new.steps) {
            let name = step.planned.name;
            sql("INSERT INTO steps (execution_id, position, name, kind, provider, status, expected_seconds,
                        work_units, request_key, input_json, estimate_micros)
                 VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9, $10)")
            .bind(id.as_str())
            .bind(position)
            .bind(name.as_str())
            .bind(step.planned.kind.as_str())
            .bind(&step.provider)
            .bind(f64::from(step.expected_seconds))
            .bind(f64::from(step.work_units))
            .bind(format!("{id}:{name}"))
            .bind(serde_json::to_string(&step.planned.input)?)
            .bind(step.estimate.micros())
            .execute(&mut self.tx)
            .await?;
        }
        Ok(())
    }
}
