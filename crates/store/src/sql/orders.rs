//! Orders: what is accepted, with its place and its money, in one transaction.

use super::{
    Write,
    change::Locked,
    db::{Value, sql, sql_of},
    money::month_of,
    rows::WithSteps,
    submissions::{SubmissionRow, needs_review},
};
use crate::{MediaFolder, NewExecution, NewStep, Started, StoreError, SubmissionState};
use domain::{
    AccountId, Cost, Execution, ExecutionEvent, ExecutionId, Money, ProjectId, Status, Step, StepKind,
    Timestamp,
};

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
        let project = new.project_id.clone();
        if let Some(project) = &project {
            self.lock_account(account.as_str()).await?;
            self.require_project(account, project).await?;
            if let Some(execution) = self.under_way(project.as_str()).await? {
                return Ok(Started { execution: execution.into_execution()?, accepted: None });
            }
        }
        let started = self.accept_all(account, vec![new]).await?.pop();
        let started = started.ok_or_else(|| StoreError::broken("an order was accepted and is not there"))?;
        if let Some(project) = &project {
            sql("UPDATE projects SET latest_execution_id = $1, updated_at_ms = $2 WHERE id = $3")
                .bind(started.execution.id.as_str())
                .bind(self.now_ms)
                .bind(project.as_str())
                .execute(&mut self.tx)
                .await?;
        }
        Ok(started)
    }

    /// Accepts orders of one account, all or none.
    pub(super) async fn accept_all(
        &mut self,
        account: &AccountId,
        orders: Vec<NewExecution>,
    ) -> Result<Vec<Started>, StoreError> {
        let places = i64::try_from(orders.len()).unwrap_or(i64::MAX);
        self.require_room_in_queue(account.as_str(), places).await?;
        let month = month_of(self.now_ms);
        let mut cost = Money::ZERO;
        let mut writes = self.writes();
        let mut started = Vec::with_capacity(orders.len());
        for new in orders {
            let id = new.id.clone();
            let estimate: Money = new.steps.iter().map(|step| step.estimate).sum();
            cost = cost + estimate;
            let made = queued(&id, &new, estimate, Timestamp::from_unix_ms(self.now_ms));
            let event = ExecutionEvent {
                seq: 1,
                at: made.created_at,
                status: Status::Queued,
                progress: 0,
                current_job: None,
                job: None,
                message: new.message.clone(),
                result: None,
                error: None,
                error_detail: None,
            };
            writes.order(self.execution_values(account, &id, &new, estimate, &month));
            for (position, step) in (0_i64..).zip(&new.steps) {
                writes.plan(step_values(&id, position, step)?);
            }
            writes.event(id.as_str(), &event)?;
            started.push(Started { execution: made, accepted: Some(event) });
        }
        self.store(writes).await?;
        self.reserve(account.as_str(), places, cost).await?;
        Ok(started)
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
        let mut locked = self.owned(account, id).await?;
        if let Some(project) = &locked.row.project_id
            && self.under_way(project).await?.is_some()
        {
            return Err(UNDER_WAY);
        }
        let open: Vec<SubmissionRow> = locked.open_requests().cloned().collect();
        let lost = |state| matches!(state, SubmissionState::Unknown | SubmissionState::Intent);
        for submission in &open {
            if needs_review(&locked.row)? && lost(submission.state()?) {
                return Err(REVIEW_FIRST);
            }
        }
        self.require_room_in_queue(account.as_str(), 1).await?;
        // What is open is still reserved; everything else that is to be done is reserved again.
        let asked: Vec<&str> = open.iter().map(|submission| submission.step_name.as_str()).collect();
        let list = self.dialect().list("$2");
        let rest: i64 = sql_of(format!(
            "SELECT CAST(coalesce(sum(estimate_micros), 0) AS BIGINT) FROM steps
             WHERE execution_id = $1 AND status <> 'completed' AND name NOT IN {list}"
        ))
        .bind(&locked.row.id)
        .bind(serde_json::to_string(&asked)?)
        .scalar(&mut self.tx)
        .await?;
        let row = &mut locked.row;
        row.reserved_micros += rest;
        row.budget_month = Some(month_of(self.now_ms));
        row.counted = 1;
        // The work of one that was over for long is gone; what it makes now gets a folder of its own again.
        row.work_folder.get_or_insert_with(|| MediaFolder::generate().as_str().to_owned());
        sql("UPDATE submissions SET settle_due_ms = NULL,
                    deadline_at_ms = $1 + (deadline_at_ms - intent_at_ms)
             WHERE execution_id = $2 AND state IN ('intent', 'submitted', 'unknown')")
        .bind(self.now_ms)
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
        locked.change_from(None, |step| {
            step.state.tries = 0;
            step.state.error = None;
            if !step.state.is(Status::Completed) {
                step.state.set_status(Status::Queued);
                step.state.progress = 0;
            }
        });
        let event = locked.record(None, message)?;
        let execution = locked.execution()?;
        self.store(locked.into_writes()).await?;
        self.reserve(account.as_str(), 1, Money::from_micros(rest)).await?;
        Ok((execution, event))
    }

    /// The execution, if it is this account's, as it stays until this transaction ends.
    pub(super) async fn owned(
        &mut self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<Locked, StoreError> {
        let locked = self.execution(id.as_str()).await?;
        if locked.row.account_id == account.as_str() { Ok(locked) } else { Err(StoreError::NotFound) }
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

    async fn require_room_in_queue(&mut self, account: &str, places: i64) -> Result<(), StoreError> {
        let waiting: i64 = sql("SELECT count(*) FROM executions WHERE account_id = $1 AND status = 'queued'")
            .bind(account)
            .scalar(&mut self.tx)
            .await?;
        let sentence =
            "You have 10,000 orders waiting, which is as many as may. Try again when some are done.";
        if waiting + places <= QUEUED_MAX { Ok(()) } else { Err(StoreError::Conflict(sentence)) }
    }

    /// The execution of this project that is queued or running.
    pub(super) async fn under_way(&mut self, project: &str) -> Result<Option<WithSteps>, StoreError> {
        let columns = WithSteps::columns(self.dialect());
        sql_of(format!(
            "SELECT {columns} FROM executions WHERE project_id = $1 AND status IN ('queued', 'running')"
        ))
        .bind(project)
        .fetch_optional(&mut self.tx)
        .await
    }

    /// What is written of an order.
    fn execution_values(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        new: &NewExecution,
        estimate: Money,
        month: &str,
    ) -> Vec<Value> {
        let webhook = new.webhook.as_ref();
        let secret = webhook.and_then(|webhook| webhook.secret.as_ref());
        let sealed = secret.map(|secret| self.settings.vault.seal(account.as_str(), secret));
        let first = new.steps.first().map_or(StepKind::Publish, |step| step.planned.kind);
        vec![
            id.as_str().into(),
            account.as_str().into(),
            new.project_id.as_ref().map(ProjectId::as_str).into(),
            new.kind.as_str().into(),
            new.order.to_string().into(),
            estimate.micros().into(),
            MediaFolder::generate().as_str().into(),
            MediaFolder::generate().as_str().into(),
            webhook.map(|webhook| webhook.url.as_str()).into(),
            sealed.into(),
            i64::from(new.priority).into(),
            first.as_str().into(),
            month.into(),
            self.now_ms.into(),
        ]
    }
}

/// What is written of a step of an order.
fn step_values(id: &ExecutionId, position: i64, step: &NewStep) -> Result<Vec<Value>, StoreError> {
    let name = step.planned.name;
    Ok(vec![
        id.as_str().into(),
        position.into(),
        name.as_str().into(),
        step.planned.kind.as_str().into(),
        step.provider.as_str().into(),
        f64::from(step.expected_seconds).into(),
        f64::from(step.work_units).into(),
        format!("{id}:{name}").into(),
        serde_json::to_string(&step.planned.input)?.into(),
        step.estimate.micros().into(),
    ])
}

/// The execution of an order that was accepted at a moment.
fn queued(id: &ExecutionId, new: &NewExecution, estimate: Money, at: Timestamp) -> Execution {
    let job = |step: &NewStep| {
        Step {
            name: step.planned.name,
            kind: step.planned.kind,
            provider: step.provider.clone(),
            status: Status::Queued,
            attempts: 0,
            progress: 0,
            cost: Money::ZERO,
            started_at: None,
            finished_at: None,
            error: None,
        }
        .into()
    };
    Execution {
        id: id.clone(),
        kind: new.kind,
        project_id: new.project_id.clone(),
        status: Status::Queued,
        progress: 0,
        current_job: None,
        jobs: new.steps.iter().map(job).collect(),
        result: None,
        error: None,
        error_detail: None,
        cost: Cost { estimated_usd: estimate, reserved_usd: estimate, actual_usd: Money::ZERO },
        webhook: new.webhook.as_ref().map(|webhook| webhook.url.clone()),
        created_at: at,
        updated_at: at,
        last_event: 1,
    }
}
