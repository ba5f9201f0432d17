//! API keys: how programs act for an account.

use super::PortError;
use domain::{AccountId, ApiKeyId, Timestamp};
use serde::Serialize;

/// A key as its owner sees it; the key itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    pub created_at: Timestamp,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
}

/// A key that was just made, with the only sight of itself.
#[derive(Clone, Serialize)]
pub struct NewApiKey {
    #[serde(flatten)]
    pub known: ApiKey,
    pub key: String,
}

/// The keys of one account.
#[async_trait::async_trait]
pub trait KeysPort: Send + Sync {
    /// The newest first.
    async fn list(&self, account: &AccountId) -> Result<Vec<ApiKey>, PortError>;
    /// Makes a key; without a name it gets a plain one.
    async fn add(&self, account: &AccountId, name: Option<&str>) -> Result<NewApiKey, PortError>;
    /// From now on it opens nothing.
    async fn remove(&self, account: &AccountId, id: &ApiKeyId) -> Result<(), PortError>;
}
