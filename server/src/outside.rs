//! Who is called outside: the providers that somebody here has keys for, whoever says whether a key is good, whoever
//! fetches what providers made, and whoever carries webhooks.

use crate::{cli::Failure, job_desk::KeyedJobs, settings::Settings};
use engine::JobDesk;
use providers::{
    Caller, Courier, Egress, GuardedClient, GuardedCourier, GuardedProductReader, KeyTest, KeyTester,
    MediaFetch, MediaFetcher, ProductReader, ProviderError, VisitLimits,
};
use std::sync::Arc;
use store::{ProviderKeyStore, Vault};

/// The makers beyond this machine.
pub struct Outside {
    pub jobs: Arc<dyn JobDesk>,
    pub key_test: Arc<dyn KeyTest>,
    pub fetch: Arc<dyn MediaFetch>,
    pub courier: Arc<dyn Courier>,
    pub pages: Arc<dyn ProductReader>,
    /// Which addresses may be called that somebody else gave.
    pub egress: Arc<Egress>,
}

impl Outside {
    /// Calls nobody yet.
    pub fn open(
        settings: &Settings,
        keys: Arc<dyn ProviderKeyStore>,
        vault: Arc<Vault>,
    ) -> Result<Self, Failure> {
        let egress = Egress::parse(settings.egress_allow.as_deref().unwrap_or_default())
            .map_err(|sentence| Failure::new(format!("EGRESS_ALLOW: {sentence}")))?;
        let client = GuardedClient::new(egress.clone()).map_err(unusable)?;
        let caller = Caller::new().map_err(unusable)?;
        let jobs = KeyedJobs::new(settings, caller.clone(), keys, vault).map_err(unusable)?;
        Ok(Outside {
            jobs: Arc::new(jobs),
            key_test: Arc::new(KeyTester::new(caller, settings.addresses.clone())),
            fetch: Arc::new(MediaFetcher::new(client.clone())),
            courier: Arc::new(GuardedCourier::new(client.clone())),
            pages: Arc::new(GuardedProductReader::new(client, VisitLimits::default())),
            egress: Arc::new(egress),
        })
    }
}

fn unusable(error: ProviderError) -> Failure {
    match &error {
        ProviderError::Failed { sentence, cause: Some(cause) } => {
            Failure::new(format!("{sentence} {cause}."))
        }
        other => Failure::new(other.to_string()),
    }
}
