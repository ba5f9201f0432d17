//! Settling: requests whose execution is over are looked at until it is known what they cost.

use super::{StoredRequest, capability, handle_of, key_of, record_of, who_knows};
use crate::{backoff::backoff, counts, works::Works};
use domain::Money;
use providers::{Capability, JobProvider, JobState};
use std::{sync::Arc, time::Duration};
use store::{Charge, StoreError, SubmissionRecord};

/// Requests that are taken at once.
const BATCH: u32 = 16;
/// How long one that was taken stays with whoever took it.
const HELD: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_secs(5);
const LOOK_MAX: Duration = Duration::from_secs(10 * 60);

/// Runs until the engine drains.
pub(crate) async fn settle(works: Arc<Works>) {
    while !works.stopping.is_cancelled() {
        match works.stores.settlements.claim_settlements(BATCH, HELD).await {
            Ok(open) if !open.is_empty() => {
                for submission in open {
                    if let Err(error) = settle_one(&works, &submission).await {
                        tracing::error!(request = %submission.request_key, %error, "a cost could not be settled; trying again");
                    }
                }
                continue;
            }
            Ok(_none) => {}
            Err(error) => tracing::error!(%error, "open costs cannot be read; trying again"),
        }
        tokio::select! {
            () = works.stopping.cancelled() => return,
            () = works.unsettled.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn settle_one(works: &Works, submission: &SubmissionRecord) -> Result<(), StoreError> {
    let (key, stores) = (&submission.request_key, &works.stores);
    let makers = works.makers.jobs.of(&submission.account).await?;
    let Some(asked) = who_knows(&makers, &submission.provider, key_of(submission).as_deref()) else {
        return stores.settlements.settle_later(key, Some(LOOK_MAX)).await;
    };
    let job = match handle_of(submission) {
        Some(job) => Some(job),
        None => find(works, &*asked.provider, submission).await?,
    };
    let looks = stores.submissions.count_look(key).await?;
    let later = works
        .settings
        .poll_interval
        .unwrap_or_else(|| backoff(looks, works.settings.retry_base, 1.6, LOOK_MAX));
    let Some(job) = job else {
        // Only a callback or a person knows more; where it can be looked up, it is looked up again.
        // Who has another key cannot say that it was never made.
        let findable = capability(&submission.capability) == Capability::Findable;
        let again = findable && !(asked.has_its_key && submission.left.is_zero());
        if findable && !again {
            let nothing = Charge { request_key: key.clone(), cost: Money::ZERO };
            return stores.settlements.settle_failed(&nothing).await;
        }
        return stores.settlements.settle_later(key, again.then_some(later)).await;
    };
    match asked.provider.look(&job).await {
        Ok(JobState::Done { cost, .. }) => {
            let cost = cost.unwrap_or(submission.estimate);
            stores.settlements.settle(&Charge { request_key: key.clone(), cost }).await?;
            counts::paid(asked.provider.name(), cost);
            Ok(())
        }
        Ok(JobState::Failed { cost, .. }) => {
            let cost = cost.unwrap_or(Money::ZERO);
            stores.settlements.settle_failed(&Charge { request_key: key.clone(), cost }).await?;
            counts::paid(asked.provider.name(), cost);
            Ok(())
        }
        Ok(JobState::Pending { .. }) | Err(_) => stores.settlements.settle_later(key, Some(later)).await,
    }
}

/// Looks up the job of a request whose answer was lost.
async fn find(
    works: &Works,
    provider: &dyn JobProvider,
    submission: &SubmissionRecord,
) -> Result<Option<providers::JobHandle>, StoreError> {
    if capability(&submission.capability) != Capability::Findable {
        return Ok(None);
    }
    let Ok(stored) = serde_json::from_value::<StoredRequest>(submission.order.clone()) else {
        return Ok(None);
    };
    let (key, after) = (&submission.request_key, submission.intent_at.unix_ms());
    let Ok(Some(job)) = provider.find(key, &stored.order, after, &|_| false).await else { return Ok(None) };
    match works.stores.submissions.learn_job(key, &record_of(&job)).await {
        Ok(()) => Ok(Some(job)),
        Err(StoreError::Conflict(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
