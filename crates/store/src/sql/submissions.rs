//! Paid requests, from the intent on.

use super::{
    SqlStore, Write,
    change::Locked,
    db::{sql, sql_of},
    ledger::done,
    queue::millis,
    rows::{ExecutionRow, Seen, WithSteps, number, optional_json, stored, word},
};
use crate::{
    Intended, JobRecord, Lease, NewSubmission, Resolution, StoreError, SubmissionLedger, SubmissionRecord,
    SubmissionState,
};
use async_trait::async_trait;
use domain::{AccountId, ErrorDetail, ExecutionId, FailureCode, Money, Status, StepName, Timestamp};
use sqlx::prelude::FromRow;
use std::time::Duration;

const OPEN: StoreError = StoreError::Conflict("This step has a paid request that is not closed yet.");
const NOT_COVERED: StoreError =
    StoreError::Conflict("This step costs more than what was reserved for the execution.");
const KNOWN: StoreError =
    StoreError::Conflict("What became of this request is known already, or was asked before.");
const JOB_TAKEN: StoreError = StoreError::Conflict("This job belongs to another step already.");
const NO_REVIEW: StoreError = StoreError::Conflict("This step does not wait for anybody's word.");

/// One row of `submissions`.
#[derive(Debug, Clone, FromRow)]
pub(super) struct SubmissionRow {
    pub request_key: String,
    pub account_id: String,
    pub execution_id: Option<String>,
    pub step_name: String,
    pub provider: String,
    pub capability: String,
    pub state: String,
    pub order_json: String,
    pub job_id: Option<String>,
    pub job_json: Option<String>,
    pub month: String,
    pub estimate_micros: i64,
    pub looks: i64,
    pub deadline_at_ms: i64,
    pub intent_at_ms: i64,
    pub asked_at_ms: i64,
}

