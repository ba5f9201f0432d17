//! Webhooks: who is told of an execution's end, and what became of the telling.

use super::PortError;
use domain::{AccountId, DeliveryId, ExecutionId, Secret, Timestamp};
use serde::Serialize;

/// Whoever wants to be told.
#[derive(Debug, Clone)]
pub struct Webhook {
    pub url: String,
    /// Signs what is sent; the account's own where there is none.
    pub secret: Option<Secret>,
}

/// One webhook on its way, or at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub id: DeliveryId,
    pub url: String,
    /// `pending`, `delivered`, `failed` or `disabled`.
    pub status: &'static str,
    pub attempts: Vec<DeliveryAttempt>,
    pub created_at: Timestamp,
    pub next_attempt_at: Option<Timestamp>,
}

/// One attempt to deliver it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryAttempt {
    /// From 1.
    pub number: u32,
    pub at: Timestamp,
    pub duration_ms: u64,
    /// What the receiver answered.
    pub status_code: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// The beginning of the answer.
    pub answer: String,
}

/// The webhook log of one account.
#[async_trait::async_trait]
pub trait WebhooksPort: Send + Sync {
    /// The deliveries of an execution, the newest first.
    async fn deliveries(
        &self,
        account: &AccountId,
        execution: &ExecutionId,
    ) -> Result<Vec<Delivery>, PortError>;
    /// Sends it once more, now.
    async fn redeliver(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, PortError>;
}
