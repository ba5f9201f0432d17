//! Keeping what a job left: its files are in our own store before the step is done and its cost is booked.

use super::PaidStep;
use crate::{
    actor::{Actor, Next},
    backoff::backoff,
    counts,
    failure::StepFailure,
    output::{KeptFile, StepOutput},
    registry::Command,
    sentences,
    workplace::Workplace,
    works::Works,
};
use domain::{Money, StepKind};
use providers::{FetchError, FetchLimits, JobMedia};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use store::{Charge, MediaFolder, StoreError, SubmissionRecord, SubmissionState};

const LIMITS: FetchLimits = FetchLimits {
    bytes_max: 4 << 30,
    time_max: Duration::from_secs(20 * 60),
    idle_max: Duration::from_secs(60),
};
const FETCH_MAX: Duration = Duration::from_secs(60);

impl Actor {
    pub(super) async fn keep(
        &mut self,
        paid: &PaidStep,
        submission: &SubmissionRecord,
        media: Vec<JobMedia>,
        cost: Money,
    ) -> Result<Next, StoreError> {
        let charge = Charge { request_key: submission.request_key.clone(), cost };
        // One that is done was booked before, and its file is only fetched again.
        let owed = if submission.state == SubmissionState::Done { Money::ZERO } else { cost };
        let Some(first) = media.first() else {
            return self.lost(paid, &charge, owed, StepFailure::file_lost(paid.provider.name())).await;
        };
        let fetching = fetch(Place::of(self), paid, first);
        let fetched = tokio::select! {
            fetched = fetching => fetched,
            command = self.commands.recv() => return match command {
                Some(Command::Cancel) => {
                    self.end_cancelled().await?;
                    Ok(Next::Ended)
                }
                Some(Command::LeaseLost) | None => Err(StoreError::LeaseLost),
            },
            // Whoever takes it next fetches the file; nothing is paid for that.
            () = self.works.stopping.cancelled() => {
                self.wait(Duration::ZERO, None).await?;
                return Ok(Next::Ended);
            }
        };
        match fetched {
            Ok(files) => {
                let output = StepOutput { files, facts: facts(paid, first) };
                self.store_outcome(paid.step, paid.planned.kind, output, paid.hash.clone(), Some(charge))
                    .await?;
                counts::paid(paid.provider.name(), owed);
                Ok(Next::Step)
            }
            Err(NotKept::Gone) => {
                self.lost(paid, &charge, owed, StepFailure::file_lost(paid.provider.name())).await
            }
            Err(NotKept::Unusable(failure)) => self.lost(paid, &charge, owed, failure).await,
            Err(NotKept::Later(cause)) => {
                tracing::warn!(request = %submission.request_key, cause, "what a job left could not be fetched");
                if submission.left.is_zero() {
                    return self
                        .stop_at(paid, StepFailure::unavailable(paid.provider.name(), paid.tries))
                        .await;
                }
                let looks = self.works.stores.submissions.count_look(&submission.request_key).await?;
                let wait =
                    backoff(looks, self.works.settings.retry_base, 2.0, FETCH_MAX).min(submission.left);
                self.wait(wait, Some(&sentences::fetching_again(wait))).await?;
                Ok(Next::Ended)
            }
            // The file is still there: a retry fetches it and pays nothing.
            Err(NotKept::Here(failure)) => self.stop_at(paid, failure).await,
        }
    }

    /// It was made and is paid, and nobody will have it.
    async fn lost(
        &mut self,
        paid: &PaidStep,
        charge: &Charge,
        owed: Money,
        failure: StepFailure,
    ) -> Result<Next, StoreError> {
        let ledger = &self.works.stores.submissions;
        ledger.close_failed(&self.claim.lease, &charge.request_key, charge.cost).await?;
        counts::paid(paid.provider.name(), owed);
        self.claim.submissions.retain(|known| known.request_key != charge.request_key);
        self.stop_at(paid, failure).await
    }
}

/// Where a file goes.
struct Place {
    works: Arc<Works>,
    workplace: Workplace,
    epoch: u64,
    work: MediaFolder,
}

impl Place {
    fn of(actor: &Actor) -> Place {
        Place {
            works: actor.works.clone(),
            workplace: actor.workplace.clone(),
            epoch: actor.claim.lease.epoch,
            work: actor.claim.work.clone(),
        }
    }
}

async fn fetch(place: Place, paid: &PaidStep, media: &JobMedia) -> Result<Vec<KeptFile>, NotKept> {
    let Place { works, workplace, epoch, work } = place;
    let part = workplace.begin(paid.step, epoch).await.map_err(|error| NotKept::Here(error.into()))?;
    let arriving = part.join("arriving");
    let fetched = works.makers.fetch.fetch(&media.url, &arriving, LIMITS).await?;
    let content_type = fetched.content_type.or_else(|| media.content_type.clone());
    let ending = ending(paid.planned.kind, content_type.as_deref(), &media.url);
    let Some(ending) = ending.filter(|_| fetched.bytes > 0) else {
        return Err(NotKept::Unusable(StepFailure::unusable_file(paid.provider.name())));
    };
    let name = format!("{}.{ending}", paid.planned.kind);
    let renamed = tokio::fs::rename(&arriving, part.join(&name)).await;
    renamed.map_err(|error| NotKept::Here(error.into()))?;
    let kept = workplace.keep(paid.step, epoch, &work).await;
    kept.map_err(|error| NotKept::Here(error.into()))
}

/// What later steps need to know of a file.
fn facts(paid: &PaidStep, media: &JobMedia) -> Value {
    let mut facts = json!({ "sourceUrl": media.url });
    if paid.planned.kind == StepKind::Video {
        let seconds = paid.input.get("duration").and_then(Value::as_u64).unwrap_or(5);
        let picture = paid.input.get("image").and_then(|image| {
            let output: StepOutput = serde_json::from_value(image.clone()).ok()?;
            output.files.into_iter().next()
        });
        facts["durationMs"] = json!(seconds * 1000);
        facts["poster"] = json!(picture);
    }
    facts
}

/// Why a file is not kept.
enum NotKept {
    Gone,
    Later(String),
    /// It is no file that we can use.
    Unusable(StepFailure),
    /// Something on our side is in the way.
    Here(StepFailure),
}

impl From<FetchError> for NotKept {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Gone => NotKept::Gone,
            FetchError::Later { cause } => NotKept::Later(cause),
            FetchError::TooLarge => NotKept::Unusable(StepFailure::too_large()),
            FetchError::Refused(sentence) => NotKept::Here(StepFailure::unreachable(sentence)),
            FetchError::Disk(error) => NotKept::Here(error.into()),
        }
    }
}

/// What the file is called by its type, if it is one that this step makes.
fn ending(kind: StepKind, content_type: Option<&str>, url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let end = path.rsplit('.').next().unwrap_or_default();
    match (kind, content_type.unwrap_or_default(), end) {
        (StepKind::Image, "image/png", _) => Some("png"),
        (StepKind::Image, "image/jpeg", _) => Some("jpg"),
        (StepKind::Image, "image/webp", _) => Some("webp"),
        (StepKind::Video, "video/mp4", _) => Some("mp4"),
        (StepKind::Image, "" | "application/octet-stream" | "binary/octet-stream", end) => {
            ["png", "jpg", "webp"].into_iter().find(|known| *known == end)
        }
        (StepKind::Video, "" | "application/octet-stream" | "binary/octet-stream", "mp4") => Some("mp4"),
        _ => None,
    }
}