#[async_trait]
impl SubmissionLedger for SqlStore {
    async fn intend(&self, lease: &Lease, new: &NewSubmission) -> Result<Intended, StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        let open = write.open_submissions(&locked.row.id).await?;
        if open.iter().any(|known| known.step_name == new.step.as_str()) {
            return Err(OPEN);
        }
        let promised: i64 = open.iter().map(|known| known.estimate_micros).sum();
        if locked.row.reserved_micros - promised < new.estimate.micros() {
            return Err(NOT_COVERED);
        }
        let closed = write.begin_step(&mut locked, new.step)?;
        let row = &locked.row;
        let intent = SubmissionRow {
            request_key: format!("{}:{}:{}", row.id, new.step, closed + 1),
            account_id: row.account_id.clone(),
            execution_id: Some(row.id.clone()),
            step_name: new.step.as_str().to_owned(),
            provider: new.provider.clone(),
            capability: new.capability.to_owned(),
            state: SubmissionState::Intent.as_str().to_owned(),
            order_json: new.order.to_string(),
            job_id: None,
            job_json: None,
            month: row.budget_month.clone().unwrap_or_else(|| super::money::month_of(write.now_ms)),
            estimate_micros: new.estimate.micros(),
            looks: 0,
            deadline_at_ms: write.now_ms + millis(new.deadline),
            intent_at_ms: write.now_ms,
            asked_at_ms: write.now_ms,
        };
        write.insert_submission(&intent, lease).await?;
        let event = write.record(&mut locked, Some(new.step), &new.message).await?;
        let submission = intent.into_record(write.now_ms)?;
        Ok(Intended { submission, begun: done(write, locked, event).await? })
    }

    async fn learn_job(&self, request_key: &str, job: &JobRecord) -> Result<(), StoreError> {
        let mut tx = self.alone().await?;
        let now = tx.dialect().now();
        // Where its execution is over, it can be settled now.
        let learned = sql_of(format!(
            "UPDATE submissions SET state = 'submitted', job_id = $1, job_json = $2,
                    submitted_at_ms = coalesce(submitted_at_ms, ({now})),
                    settle_due_ms = CASE WHEN EXISTS (
                        SELECT 1 FROM executions e WHERE e.id = submissions.execution_id
                        AND e.status IN ('queued', 'running')) THEN settle_due_ms ELSE ({now}) END
             WHERE request_key = $3 AND state IN ('intent', 'unknown', 'submitted')"
        ))
        .bind(&job.id)
        .bind(job.details.to_string())
        .bind(request_key)
        .execute(&mut tx)
        .await;
        match learned {
            Err(error) if error.is_repeat() => Err(JOB_TAKEN),
            Err(error) => Err(error),
            Ok(_) => tx.commit().await,
        }
    }

    async fn ask_again(&self, lease: &Lease, request_key: &str) -> Result<SubmissionRecord, StoreError> {
        let (mut write, _locked) = self.under(lease).await?;
        let asked: Option<SubmissionRow> = sql("UPDATE submissions SET state = 'unknown', asked_at_ms = $1
             WHERE request_key = $2 AND state IN ('intent', 'unknown') RETURNING *")
        .bind(write.now_ms)
        .bind(request_key)
        .fetch_optional(&mut write.tx)
        .await?;
        let record = asked.ok_or(KNOWN)?.into_record(write.now_ms)?;
        write.commit().await?;
        Ok(record)
    }

    async fn lose_answer(&self, request_key: &str) -> Result<(), StoreError> {
        let mut tx = self.alone().await?;
        sql("UPDATE submissions SET state = 'unknown' WHERE request_key = $1 AND state = 'intent'")
            .bind(request_key)
            .execute(&mut tx)
            .await?;
        tx.commit().await
    }

    async fn count_look(&self, request_key: &str) -> Result<u32, StoreError> {
        let mut tx = self.alone().await?;
        let looks: i64 =
            sql("UPDATE submissions SET looks = looks + 1 WHERE request_key = $1 RETURNING looks")
                .bind(request_key)
                .scalar(&mut tx)
                .await?;
        tx.commit().await?;
        Ok(u32::try_from(looks).unwrap_or(u32::MAX))
    }

    async fn reject(&self, lease: &Lease, request_key: &str) -> Result<(), StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        let request = write.submission(request_key).await?;
        if request.state()? != SubmissionState::Intent {
            return Err(KNOWN);
        }
        write.close_submission(&request, Some(&mut locked), SubmissionState::Failed, Money::ZERO).await?;
        write.save_money(&mut locked).await?;
        write.commit().await
    }

    async fn close_failed(&self, lease: &Lease, request_key: &str, cost: Money) -> Result<(), StoreError> {
        let (mut write, mut locked) = self.under(lease).await?;
        let request = write.submission(request_key).await?;
        write.close_failed(&request, Some(&mut locked), cost).await?;
        write.save_money(&mut locked).await?;
        write.commit().await
    }

    async fn taken_jobs(&self, provider: &str, ids: &[String]) -> Result<Vec<String>, StoreError> {
        let list = self.dialect().list("$2");
        sql_of(format!("SELECT job_id FROM submissions WHERE provider = $1 AND job_id IN {list}"))
            .bind(provider)
            .bind(serde_json::to_string(ids)?)
            .scalars(&mut self.look().await?)
            .await
    }

    async fn get_submission(&self, request_key: &str) -> Result<SubmissionRecord, StoreError> {
        let now = self.dialect().now();
        let seen: Seen<SubmissionRow> =
            sql_of(format!("SELECT *, ({now}) AS now_ms FROM submissions WHERE request_key = $1"))
                .bind(request_key)
                .fetch_one(&mut self.look().await?)
                .await?;
        seen.row.into_record(seen.now_ms)
    }

    async fn resolve(
        &self,
        account: &AccountId,
        execution: &ExecutionId,
        step: StepName,
        resolution: &Resolution,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let mut locked = write.execution(execution.as_str()).await?;
        let row = &locked.row;
        if row.account_id != account.as_str() {
            return Err(StoreError::NotFound);
        }
        let open = write.open_submissions(&row.id).await?;
        let lost = open.into_iter().find(|known| known.step_name == step.as_str());
        let Some(lost) = lost.filter(|known| known.job_id.is_none()) else { return Err(NO_REVIEW) };
        if !row.status()?.is_final() || row.status()? == Status::Completed {
            return Err(NO_REVIEW);
        }
        match resolution {
            Resolution::Made(job) => {
                let adopted = sql(
                    "UPDATE submissions SET state = 'submitted', job_id = $1, job_json = '{}', submitted_at_ms = $2,
                            settle_due_ms = $2, deadline_at_ms = $2 + (deadline_at_ms - intent_at_ms)
                     WHERE request_key = $3",
                )
                .bind(job)
                .bind(write.now_ms)
                .bind(&lost.request_key)
                .execute(&mut write.tx)
                .await;
                adopted.map_err(|error| if error.is_repeat() { JOB_TAKEN } else { error })?;
            }
            Resolution::NotMade => {
                write
                    .close_submission(&lost, Some(&mut locked), SubmissionState::Failed, Money::ZERO)
                    .await?;
                write.save_money(&mut locked).await?;
            }
        }
        write.commit().await
    }
}

