//! Executions as their owner sees them: order, look, stop, try again.

use crate::StoreError;
use domain::{AccountId, Execution, ExecutionEvent, ExecutionId, ExecutionKind, Money, ProjectId, StepName};

/// An order to be accepted.
#[derive(Debug, Clone)]
pub struct NewExecution {
    pub kind: ExecutionKind,
    pub project_id: Option<ProjectId>,
    /// Everything the steps are made from, frozen; its shape belongs to the kind.
    pub order: serde_json::Value,
    pub steps: Vec<NewStep>,
    pub estimated: Money,
    /// The first event's sentence.
    pub message: String,
}

/// One step of an order.
#[derive(Debug, Clone)]
pub struct NewStep {
    pub name: StepName,
    pub provider: String,
    /// How long it is expected to take; progress weighs by it.
    pub expected_seconds: f32,
    /// How much there is to do (the script's spoken seconds); measured rates divide by it.
    pub work_units: f32,
}

/// What came of an order.
#[derive(Debug, Clone)]
pub struct Started {
    pub execution: Execution,
    /// The first event; absent when one of the same project was under way and that one is returned.
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

/// The executions of an account.
#[async_trait::async_trait]
pub trait ExecutionStore: Send + Sync {
    /// Accepts an order: the execution, its steps and its first event in one transaction. While one of the same
    /// project is queued or running, that one is returned. `Conflict` when as many of the account wait as may.
    async fn create_execution(&self, account: &AccountId, new: NewExecution) -> Result<Started, StoreError>;
    async fn get_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, StoreError>;
    /// The newest first; with `project` only that project's.
    async fn list_executions(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
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
    /// Ends a queued execution at once and marks a running one; a final one stays as it is.
    async fn cancel_execution(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<CancelAnswer, StoreError>;
    /// Queues a failed or cancelled execution again; steps that are stored stay stored. `Conflict` for any other,
    /// while another one of the same project is under way, or when as many of the account wait as may.
    async fn requeue_execution(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        message: &str,
    ) -> Result<(Execution, ExecutionEvent), StoreError>;
}
