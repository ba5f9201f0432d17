//! Who is called outside: the providers that the operator has keys for, whoever fetches what they made, and whoever
//! carries webhooks.

use crate::{cli::Failure, settings::Settings};
use providers::{
    Caller, Courier, Egress, FalJobs, FalSettings, GuardedClient, GuardedCourier, GuardedProductReader,
    JobProvider, MediaFetch, MediaFetcher, ProductReader, ProviderError, ReplicateJobs, ReplicateSettings,
    VisitLimits,
};
use std::sync::Arc;

/// The makers beyond this machine.
pub struct Outside {
    pub jobs: Vec<Arc<dyn JobProvider>>,
    pub fetch: Arc<dyn MediaFetch>,
    pub courier: Arc<dyn Courier>,
    pub pages: Arc<dyn ProductReader>,
    /// Which addresses may be called that somebody else gave.
    pub egress: Arc<Egress>,
}

impl Outside {
    /// Calls nobody yet.
    pub fn open(settings: &Settings) -> Result<Self, Failure> {
        let egress = Egress::parse(settings.egress_allow.as_deref().unwrap_or_default())
            .map_err(|sentence| Failure::new(format!("EGRESS_ALLOW: {sentence}")))?;
        let client = GuardedClient::new(egress.clone()).map_err(unusable)?;
        Ok(Outside {
            jobs: jobs(settings).map_err(unusable)?,
            fetch: Arc::new(MediaFetcher::new(client.clone())),
            courier: Arc::new(GuardedCourier::new(client.clone())),
            pages: Arc::new(GuardedProductReader::new(client, VisitLimits::default())),
            egress: Arc::new(egress),
        })
    }
}

fn jobs(settings: &Settings) -> Result<Vec<Arc<dyn JobProvider>>, ProviderError> {
    let caller = Caller::new()?;
    let mut jobs: Vec<Arc<dyn JobProvider>> = Vec::new();
    if let Some(fal) = &settings.fal {
        let base_url = fal.base_url.clone();
        let known = FalSettings { base_url, ..FalSettings::with_key(fal.key.expose()) };
        jobs.push(Arc::new(FalJobs::new(&caller, known)?));
    }
    if let Some(replicate) = &settings.replicate {
        let base_url = replicate.base_url.clone();
        let known = ReplicateSettings { base_url, ..ReplicateSettings::with_token(replicate.key.expose()) };
        jobs.push(Arc::new(ReplicateJobs::new(&caller, known)?));
    }
    Ok(jobs)
}

fn unusable(error: ProviderError) -> Failure {
    match &error {
        ProviderError::Failed { sentence, cause: Some(cause) } => {
            Failure::new(format!("{sentence} {cause}."))
        }
        other => Failure::new(other.to_string()),
    }
}
