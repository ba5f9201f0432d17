//! The desk: which clients an account's jobs are given to.

use super::{clients::Clients, noting::Noting};
use crate::settings::Settings;
use async_trait::async_trait;
use domain::{AccountId, KeyedProvider};
use engine::{JobDesk, JobMaker};
use providers::{Caller, ProviderError};
use std::sync::Arc;
use store::{OpenedProviderKey, ProviderKeyStore, StoreError, Vault};

/// Providers that do jobs here.
const MAKERS: [KeyedProvider; 2] = [KeyedProvider::Fal, KeyedProvider::Replicate];
/// What marks of keys are signed for.
const PURPOSE: &str = "provider-key";
const UNUSABLE: StoreError = StoreError::Conflict(
    "A provider's key that was saved here cannot be used. Copy it again from its provider and save it in the settings.",
);

/// Whether anything here works with keys of this provider yet.
pub fn uses(provider: KeyedProvider) -> bool {
    MAKERS.contains(&provider)
}

/// The keys of all accounts, and the server's own.
pub struct KeyedJobs {
    keys: Arc<dyn ProviderKeyStore>,
    vault: Arc<Vault>,
    clients: Clients,
    own: Vec<JobMaker>,
}

impl KeyedJobs {
    pub fn new(
        settings: &Settings,
        caller: Caller,
        keys: Arc<dyn ProviderKeyStore>,
        vault: Arc<Vault>,
    ) -> Result<Self, ProviderError> {
        let clients = Clients::new(caller, settings.addresses.clone());
        let known =
            [(KeyedProvider::Fal, &settings.fal_key), (KeyedProvider::Replicate, &settings.replicate_key)];
        let mut own = Vec::new();
        for (provider, key) in known {
            if let Some(key) = key {
                own.push(JobMaker { provider: clients.make(provider, key)?, key: None });
            }
        }
        Ok(KeyedJobs { keys, vault, clients, own })
    }

    /// With a key of the account's own. The mark is the same for as long as the key is, so that a key which was removed
    /// and saved again is known again. With another `SECRET_KEY` every mark is another one: then requests that are under
    /// way count as made with a key that is gone, and are looked at all the same.
    fn maker(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
        opened: OpenedProviderKey,
    ) -> Result<JobMaker, ProviderError> {
        let mark = self.vault.mac(PURPOSE, &format!("{provider}/{}", opened.key.expose()));
        let client = self.clients.with(provider, &opened.key, &mark)?;
        let noting = Noting::new(client, self.keys.clone(), account.clone(), opened.known);
        Ok(JobMaker { provider: Arc::new(noting), key: Some(mark) })
    }
}

#[async_trait]
impl JobDesk for KeyedJobs {
    async fn of(&self, account: &AccountId) -> Result<Vec<JobMaker>, StoreError> {
        let mut makers = Vec::with_capacity(MAKERS.len() + self.own.len());
        for provider in MAKERS {
            if let Some(opened) = self.keys.open_provider_key(account, provider).await? {
                makers.push(self.maker(account, provider, opened).map_err(|cause| {
                    tracing::error!(%account, %provider, %cause, "an account's key cannot be used");
                    UNUSABLE
                })?);
            }
        }
        makers.extend(self.own.iter().cloned());
        Ok(makers)
    }

    fn providers(&self) -> Vec<String> {
        MAKERS.iter().map(|provider| provider.as_str().to_owned()).collect()
    }
}
