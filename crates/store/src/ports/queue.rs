//! The queue: which executions are next, and what whoever takes them needs to know.
//!
//! An execution that is neither final nor held is due from a moment on; a held one is due when its lease ends. So one
//! rule serves work that is new, work that waited for somebody outside, and work whose holder died.

use super::{Lease, MediaFolder, SubmissionRecord};
use crate::StoreError;
use domain::{
    AccountId, ExecutionEvent, ExecutionId, ExecutionKind, PlannedStep, ProjectId, Step, StepKind, Timestamp,
};
use std::time::Duration;

/// What a node is ready to take.
#[derive(Debug, Clone)]
pub struct ClaimQuery<'a> {
    /// Who asks; no two processes have the same name.
    pub node: &'a str,
    /// Only executions whose next step is of one of these kinds.
    pub kinds: &'a [StepKind],
    pub limit: u32,
    /// How long the lease holds unless it is renewed.
    pub ttl: Duration,
    /// Executions of one account that may be under way at once. Those under way already wake whatever their number.
    pub account_cap: u32,
}

/// An execution that was taken, with everything that is stored about it.
#[derive(Debug, Clone)]
pub struct Claim {
    pub lease: Lease,
    pub account: AccountId,
    /// The project that it was ordered from.
    pub project: Option<ProjectId>,
    pub kind: ExecutionKind,
    pub order: serde_json::Value,
    pub steps: Vec<StepRecord>,
    /// The newest paid request of each step that has one.
    pub submissions: Vec<SubmissionRecord>,
    /// Where its media go; fixed when it was accepted, so that publishing twice leaves nothing behind.
    pub media: MediaFolder,
    /// Where its steps leave what later ones need.
    pub work: MediaFolder,
    /// Somebody wants it stopped.
    pub cancel_requested: bool,
    /// The event that tells that it runs; none when it was under way already.
    pub event: Option<ExecutionEvent>,
    /// When a person last queued it.
    pub queued_at: Timestamp,
    /// When it was taken, by the database's clock like every moment here.
    pub now: Timestamp,
}

/// One step with what it left.
#[derive(Debug, Clone)]
pub struct StepRecord {
    pub step: Step,
    /// What it is made from. Absent in orders from before pipelines.
    pub planned: Option<PlannedStep>,
    pub expected_seconds: f32,
    pub work_units: f32,
    /// What it is expected to cost, at most.
    pub estimate: domain::Money,
    /// Attempts since a person last queued it.
    pub tries: u32,
    /// What the step made, once it is done.
    pub output: Option<serde_json::Value>,
}

/// A lease that still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    pub lease: Lease,
    pub cancel_requested: bool,
}

/// How long one finished step took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FinishedStep {
    pub kind: StepKind,
    pub seconds: f32,
    pub work_units: f32,
}

/// What a node asks when it has hands free.
#[async_trait::async_trait]
pub trait ExecutionQueue: Send + Sync {
    /// Takes executions that are due, each under a new epoch. What is under way comes first, the longest due first;
    /// then those that have not begun: first that of the account served longest ago, within an account the one of
    /// the highest priority, then the one queued longest ago. Two claims never get the same one. One of which
    /// something cannot be read is ended as failed and keeps nobody waiting.
    async fn claim_due(&self, query: ClaimQuery<'_>) -> Result<Vec<Claim>, StoreError>;
    /// How long until the next one of these kinds is due; zero when one is.
    async fn next_due_in(&self, kinds: &[StepKind]) -> Result<Option<Duration>, StoreError>;
    /// All leases of this node hold for another `ttl`. Gives those that stand; any other is lost.
    async fn renew_leases(&self, node: &str, ttl: Duration) -> Result<Vec<Renewed>, StoreError>;
    /// Everything that anybody holds is due at once: for the start of a process that is alone with its database.
    /// Says how many there were.
    async fn release_all(&self) -> Result<u64, StoreError>;
    /// It is due at once, also when it is held: then as soon as its holder lets go.
    async fn nudge(&self, id: &ExecutionId) -> Result<(), StoreError>;
    /// How long the last finished steps of this kind took, the newest first, at most `limit` executions.
    async fn recent_step_times(
        &self,
        kind: ExecutionKind,
        limit: u32,
    ) -> Result<Vec<FinishedStep>, StoreError>;
}
