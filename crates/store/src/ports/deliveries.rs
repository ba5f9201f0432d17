//! Deliveries: webhooks on their way to whoever ordered them, written with the change that they tell of.

use super::NewWebhook;
use crate::StoreError;
use domain::{AccountId, DeliveryId, ExecutionId, Secret, Timestamp};
use std::time::Duration;

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryStatus {
    Pending,
    Delivered,
    /// Tried as often as it may be, or the receiver said that it is gone.
    Failed,
    /// The receiver failed for days and is left alone until somebody asks again.
    Disabled,
}

impl DeliveryStatus {
    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            DeliveryStatus::Pending => "pending",
            DeliveryStatus::Delivered => "delivered",
            DeliveryStatus::Failed => "failed",
            DeliveryStatus::Disabled => "disabled",
        }
    }
}

impl std::str::FromStr for DeliveryStatus {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        use DeliveryStatus::*;
        [Pending, Delivered, Failed, Disabled].into_iter().find(|status| status.as_str() == word).ok_or(())
    }
}

/// Where a delivery leads, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    pub account: AccountId,
    pub url: String,
}

/// Who asks for deliveries.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryQuery<'a> {
    /// How many can be under way there at once.
    pub carriers: u32,
    /// Where those lead that are under way there now.
    pub under_way: &'a [Destination],
    /// How long what is taken stays taken.
    pub ttl: Duration,
}

/// A delivery that was taken.
#[derive(Debug, Clone)]
pub struct DeliveryClaim {
    pub id: DeliveryId,
    /// Rises with every claim; what is recorded under an older one changes nothing.
    pub epoch: u64,
    pub account: AccountId,
    pub url: String,
    /// What it is signed with: one secret, and beside it the one that is being replaced.
    pub secrets: Vec<Secret>,
    pub body: String,
    /// Attempts since it was last asked for.
    pub tries: u32,
    /// The receiver fails without a break since then.
    pub failing_since: Option<Timestamp>,
    /// The database's clock.
    pub now: Timestamp,
}

/// One attempt, as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryAttempt {
    pub number: u32,
    pub at: Timestamp,
    pub duration: Duration,
    /// What the receiver answered.
    pub status_code: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// The beginning of the answer.
    pub answer: String,
}

/// What follows an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterAttempt {
    Delivered,
    /// Again after this.
    Again(Duration),
    /// Not again.
    Failed,
    /// Not again, and the receiver is left alone from now on.
    Disabled,
}

/// A delivery as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub execution: Option<ExecutionId>,
    pub url: String,
    pub body: String,
    pub status: DeliveryStatus,
    pub attempts: Vec<DeliveryAttempt>,
    pub created_at: Timestamp,
    /// When the next attempt is due.
    pub next_attempt_at: Option<Timestamp>,
}

/// The secret that signs what an account ordered without one.
#[derive(Debug, Clone)]
pub struct WebhookSecrets {
    pub present: Secret,
    /// The one before it, and until when it signs too.
    pub previous: Option<(Secret, Timestamp)>,
}

/// The outbox.
#[async_trait::async_trait]
pub trait DeliveryStore: Send + Sync {
    /// Takes deliveries that are due, each while more carriers are free than its account and the host that it leads to
    /// have under way together. So neither a host that hangs nor an account with many of them leaves none for others.
    async fn claim_deliveries(&self, query: DeliveryQuery<'_>) -> Result<Vec<DeliveryClaim>, StoreError>;
    /// How long until the next one is due; zero when one is.
    async fn next_delivery_in(&self) -> Result<Option<Duration>, StoreError>;
    /// Writes down an attempt and what follows. `LeaseLost` when somebody else has it by now.
    async fn record_attempt(
        &self,
        claim: &DeliveryClaim,
        attempt: &DeliveryAttempt,
        then: AfterAttempt,
    ) -> Result<(), StoreError>;
    /// The deliveries of an execution, the newest first.
    async fn list_deliveries(
        &self,
        account: &AccountId,
        execution: &ExecutionId,
    ) -> Result<Vec<Delivery>, StoreError>;
    /// Due at once, with all its attempts before it; a receiver that was left alone is asked again.
    async fn redeliver(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, StoreError>;
    /// All deliveries of an account, the newest first, or those older than `before`.
    async fn delivery_log(
        &self,
        account: &AccountId,
        before: Option<&DeliveryId>,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError>;
    async fn get_delivery(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, StoreError>;
    /// Puts a message on its way that tells of no execution; once for each id. `Conflict` when as many of the account
    /// wait as may.
    async fn add_delivery(
        &self,
        account: &AccountId,
        id: &DeliveryId,
        webhook: &NewWebhook,
        body: &str,
    ) -> Result<Delivery, StoreError>;
}

/// The secrets of accounts that sign webhooks.
#[async_trait::async_trait]
pub trait WebhookSecretStore: Send + Sync {
    /// Made when it is first asked for.
    async fn webhook_secrets(&self, account: &AccountId) -> Result<WebhookSecrets, StoreError>;
    /// Another secret; the one before it signs too for so long.
    async fn rotate_webhook_secret(
        &self,
        account: &AccountId,
        overlap: Duration,
    ) -> Result<WebhookSecrets, StoreError>;
}
