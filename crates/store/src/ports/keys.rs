//! Keys of programs. Only hashes come here, made elsewhere.

use crate::StoreError;
use domain::{AccountId, ApiKeyId, Timestamp};

/// A key as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    pub created_at: Timestamp,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
}

/// The keys of accounts.
#[async_trait::async_trait]
pub trait KeyStore: Send + Sync {
    /// `Conflict` when the account has as many as it may.
    async fn add_key(&self, account: &AccountId, name: &str, hash: &str) -> Result<ApiKey, StoreError>;
    async fn list_keys(&self, account: &AccountId) -> Result<Vec<ApiKey>, StoreError>;
    /// Whose key has this id, for the operator.
    async fn key_owner(&self, id: &ApiKeyId) -> Result<AccountId, StoreError>;
    async fn remove_key(&self, account: &AccountId, id: &ApiKeyId) -> Result<(), StoreError>;
    /// Whose key this is, if it is one.
    async fn find_key(&self, hash: &str) -> Result<Option<AccountId>, StoreError>;
}
