//! API keys: how programs act for an account.

use super::PortError;
use domain::{AccountId, ApiKeyId, Scope, Timestamp};
use serde::Serialize;

/// A key as its owner sees it; the key itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    pub scope: Scope,
    pub created_at: Timestamp,
    /// To the minute.
    #[schema(required)]
    pub last_used_at: Option<Timestamp>,
}

/// A key that was just made, with the only sight of itself.
#[derive(Clone, Serialize, utoipa::ToSchema)]
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
    /// Makes a key under this id; without a name it gets a plain one. For whoever comes with the id again it is made
    /// anew, since nobody saw the one before.
    async fn add(
        &self,
        account: &AccountId,
        id: ApiKeyId,
        name: Option<&str>,
        scope: Scope,
    ) -> Result<NewApiKey, PortError>;
    /// From now on it opens nothing.
    async fn remove(&self, account: &AccountId, id: &ApiKeyId) -> Result<(), PortError>;
}
