//! The call that tries a key.

use super::{
    ProviderAddresses,
    question::{credentials, path, verdict},
};
use crate::http::{Caller, Service};
use async_trait::async_trait;
use domain::{KeyedProvider, Secret};
use std::time::Duration;
use tokio::time::timeout;

/// Whoever saves a key waits for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was learned of a key. The sentences are for people, and repeat nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyVerdict {
    /// Its provider takes it.
    Works,
    /// Its provider does not.
    Refused { sentence: String },
    /// Its provider cannot be asked now.
    NotReached { sentence: String },
}

/// Asks a provider whether it takes a key.
#[async_trait]
pub trait KeyTest: Send + Sync {
    async fn test(&self, provider: KeyedProvider, key: &Secret) -> KeyVerdict;
}

/// Asks the services at their configured addresses.
pub struct KeyTester {
    caller: Caller,
    addresses: ProviderAddresses,
    patience: Duration,
}

impl KeyTester {
    pub fn new(caller: Caller, addresses: ProviderAddresses) -> KeyTester {
        KeyTester { caller, addresses, patience: PATIENCE }
    }

    /// The same, with less time or more for an answer.
    pub fn with_patience(self, patience: Duration) -> KeyTester {
        KeyTester { patience, ..self }
    }
}

#[async_trait]
impl KeyTest for KeyTester {
    async fn test(&self, provider: KeyedProvider, key: &Secret) -> KeyVerdict {
        let secrets = [credentials(provider, key.expose())];
        let service =
            match Service::new(&self.caller, provider.as_str(), self.addresses.of(provider), &secrets) {
                Ok(service) => service,
                Err(error) => return KeyVerdict::Refused { sentence: error.to_string() },
            };
        let (path, query) = path(provider);
        let mut url = service.at(path);
        if let Some((name, value)) = query {
            url.query_pairs_mut().append_pair(name, value);
        }
        match timeout(self.patience, service.get(url)).await {
            Ok(Ok(answer)) => verdict(provider, answer.status, &answer.body),
            Ok(Err(error)) => {
                tracing::warn!(%provider, cause = error.cause(), "a key could not be tested");
                KeyVerdict::NotReached { sentence: format!("{} could not be reached.", provider.title()) }
            }
            Err(_late) => {
                KeyVerdict::NotReached { sentence: format!("{} did not answer in time.", provider.title()) }
            }
        }
    }
}
