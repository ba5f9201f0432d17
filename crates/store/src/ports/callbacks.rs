//! Callbacks: what providers tell us. The news is kept as it came and makes its execution due; what is true is then
//! asked of the provider itself.

use crate::StoreError;
use domain::ExecutionId;

/// A callback that passed the checks of its provider's client.
#[derive(Debug, Clone)]
pub struct NewCallback {
    pub provider: String,
    /// The same for every delivery of the same news.
    pub delivery_id: String,
    /// The request that it is about.
    pub request_key: String,
    /// Headers as a JSON object, without any that carries a secret.
    pub headers: serde_json::Value,
    pub body: Vec<u8>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedCallback {
    /// False for a repeat.
    pub is_new: bool,
    /// The execution that is due now.
    pub execution: Option<ExecutionId>,
}

/// The inbox.
#[async_trait::async_trait]
pub trait CallbackStore: Send + Sync {
    /// Keeps the callback and makes its execution due; a repeat changes nothing. `NotFound` when there is no such
    /// request of this provider's.
    async fn receive_callback(&self, new: &NewCallback) -> Result<ReceivedCallback, StoreError>;
    /// Forgets those that are older than this many days; says how many.
    async fn forget_callbacks(&self, days: u32) -> Result<u64, StoreError>;
}