impl Write {
    /// The execution of a request, as it stays until this transaction ends; `None` when it is deleted. It is locked
    /// before its request, as everywhere.
    pub(super) async fn execution_of(&mut self, request_key: &str) -> Result<Option<Locked>, StoreError> {
        let (columns, lock) = (WithSteps::columns(self.dialect()), self.dialect().for_update());
        let found: Option<WithSteps> = sql_of(format!(
            "SELECT {columns} FROM executions
             WHERE id = (SELECT execution_id FROM submissions WHERE request_key = $1){lock}"
        ))
        .bind(request_key)
        .fetch_optional(&mut self.tx)
        .await?;
        found.map(Locked::new).transpose()
    }

    async fn insert_submission(&mut self, row: &SubmissionRow, lease: &Lease) -> Result<(), StoreError> {
        let insert = sql(
            "INSERT INTO submissions (request_key, account_id, execution_id, step_name, provider, capability,
                    state, order_json, month, estimate_micros, lease_epoch, deadline_at_ms, intent_at_ms, asked_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        );
        let insert = insert
            .bind(&row.request_key)
            .bind(&row.account_id)
            .bind(&row.execution_id)
            .bind(&row.step_name)
            .bind(&row.provider)
            .bind(&row.capability)
            .bind(&row.state)
            .bind(&row.order_json)
            .bind(&row.month)
            .bind(row.estimate_micros)
            .bind(stored(lease.epoch))
            .bind(row.deadline_at_ms)
            .bind(row.intent_at_ms)
            .bind(row.asked_at_ms);
        self.tx.put(insert).await
    }

    /// A request whose execution is locked, as it stays until this transaction ends.
    pub(super) async fn submission(&mut self, request_key: &str) -> Result<SubmissionRow, StoreError> {
        let lock = self.dialect().for_update();
        sql_of(format!("SELECT * FROM submissions WHERE request_key = $1{lock}"))
            .bind(request_key)
            .fetch_one(&mut self.tx)
            .await
    }

    /// Ends a request of which nothing comes.
    pub(super) async fn close_failed(
        &mut self,
        request: &SubmissionRow,
        execution: Option<&mut Locked>,
        cost: Money,
    ) -> Result<(), StoreError> {
        match request.state()? {
            SubmissionState::Failed => Ok(()),
            // It is paid already, and what was paid for is gone.
            SubmissionState::Done => {
                let failed = sql("UPDATE submissions SET state = 'failed' WHERE request_key = $1");
                self.tx.put(failed.bind(&request.request_key)).await
            }
            _ => self.close_submission(request, execution, SubmissionState::Failed, cost).await,
        }
    }

    /// Requests of an execution for which money may still be owed.
    pub(super) async fn open_submissions(
        &mut self,
        execution: &str,
    ) -> Result<Vec<SubmissionRow>, StoreError> {
        sql("SELECT * FROM submissions WHERE execution_id = $1 AND state IN ('intent', 'submitted', 'unknown')")
            .bind(execution)
            .fetch_all(&mut self.tx)
            .await
    }

    pub(super) async fn has_open_submissions(&mut self, execution: &str) -> Result<bool, StoreError> {
        Ok(!self.open_submissions(execution).await?.is_empty())
    }
}

impl SubmissionRow {
    pub fn state(&self) -> Result<SubmissionState, StoreError> {
        word(&self.state)
    }

    pub fn into_record(self, now_ms: i64) -> Result<SubmissionRecord, StoreError> {
        let state = self.state()?;
        let details = optional_json(&self.job_json)?.unwrap_or_default();
        Ok(SubmissionRecord {
            account: word(&self.account_id)?,
            execution: self.execution_id.as_deref().map(word).transpose()?,
            step: word(&self.step_name)?,
            provider: self.provider,
            capability: self.capability,
            state,
            order: serde_json::from_str(&self.order_json)?,
            job: self.job_id.map(|id| JobRecord { id, details }),
            estimate: Money::from_micros(self.estimate_micros),
            looks: u32::try_from(self.looks).unwrap_or(u32::MAX),
            left: Duration::from_millis(number((self.deadline_at_ms - now_ms).max(0))),
            intent_at: Timestamp::from_unix_ms(self.intent_at_ms),
            since_asked: Duration::from_millis(number((now_ms - self.asked_at_ms).max(0))),
            request_key: self.request_key,
        })
    }
}

/// Whether an execution stopped since only a person can say what happened.
pub(super) fn needs_review(row: &ExecutionRow) -> Result<bool, StoreError> {
    let detail: Option<ErrorDetail> = row.error_detail()?;
    Ok(detail.is_some_and(|detail| detail.code == FailureCode::NeedsReview))
}
