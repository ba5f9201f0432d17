//! Steps that somebody outside does for money.
//!
//! ```text
//!            ┌────────────── rejected: nothing owed, a new key ◄───────────────┐
//!            ▼                                                                 │
//!  step ─► intent ─► (bytes leave) ─┬─ accepted ─► submitted ─► look ─┬─ done ─► fetch ─► outcome + charge
//!                                   │                  ▲              ├─ failed ─► closed with what it cost
//!                                   └─ answer lost ─► unknown ────────┤
//!                                                      │              └─ not yet ─► wait, without a lease
//!     idempotent: the same request again ──────────────┤
//!     findable: look it up, adopt it ──────────────────┤
//!     echoing: wait for the callback ──────────────────┘
//!     blind: needs review, a person says what happened
//! ```
//!
//! `submit` is the only place that makes a paid call. It is made once for each key, under an intent that is stored
//! before the first byte leaves, and only while the lease is far from its end. A key whose answer was lost is never
//! given up by itself, but where its provider can tell that it was not taken.

mod keep;
mod look;
mod money;
mod order;
mod settle;
mod submit;

pub(crate) use money::{estimate, provider_of};
pub(crate) use settle::settle;

use crate::{
    actor::{Actor, Next},
    failure::StepFailure,
    registry::Command,
    sentences,
};
use domain::{PlannedStep, Status, StepName};
use providers::{Capability, JobHandle, JobOrder, JobProvider};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use store::{JobRecord, StepRecord, StoreError, SubmissionRecord, SubmissionState};
use tokio::time::Instant;

/// A request as the ledger keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredRequest {
    pub order: JobOrder,
    /// Scheme, host and port that the provider was given to call back, if it was.
    pub callback: Option<String>,
}

/// A paid step while an actor is at it.
pub(crate) struct PaidStep {
    pub step: StepName,
    pub planned: PlannedStep,
    pub provider: Arc<dyn JobProvider>,
    pub input: Map<String, Value>,
    pub hash: String,
    pub tries: u32,
    pub estimate: domain::Money,
}

impl Actor {
    pub(crate) async fn do_paid_step(
        &mut self,
        record: &StepRecord,
        planned: &PlannedStep,
        input: Map<String, Value>,
        hash: String,
    ) -> Result<Next, StoreError> {
        let step = record.step.name;
        let Some(provider) = self.works.makers.job_provider_named(&record.step.provider).cloned() else {
            self.end_failed(step, StepFailure::no_provider(&record.step.provider)).await?;
            return Ok(Next::Ended);
        };
        let paid = PaidStep {
            step,
            planned: planned.clone(),
            provider,
            input,
            hash,
            tries: record.tries,
            estimate: record.estimate,
        };
        // One that is paid and whose outcome is not here is fetched again, not paid again.
        let known = self.claim.submissions.iter().find(|known| known.step == step);
        match known.filter(|known| known.state != SubmissionState::Failed).cloned() {
            None => self.ask(&paid).await,
            Some(submission) => match (submission.state, handle_of(&submission)) {
                (SubmissionState::Submitted | SubmissionState::Done, Some(job)) => {
                    self.resume(&paid).await?;
                    self.look(&paid, &submission, &job).await
                }
                _ => {
                    self.resume(&paid).await?;
                    self.recover(&paid, &submission).await
                }
            },
        }
    }

    /// A step that was stopped is under way again.
    async fn resume(&mut self, paid: &PaidStep) -> Result<(), StoreError> {
        let record = self.claim.steps.iter().find(|record| record.step.name == paid.step);
        if record.is_some_and(|record| record.step.status == Status::Running) {
            return Ok(());
        }
        let message = sentences::asked(paid.step, paid.provider.name());
        let begun = self.works.stores.steps.begin_step(&self.claim.lease, paid.step, &message).await?;
        self.began = Some((paid.step, Instant::now()));
        self.tell(&begun);
        Ok(())
    }

    /// Asks the providers of everything that is under way to stop. True when something may be billed all the same.
    pub(crate) async fn cancel_jobs(&mut self) -> bool {
        let open: Vec<SubmissionRecord> =
            self.claim.submissions.iter().filter(|known| known.state.is_open()).cloned().collect();
        for submission in &open {
            let provider = self.works.makers.job_provider_named(&submission.provider).cloned();
            if let (Some(provider), Some(job)) = (provider, handle_of(submission)) {
                cancel_job(&*provider, &job).await;
            }
        }
        !open.is_empty()
    }

    /// Whether somebody told this actor to stop.
    pub(crate) fn told_to_stop(&mut self) -> Result<bool, StoreError> {
        match self.commands.try_recv() {
            Ok(Command::Cancel) => Ok(true),
            Ok(Command::LeaseLost) => Err(StoreError::LeaseLost),
            Err(_) => Ok(false),
        }
    }

    /// The newest that is known of a request.
    pub(crate) fn know(&mut self, submission: SubmissionRecord) {
        self.claim.submissions.retain(|known| known.step != submission.step);
        self.claim.submissions.push(submission);
    }
}

/// How long a provider may take to take note that a job is not wanted any more.
const CANCEL_TIME: std::time::Duration = std::time::Duration::from_secs(5);

/// Asks the provider to stop a job; what comes of it is seen by looking.
pub(crate) async fn cancel_job(provider: &dyn JobProvider, job: &JobHandle) {
    match tokio::time::timeout(CANCEL_TIME, provider.cancel(job)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(job = %job.id, %error, "a provider did not take a cancel"),
        Err(_late) => tracing::warn!(job = %job.id, "a provider did not answer a cancel in time"),
    }
}

/// The job of a request as its provider's client takes it.
pub(crate) fn handle_of(submission: &SubmissionRecord) -> Option<JobHandle> {
    let job = submission.job.as_ref()?;
    let urls = serde_json::from_value(job.details.clone()).unwrap_or_default();
    Some(JobHandle { id: job.id.clone(), urls })
}

/// A job as it is stored.
pub(crate) fn record_of(job: &JobHandle) -> JobRecord {
    JobRecord { id: job.id.clone(), details: serde_json::to_value(&job.urls).unwrap_or_default() }
}

/// The word of a capability.
pub(crate) fn word(capability: Capability) -> &'static str {
    match capability {
        Capability::Idempotent => "idempotent",
        Capability::Findable => "findable",
        Capability::Echoing => "echoing",
        Capability::Blind => "blind",
    }
}

/// What a stored word stands for; one that nobody knows promises nothing.
pub(crate) fn capability(word: &str) -> Capability {
    match word {
        "idempotent" => Capability::Idempotent,
        "findable" => Capability::Findable,
        "echoing" => Capability::Echoing,
        _ => Capability::Blind,
    }
}
