//! Callbacks: what providers tell us of their jobs. It is kept, and makes its execution due; what is true is then asked
//! of the provider itself, so that a forged one changes nothing but when we look.

use crate::{EngineError, EngineSettings, paid, works::Works};
use providers::{CallbackRequest, JobProvider, JobState};
use store::{NewCallback, StoreError, SubmissionState};

/// The purpose that callback addresses are signed for.
const PURPOSE: &str = "callback";
/// Headers that are kept; others may carry what nobody needs.
const HEADERS_KEPT: [&str; 4] = ["content-type", "user-agent", "webhook-id", "x-fal-webhook-request-id"];

/// Where a provider tells of the job of this request; nobody else knows or guesses it.
pub(crate) fn address(settings: &EngineSettings, base: &str, provider: &str, request_key: &str) -> String {
    let mac = settings.vault.mac(PURPOSE, &signed(provider, request_key));
    format!("{base}/hooks/{provider}/{mac}/{request_key}")
}

/// Scheme, host and port of addresses that this provider calls back, if it takes any of ours.
pub(crate) fn base(settings: &EngineSettings, provider: &dyn JobProvider) -> Option<String> {
    let base = &settings.public_url;
    let example = address(settings, base, provider.name(), "ex:step:1");
    provider.takes_callback(&example).then(|| base.clone())
}

fn signed(provider: &str, request_key: &str) -> String {
    format!("{provider}/{request_key}")
}

/// Takes a callback. `NotFound` for an address that is not ours, or for news that is not the provider's. `Broken` where
/// its news cannot be made sure of now: nothing is kept of it, so that it is new when it comes again.
pub(crate) async fn receive(
    works: &Works,
    provider: &str,
    request_key: &str,
    mac: &str,
    request: CallbackRequest,
) -> Result<(), EngineError> {
    if !works.settings.vault.verify_mac(PURPOSE, &signed(provider, request_key), mac) {
        return Err(EngineError::NotFound);
    }
    let submission = works.stores.submissions.get_submission(request_key).await?;
    if submission.provider != provider {
        return Err(EngineError::NotFound);
    }
    let makers = works.makers.jobs.of(&submission.account).await?;
    let asked = paid::who_knows(&makers, provider, paid::key_of(&submission).as_deref());
    let client = asked.ok_or(EngineError::NotFound)?.provider;
    let news = client.read_callback(&request).await.map_err(|forged| {
        tracing::warn!(provider, request = request_key, %forged, "a callback was refused");
        EngineError::NotFound
    })?;
    // The answer was lost and the callback names the job: the provider itself must know it before it is adopted.
    let lost = matches!(submission.state, SubmissionState::Unknown | SubmissionState::Intent);
    if let Some(job) = news.job.filter(|_| lost && submission.job.is_none()) {
        match client.look(&job).await {
            Ok(JobState::Failed { failure, .. }) if failure.kind == providers::FailureKind::Lost => {
                return Err(EngineError::NotFound);
            }
            Ok(_) => match works.stores.submissions.learn_job(request_key, &paid::record_of(&job)).await {
                Ok(()) | Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            },
            // Whoever sends it sends it again.
            Err(error) => {
                return Err(EngineError::broken(format!(
                    "the job of a callback cannot be looked at: {error:?}"
                )));
            }
        }
    }
    let headers = request.headers.iter().filter(|(name, _)| HEADERS_KEPT.contains(&name.as_str()));
    let new = NewCallback {
        provider: provider.to_owned(),
        delivery_id: news.delivery_id,
        request_key: request_key.to_owned(),
        headers: headers
            .map(|(name, value)| (name.clone(), value.clone().into()))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        body: request.body.to_vec(),
    };
    let received = works.stores.callbacks.receive_callback(&new).await?;
    if received.is_new {
        works.due();
        works.unsettled.notify_one();
    }
    Ok(())
}
