//! The clients of fal and Replicate, one for each key. They are kept while they are in use, since Replicate's remembers
//! the secret that its callbacks are signed with; beyond a number, the one that was used longest ago goes.

use domain::{KeyedProvider, Secret};
use providers::{
    Caller, FalJobs, FalSettings, JobProvider, ProviderAddresses, ProviderError, ReplicateJobs,
    ReplicateSettings,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

const KEPT_MAX: usize = 256;

/// Makes clients, and keeps those in use.
pub(super) struct Clients {
    caller: Caller,
    addresses: ProviderAddresses,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// By provider and the mark of the key, with when it was last used.
    clients: HashMap<(KeyedProvider, String), (Arc<dyn JobProvider>, u64)>,
    /// Counts uses.
    uses: u64,
}

impl Clients {
    pub fn new(caller: Caller, addresses: ProviderAddresses) -> Self {
        Clients { caller, addresses, kept: Mutex::default() }
    }

    /// The client with this key, which the mark tells from others.
    pub fn with(
        &self,
        provider: KeyedProvider,
        key: &Secret,
        mark: &str,
    ) -> Result<Arc<dyn JobProvider>, ProviderError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let (now, place) = (kept.uses, (provider, mark.to_owned()));
        if let Some((client, used)) = kept.clients.get_mut(&place) {
            *used = now;
            return Ok(client.clone());
        }
        let client = self.make(provider, key)?;
        if kept.clients.len() >= KEPT_MAX {
            let oldest = kept.clients.iter().min_by_key(|(_, (_, used))| *used);
            if let Some(oldest) = oldest.map(|(place, _)| place.clone()) {
                kept.clients.remove(&oldest);
            }
        }
        kept.clients.insert(place, (client.clone(), now));
        Ok(client)
    }

    /// A client that nobody else has.
    pub fn make(&self, provider: KeyedProvider, key: &Secret) -> Result<Arc<dyn JobProvider>, ProviderError> {
        let base_url = self.addresses.of(provider).to_owned();
        match provider {
            KeyedProvider::Fal => {
                let settings = FalSettings { base_url, ..FalSettings::with_key(key.expose()) };
                Ok(Arc::new(FalJobs::new(&self.caller, settings)?))
            }
            KeyedProvider::Replicate => {
                let settings = ReplicateSettings { base_url, ..ReplicateSettings::with_token(key.expose()) };
                Ok(Arc::new(ReplicateJobs::new(&self.caller, settings)?))
            }
            other => Err(ProviderError::invalid(format!("{} does no jobs here yet.", other.title()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_kept_while_it_is_in_use_and_not_without_end() {
        let clients = Clients::new(Caller::new().unwrap(), ProviderAddresses::default());
        let with = |mark: &str| {
            let key = Secret::from("sk-12345".to_owned());
            clients.with(KeyedProvider::Replicate, &key, mark).unwrap()
        };
        let first = with("first");
        for n in 0..KEPT_MAX * 2 {
            with(&n.to_string());
            assert!(Arc::ptr_eq(&first, &with("first")), "it was in use");
        }
        assert_eq!(clients.kept.lock().unwrap().clients.len(), KEPT_MAX);
        let early = with("0");
        assert!(Arc::ptr_eq(&early, &with("0")));
    }
}
