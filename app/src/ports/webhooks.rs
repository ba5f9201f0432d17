//! Webhooks: who is told of an execution's end, and what became of the telling.

use super::{Paged, Paging, PortError};
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub id: DeliveryId,
    /// Of whose end it tells; nothing for a test.
    #[schema(required)]
    pub execution_id: Option<ExecutionId>,
    pub url: String,
    /// What is sent.
    pub body: String,
    /// `pending`, `delivered`, `failed` or `disabled`.
    pub status: &'static str,
    pub attempts: Vec<DeliveryAttempt>,
    pub created_at: Timestamp,
    #[schema(required)]
    pub next_attempt_at: Option<Timestamp>,
}

/// One attempt to deliver it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryAttempt {
    /// From 1.
    pub number: u32,
    pub at: Timestamp,
    pub duration_ms: u64,
    /// What the receiver answered.
    #[schema(required)]
    pub status_code: Option<u16>,
    /// Why there was no answer.
    #[schema(required)]
    pub error: Option<String>,
    /// The beginning of the answer.
    pub answer: String,
}

/// The account's own secret.
#[derive(Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookSecrets {
    /// Signs what was ordered without a secret.
    pub secret: String,
    /// Until then the one before it signs too, where there was one.
    #[schema(required)]
    pub previous_until: Option<Timestamp>,
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
    /// All deliveries, the newest first.
    async fn log(&self, account: &AccountId, paging: Paging) -> Result<Paged<Delivery>, PortError>;
    async fn get(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, PortError>;
    /// Tells a receiver of nothing, under this id, to see what becomes of it.
    async fn test(
        &self,
        account: &AccountId,
        id: DeliveryId,
        webhook: Webhook,
    ) -> Result<Delivery, PortError>;
    async fn secret(&self, account: &AccountId) -> Result<WebhookSecrets, PortError>;
    /// Another secret from now on; for a day the one before it signs too.
    async fn rotate_secret(&self, account: &AccountId) -> Result<WebhookSecrets, PortError>;
    /// Sends it once more, now.
    async fn redeliver(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, PortError>;
}
