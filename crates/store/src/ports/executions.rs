//! Executions as their owner sees them: order, look, stop, try again.

use super::SubmissionState;
use crate::StoreError;
use domain::{
    AccountId, Execution, ExecutionEvent, ExecutionId, ExecutionKind, Money, PlannedStep, ProjectId, Secret,
    StepName, Timestamp,
};

/// An order to be accepted.
#[derive(Debug, Clone)]
pub struct NewExecution {
    /// Who orders with it again, gets what was ordered before.
    pub id: ExecutionId,
    pub kind: ExecutionKind,
    pub project_id: Option<ProjectId>,
    /// Everything the steps are made from, frozen; its shape belongs to the kind.
    pub order: serde_json::Value,
    /// In an order in which each only needs earlier ones.
    pub steps: Vec<NewStep>,
    /// Who is told of the end.
    pub webhook: Option<NewWebhook>,
    /// More is sooner, within the account; 0 is usual.
    pub priority: i32,
    /// The first event's sentence.
    pub message: String,
}

/// One step of an order.
#[derive(Debug, Clone)]
pub struct NewStep {
    pub planned: PlannedStep,
    pub provider: String,
    /// What it costs at most. The sum of all steps is reserved.
    pub estimate: Money,
    /// How long it is expected to take; progress weighs by it.
    pub expected_seconds: f32,
    /// How much there is to do (the script's spoken seconds); measured rates divide by it.
    pub work_units: f32,
}

/// Whoever wants to be told of the end.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    pub url: String,
    /// Signs what is sent; the account's own where there is none.
    pub secret: Option<Secret>,
}

/// What came of an order.
#[derive(Debug, Clone)]
pub struct Started {
    pub execution: Execution,
    /// The first event; absent when nothing new was accepted: one of the same project was under way, or it was
    /// ordered before.
    pub accepted: Option<ExecutionEvent>,
}

/// What came of a cancel.
#[derive(Debug, Clone)]
pub struct CancelAnswer {
    pub execution: Execution,
    /// The event that ended it, when it was queued and ended at once. A running one is asked to stop, and its holder
    /// writes the end.
    pub ended: Option<ExecutionEvent>,
}

/// A paid request of an execution, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideRequest {
    pub step: StepName,
    pub provider: String,
    /// Under which the provider knows it; nothing while no answer was read.
    pub job_id: Option<String>,
    /// `intent`, `submitted`, `done`, `failed` or `unknown`.
    pub state: SubmissionState,
    /// Nothing while it is open.
    pub cost: Option<Money>,
    pub asked_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// The executions of an account.
#[async_trait::async_trait]
pub trait ExecutionStore: Send + Sync {
    /// Accepts an order: the execution, its steps, its first event, its place and its money in one transaction. While
    /// one of the same project is queued or running, that one is returned, and so is one that has the id. `Conflict` when as many of the account
    /// wait as may, `LimitReached` when the month has no place or no money left for it.
    async fn create_execution(&self, account: &AccountId, new: NewExecution) -> Result<Started, StoreError>;
    async fn get_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, StoreError>;
    /// The newest first, or those older than `before`; with `project` only that project's.
    async fn list_executions(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        before: Option<&ExecutionId>,
        limit: u32,
    ) -> Result<Vec<Execution>, StoreError>;
    /// Events after number `after`, in order.
    async fn list_events(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ExecutionEvent>, StoreError>;
    /// The paid requests of an execution, in the order in which they were made.
    async fn list_requests(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<Vec<OutsideRequest>, StoreError>;
    /// The number of the newest event of each of these that is there, whoever owns them.
    async fn last_events(&self, ids: &[ExecutionId]) -> Result<Vec<(ExecutionId, u64)>, StoreError>;
    /// Ends a queued execution at once and marks one under way; a final one stays as it is.
    async fn cancel_execution(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<CancelAnswer, StoreError>;
    /// Queues a failed or cancelled execution again; steps that are stored stay stored, and what is left to do is
    /// reserved. `Conflict` for any other, while another one of the same project is under way, while a request needs
    /// review, or when as many of the account wait as may; `LimitReached` as for a new one.
    async fn requeue_execution(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        message: &str,
    ) -> Result<(Execution, ExecutionEvent), StoreError>;
}
