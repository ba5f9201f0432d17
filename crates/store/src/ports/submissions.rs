//! The ledger of paid requests: `intent → submitted → done | failed`, and `unknown` when an answer was lost.
//!
//! The intent is written under the lease before a byte leaves. What is learned afterwards (the provider took it, under
//! this id; nobody knows) is written whatever became of the lease, since it is true. One key is one payment: whoever
//! wants to ask again for the same step closes the key first.

use super::{Lease, Recorded};
use crate::StoreError;
use domain::{AccountId, ExecutionId, Money, StepName, Timestamp};
use std::time::Duration;

/// Where a paid request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubmissionState {
    /// Written down, and perhaps sent.
    Intent,
    /// The provider has it.
    Submitted,
    /// Done, and paid.
    Done,
    /// It was not taken, or will not be done.
    Failed,
    /// The answer was lost.
    Unknown,
}

impl SubmissionState {
    /// The word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            SubmissionState::Intent => "intent",
            SubmissionState::Submitted => "submitted",
            SubmissionState::Done => "done",
            SubmissionState::Failed => "failed",
            SubmissionState::Unknown => "unknown",
        }
    }

    /// Money may still be owed for it.
    pub fn is_open(self) -> bool {
        !matches!(self, SubmissionState::Done | SubmissionState::Failed)
    }
}

impl std::str::FromStr for SubmissionState {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        use SubmissionState::*;
        [Intent, Submitted, Done, Failed, Unknown].into_iter().find(|state| state.as_str() == word).ok_or(())
    }
}

/// A request that is about to be made.
#[derive(Debug, Clone)]
pub struct NewSubmission {
    pub step: StepName,
    pub provider: String,
    /// The word of the provider's capability: `idempotent`, `findable`, `echoing` or `blind`.
    pub capability: &'static str,
    /// What is asked for, as the provider's client takes it.
    pub order: serde_json::Value,
    /// What it will cost at most.
    pub estimate: Money,
    /// How long until it counts as too late.
    pub deadline: Duration,
    /// The sentence of the event that the step begins.
    pub message: String,
}

/// A request that may be made now.
#[derive(Debug, Clone)]
pub struct Intended {
    pub submission: SubmissionRecord,
    /// That its step begins.
    pub begun: Recorded,
}

/// A paid request.
#[derive(Debug, Clone)]
pub struct SubmissionRecord {
    /// Never the same for two payments; the same for every attempt at one.
    pub request_key: String,
    pub account: AccountId,
    /// Absent once the execution was deleted.
    pub execution: Option<ExecutionId>,
    pub step: StepName,
    pub provider: String,
    pub capability: String,
    pub state: SubmissionState,
    pub order: serde_json::Value,
    pub job: Option<JobRecord>,
    pub estimate: Money,
    /// Looks that found it still pending.
    pub looks: u32,
    /// How long until it is too late; zero when it is.
    pub left: Duration,
    /// By the database's clock.
    pub intent_at: Timestamp,
    /// Since it was last about to be sent.
    pub since_asked: Duration,
}

/// A job as its provider knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    pub id: String,
    /// What else its client needs to find it again.
    pub details: serde_json::Value,
}

/// What was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub request_key: String,
    pub cost: Money,
}

/// What a person says of a request whose answer was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// It was made, under this id of the provider's.
    Made(String),
    /// It was not made: it may be asked for again.
    NotMade,
}

/// Paid requests.
#[async_trait::async_trait]
pub trait SubmissionLedger: Send + Sync {
    /// Begins the step and writes the intent, both or neither. `Conflict` when the step has a request that is still
    /// open, or when the execution's reservation does not cover it.
    async fn intend(&self, lease: &Lease, new: &NewSubmission) -> Result<Intended, StoreError>;
    /// The provider has it, under this id. Kept whoever holds the lease. `Conflict` when another request has this job.
    async fn learn_job(&self, request_key: &str, job: &JobRecord) -> Result<(), StoreError>;
    /// The same request is about to be sent once more: its answer was lost. Gives it as it is now. `Conflict` when it is
    /// closed, or its job known.
    async fn ask_again(&self, lease: &Lease, request_key: &str) -> Result<SubmissionRecord, StoreError>;
    /// Nobody knows whether the provider has it.
    async fn lose_answer(&self, request_key: &str) -> Result<(), StoreError>;
    /// A look found it still pending. Gives how often that was so.
    async fn count_look(&self, request_key: &str) -> Result<u32, StoreError>;
    /// It was not sent or not taken, and nothing is owed. Only the holder knows that: one that lost the lease may have
    /// been followed by somebody who sent it. `Conflict` when its answer was lost before, or its job is known.
    async fn reject(&self, lease: &Lease, request_key: &str) -> Result<(), StoreError>;
    /// It will not be done, or what it made is gone; `cost` is what the provider takes all the same, and is booked once.
    /// The step may be asked for again under a new key.
    async fn close_failed(&self, lease: &Lease, request_key: &str, cost: Money) -> Result<(), StoreError>;
    /// Which of these ids of a provider's belong to requests that we know.
    async fn taken_jobs(&self, provider: &str, ids: &[String]) -> Result<Vec<String>, StoreError>;
    /// The request of a key.
    async fn get_submission(&self, request_key: &str) -> Result<SubmissionRecord, StoreError>;
    /// A person says what happened; the execution goes on. `Conflict` unless the step needs review.
    async fn resolve(
        &self,
        account: &AccountId,
        execution: &ExecutionId,
        step: StepName,
        resolution: &Resolution,
    ) -> Result<(), StoreError>;
}

/// What became of requests whose execution is over: money is settled to the end.
#[async_trait::async_trait]
pub trait SettlementQueue: Send + Sync {
    /// Takes requests whose look is due, each for `ttl`.
    async fn claim_settlements(&self, limit: u32, ttl: Duration)
    -> Result<Vec<SubmissionRecord>, StoreError>;
    /// It was done, and this is what it cost.
    async fn settle(&self, charge: &Charge) -> Result<(), StoreError>;
    /// It was not done, and this is what it cost all the same.
    async fn settle_failed(&self, charge: &Charge) -> Result<(), StoreError>;
    /// Still open: look again after `wait`, or never when it is `None`.
    async fn settle_later(&self, request_key: &str, wait: Option<Duration>) -> Result<(), StoreError>;
}
