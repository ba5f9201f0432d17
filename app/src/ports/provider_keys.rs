//! An account's own keys of providers.

use super::PortError;
use domain::{AccountId, KeyedProvider, Secret, Timestamp};
use serde::Serialize;

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// Its provider takes it.
    Works,
    /// Its provider did not take it when it was used.
    Refused,
    /// Its provider could not be asked when it was saved.
    Untested,
}

/// A key as its owners see it; the key itself is never shown again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProviderKey {
    /// The provider.
    pub id: KeyedProvider,
    pub state: KeyState,
    /// How it ends.
    pub last_four: String,
    /// Why it does not work, or could not be tested.
    #[schema(required)]
    pub last_error: Option<String>,
    /// When its provider last said something of it.
    #[schema(required)]
    pub tested_at: Option<Timestamp>,
    pub saved_at: Timestamp,
    /// Whether anything here works with it yet; otherwise it is only kept.
    pub used: bool,
}

/// The keys of one account.
#[async_trait::async_trait]
pub trait ProviderKeysPort: Send + Sync {
    async fn list(&self, account: &AccountId) -> Result<Vec<ProviderKey>, PortError>;
    async fn get(&self, account: &AccountId, provider: KeyedProvider) -> Result<ProviderKey, PortError>;
    /// Tests a key and keeps it in the place of the one before. One that its provider refuses is not kept, and
    /// `Invalid` says why; one whose provider cannot be asked now is.
    async fn put(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
        key: Secret,
    ) -> Result<ProviderKey, PortError>;
    /// From now on nothing is made with it.
    async fn remove(&self, account: &AccountId, provider: KeyedProvider) -> Result<(), PortError>;
    /// Whether anything here works with keys of this provider yet.
    fn is_used(&self, provider: KeyedProvider) -> bool;
}
