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
mod maker;
mod money;
mod order;
mod settle;
mod submit;

pub(crate) use maker::who_knows;
pub(crate) use money::{estimate, is_paid, provider_of};
pub(crate) use settle::settle;

use crate::{
    actor::{Actor, Next},
    desk::JobMaker,
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
    /// The mark of the key that it is made with; nothing for the server's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// A paid step while an actor is at it.
pub(crate) struct PaidStep {
    pub step: StepName,
    pub planned: PlannedStep,
    pub provider: Arc<dyn JobProvider>,
    /// The mark of the key that a new request is made with.
    pub key: Option<String>,
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
        // One that is paid and whose outcome is not here is fetched again, not paid again.
        let known = self.claim.submissions.iter().find(|known| known.step == step);
        let known = known.filter(|known| known.state != SubmissionState::Failed).cloned();
        let JobMaker { provider, key } = match self.maker(&record.step.provider, known.as_ref()).await? {
            Ok(maker) => maker,
            Err(failure) => {
                self.end_failed(step, failure).await?;
                return Ok(Next::Ended);
            }
        };
        let paid = PaidStep {
            step,
            planned: planned.clone(),
            provider,
            key,
            input,
            hash,
            tries: record.tries,
            estimate: record.estimate,
        };
        match known {
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

    /// Who makes a new request under this name, or is asked about the one that there is.
    async fn maker(
        &self,
        name: &str,
        known: Option<&SubmissionRecord>,
    ) -> Result<Result<JobMaker, StepFailure>, StoreError> {
        let makers = match self.works.makers.jobs.of(&self.claim.account).await {
            Ok(makers) => makers,
            Err(StoreError::Conflict(sentence)) => return Ok(Err(StepFailure::unusable_key(sentence))),
            Err(error) => return Err(error),
        };
        let maker = match known {
            None => maker::named(&makers, name).cloned(),
            // Nothing new is asked for, so no key is noted.
            Some(submission) => who_knows(&makers, name, key_of(submission).as_deref())
                .map(|asked| JobMaker { provider: asked.provider, key: None }),
        };
        Ok(maker.ok_or_else(|| StepFailure::no_provider(name)))
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
        if open.is_empty() {
            return false;
        }
        let makers = self.works.makers.jobs.of(&self.claim.account).await.unwrap_or_else(|error| {
            tracing::warn!(execution = %self.claim.lease.execution, %error, "nobody can be asked to stop its jobs");
            Vec::new()
        });
        for submission in &open {
            let asked = who_knows(&makers, &submission.provider, key_of(submission).as_deref());
            if let (Some(asked), Some(job)) = (asked, handle_of(submission)) {
                cancel_job(&*asked.provider, &job).await;
            }
        }
        true
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

/// The mark of the key that a request was made with; nothing for the server's own.
pub(crate) fn key_of(submission: &SubmissionRecord) -> Option<String> {
    submission.order.get("key").and_then(Value::as_str).map(str::to_owned)
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
