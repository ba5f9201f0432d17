//! The queue: which execution is next, and what whoever takes it needs to know.

use super::{Lease, MediaFolder};
use crate::StoreError;
use domain::{AccountId, ExecutionEvent, ExecutionKind, Step, StepName};

/// An execution that was taken, with everything that is stored about it.
#[derive(Debug, Clone)]
pub struct Claim {
    pub lease: Lease,
    pub account: AccountId,
    pub kind: ExecutionKind,
    pub order: serde_json::Value,
    pub steps: Vec<StepRecord>,
    /// Where its media go; fixed when it was accepted, so that publishing twice leaves nothing behind.
    pub media: MediaFolder,
    /// Somebody wants it stopped.
    pub cancel_requested: bool,
    /// The event that tells that it runs.
    pub event: ExecutionEvent,
}

/// One step with what it left.
#[derive(Debug, Clone)]
pub struct StepRecord {
    pub step: Step,
    pub expected_seconds: f32,
    pub work_units: f32,
    /// The same for every attempt at the same inputs; what a provider is given to recognise a repeat.
    pub request_key: String,
    /// Attempts since a person last queued it.
    pub tries: u32,
    /// What the step made, once it is done.
    pub output: Option<serde_json::Value>,
}

/// How long one finished step took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FinishedStep {
    pub name: StepName,
    pub seconds: f32,
    pub work_units: f32,
}

/// What a node asks when it has a hand free.
#[async_trait::async_trait]
pub trait ExecutionQueue: Send + Sync {
    /// Takes the next queued execution under a new epoch: first that of the account served longest ago, then the one
    /// queued longest ago. Two claims never get the same one. One of which something cannot be read is ended as
    /// failed and keeps nobody waiting.
    async fn claim_next_execution(&self, node: &str) -> Result<Option<Claim>, StoreError>;
    /// After a start: what this node was running when it ended is queued again. Gives the events that say so. One of
    /// which something cannot be read is ended as failed.
    async fn recover_executions(
        &self,
        node: &str,
    ) -> Result<Vec<(domain::ExecutionId, ExecutionEvent)>, StoreError>;
    /// How long the last finished steps of this kind took, the newest first, at most `limit` of each step.
    async fn recent_step_times(
        &self,
        kind: ExecutionKind,
        limit: u32,
    ) -> Result<Vec<FinishedStep>, StoreError>;
}
