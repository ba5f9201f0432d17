//! Shares: finished ads that anyone with the link may see.

use crate::StoreError;
use domain::{AccountId, Execution, ExecutionId, ShareToken};

/// What stands behind a link.
#[derive(Debug, Clone)]
pub struct SharedExecution {
    pub execution: Execution,
    /// The frozen order, in the shape of the execution's kind.
    pub order: serde_json::Value,
}

/// Public links to executions.
#[async_trait::async_trait]
pub trait ShareStore: Send + Sync {
    /// The link's token, the same each time for one execution. `Conflict` until it is completed.
    async fn share_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<ShareToken, StoreError>;
    /// Ends the link, if there is one.
    async fn unshare_execution(&self, account: &AccountId, id: &ExecutionId) -> Result<(), StoreError>;
    /// What a stranger with the token may see.
    async fn open_share(&self, token: &ShareToken) -> Result<SharedExecution, StoreError>;
}
