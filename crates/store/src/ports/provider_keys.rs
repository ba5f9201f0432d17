//! Keys of providers that belong to accounts: sealed, each for its account and its provider.

use crate::StoreError;
use domain::{AccountId, KeyedProvider, Secret, Timestamp};

/// How a provider answered when it was asked about a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyAnswer {
    /// It takes it.
    Works,
    /// It does not, with a sentence for people.
    Refused(String),
    /// It could not be asked, with a sentence for people.
    NotAsked(String),
}

/// What is shown of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderKey {
    pub provider: KeyedProvider,
    pub last_four: String,
    /// When its provider last said something of it; nothing while it could not be asked.
    pub tested_at: Option<Timestamp>,
    /// Why it does not work, or could not be tested.
    pub error: Option<String>,
    /// No two keys of one account and provider are saved at the same moment, so it also says which key this is.
    pub saved_at: Timestamp,
}

/// A key, and what is known of it.
#[derive(Debug, Clone)]
pub struct OpenedProviderKey {
    pub key: Secret,
    pub known: ProviderKey,
}

/// The keys of providers that accounts have.
#[async_trait::async_trait]
pub trait ProviderKeyStore: Send + Sync {
    /// Keeps a key, in the place of the one before.
    async fn put_provider_key(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
        key: &Secret,
        answer: &KeyAnswer,
    ) -> Result<ProviderKey, StoreError>;
    /// By the names of the providers.
    async fn list_provider_keys(&self, account: &AccountId) -> Result<Vec<ProviderKey>, StoreError>;
    /// The key itself, where there is one. `Conflict` where it does not open any more.
    async fn open_provider_key(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
    ) -> Result<Option<OpenedProviderKey>, StoreError>;
    /// Notes how the provider answered to the key of this moment; where another one was saved since, nothing.
    async fn note_provider_answer(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
        saved_at: Timestamp,
        answer: &KeyAnswer,
    ) -> Result<(), StoreError>;
    async fn remove_provider_key(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
    ) -> Result<(), StoreError>;
}
