//! The ledger of steps: what the holder of an execution writes, each change with its event in one transaction.
//!
//! Every write carries the lease's epoch and changes a held execution only; otherwise it is
//! [`StoreError::LeaseLost`] and the writer must stop. The overall percentage is worked out here, from the steps as
//! they are stored, and never falls within one attempt.

use super::Charge;
use crate::StoreError;
use domain::{ErrorDetail, ExecutionEvent, ExecutionId, MediaResult, StepName};
use std::time::Duration;

/// The right to write about an execution until somebody else claims it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lease {
    pub execution: ExecutionId,
    /// Rises with every claim.
    pub epoch: u64,
}

/// A change that is stored.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub event: ExecutionEvent,
    /// Somebody wants the execution stopped: a holder that missed the command learns it with its next write.
    pub cancel_requested: bool,
}

/// What a step left.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub output: serde_json::Value,
    /// Of everything that it was made from; another step with the same hash may use the same outcome.
    pub input_hash: Option<String>,
    /// What was paid for it, where something was.
    pub charge: Option<Charge>,
}

/// What the holder of a lease writes about steps. `message` is the event's sentence for people.
#[async_trait::async_trait]
pub trait StepLedger: Send + Sync {
    /// The step is about to run: one more attempt.
    async fn begin_step(&self, lease: &Lease, step: StepName, message: &str) -> Result<Recorded, StoreError>;
    /// The running step has come this far, 0 to 100.
    async fn record_progress(
        &self,
        lease: &Lease,
        step: StepName,
        percent: u8,
        message: &str,
    ) -> Result<Recorded, StoreError>;
    /// The step is done and this is what it made; what it cost is booked in the same transaction.
    async fn finish_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError>;
    /// The step need not be done: this account has what it would make. Nothing is attempted and nothing is paid.
    async fn reuse_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError>;
    /// What a stored step made is gone: it and every later step are to be done again.
    async fn reopen_steps(
        &self,
        lease: &Lease,
        from: StepName,
        message: &str,
    ) -> Result<Recorded, StoreError>;
    /// What a step of this account with this hash left, the newest first, if any.
    async fn find_outcome(
        &self,
        account: &domain::AccountId,
        input_hash: &str,
    ) -> Result<Option<serde_json::Value>, StoreError>;
}

/// How a holder lets go of an execution. Each ends the lease. A final status settles the money and writes the webhook
/// in the same transaction.
#[async_trait::async_trait]
pub trait LeaseLedger: Send + Sync {
    /// Nothing to do until somebody outside is ready: due again after `wait`, or at once when news came meanwhile.
    /// With a `message` there is an event, without one nobody is told.
    async fn wait(
        &self,
        lease: &Lease,
        wait: Duration,
        message: Option<&str>,
    ) -> Result<Option<Recorded>, StoreError>;
    /// The holder lets go: due at once, stored steps kept.
    async fn hand_back(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError>;
    /// All steps are done.
    async fn complete(
        &self,
        lease: &Lease,
        result: &MediaResult,
        message: &str,
    ) -> Result<Recorded, StoreError>;
    /// A step failed for good; `message` is the sentence that stays on the execution and the step.
    async fn fail(&self, lease: &Lease, detail: &ErrorDetail, message: &str) -> Result<Recorded, StoreError>;
    /// It stopped because somebody asked.
    async fn cancelled(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError>;
}
