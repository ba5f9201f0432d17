//! Keys of programs. Only hashes come here, made elsewhere.

use crate::StoreError;
use domain::{AccountId, ApiKeyId, Scope, Timestamp};

/// A key to be kept.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Who is given this again, makes the key anew: nobody saw the one before.
    pub id: ApiKeyId,
    pub name: String,
    pub scope: Scope,
    pub hash: String,
}

/// A key as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    pub scope: Scope,
    pub created_at: Timestamp,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
}

/// For whom a key acts, and how far it may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder {
    pub key: ApiKeyId,
    pub account: AccountId,
    pub scope: Scope,
}

/// The keys of accounts.
#[async_trait::async_trait]
pub trait KeyStore: Send + Sync {
    /// `Conflict` when the account has as many as it may.
    async fn add_key(&self, account: &AccountId, new: NewKey) -> Result<ApiKey, StoreError>;
    async fn list_keys(&self, account: &AccountId) -> Result<Vec<ApiKey>, StoreError>;
    /// Whose key has this id, for the operator.
    async fn key_owner(&self, id: &ApiKeyId) -> Result<AccountId, StoreError>;
    async fn remove_key(&self, account: &AccountId, id: &ApiKeyId) -> Result<(), StoreError>;
    /// Whose key this is, if it is one.
    async fn find_key(&self, hash: &str) -> Result<Option<KeyHolder>, StoreError>;
}
