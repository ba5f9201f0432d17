//! Paid requests, from the intent on.

use super::{
    SqlStore,
    change::Locked,
    db::{sql, sql_of},
    group::Reads,
    queue::millis,
    rows::{ExecutionRow, Seen, number, optional_json, stored, word},
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
        let (new, epoch) = (new.clone(), stored(lease.epoch));
        let change = move |locked: &mut Locked| {
            if locked.open_requests().any(|known| known.step_name == new.step.as_str()) {
                return Err(OPEN);
            }
            let promised: i64 = locked.open_requests().map(|known| known.estimate_micros).sum();
            if locked.row.reserved_micros - promised < new.estimate.micros() {
                return Err(NOT_COVERED);
            }
            let closed = locked.begin_step(new.step)?;
            let now_ms = locked.now_ms();
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
                month: row.budget_month.clone().unwrap_or_else(|| super::money::month_of(now_ms)),
                estimate_micros: new.estimate.micros(),
                looks: 0,
                deadline_at_ms: now_ms + millis(new.deadline),
                intent_at_ms: now_ms,
                asked_at_ms: now_ms,
            };
            locked.writes.intent(&intent, epoch);
            let begun = locked.recorded(Some(new.step), &new.message)?;
            Ok(Intended { submission: intent.into_record(now_ms)?, begun })
        };
        self.under(lease, Reads::Requests, change).await
    }

    async fn learn_job(&self, request_key: &str, job: &JobRecord) -> Result<(), StoreError> {
        match self.learn(request_key, job).await {
            Err(error) if error.is_repeat() => Err(JOB_TAKEN),
            learned => learned,
        }
    }

    async fn ask_again(&self, lease: &Lease, request_key: &str) -> Result<SubmissionRecord, StoreError> {
        let request_key = request_key.to_owned();
        let change = move |locked: &mut Locked| {
            let mut request = locked.request(&request_key)?;
            if !matches!(request.state()?, SubmissionState::Intent | SubmissionState::Unknown) {
                return Err(KNOWN);
            }
            request.state = SubmissionState::Unknown.as_str().to_owned();
            request.asked_at_ms = locked.now_ms();
            locked.writes.asked(&request);
            request.into_record(locked.now_ms())
        };
        self.under(lease, Reads::Requests, change).await
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
        let request_key = request_key.to_owned();
        let change = move |locked: &mut Locked| {
            let request = locked.request(&request_key)?;
            match request.state()? {
                SubmissionState::Intent => locked.close(&request, SubmissionState::Failed, Money::ZERO),
                _ => Err(KNOWN),
            }
        };
        self.under(lease, Reads::Requests, change).await
    }

    async fn close_failed(&self, lease: &Lease, request_key: &str, cost: Money) -> Result<(), StoreError> {
        let request_key = request_key.to_owned();
        let change = move |locked: &mut Locked| locked.close_failed(&request_key, cost);
        self.under(lease, Reads::Requests, change).await
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
        let lost = locked.open_requests().find(|known| known.step_name == step.as_str()).cloned();
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
                locked.close(&lost, SubmissionState::Failed, Money::ZERO)?;
                write.store(locked.into_writes()).await?;
            }
        }
        write.commit().await
    }
}

impl SubmissionRow {
    pub fn state(&self) -> Result<SubmissionState, StoreError> {
        word(&self.state)
    }

    /// Whether money may still be owed for it.
    pub fn is_open(&self) -> bool {
        self.state().is_ok_and(SubmissionState::is_open)
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
