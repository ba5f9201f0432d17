//! Looking at a job. Polls and callbacks both end here: whatever woke the execution, the provider is asked, and what it
//! says is what is true.

use super::{PaidStep, cancel_job};
use crate::{
    actor::{Actor, Next},
    backoff::backoff,
    counts,
    failure::StepFailure,
    sentences,
};
use domain::Money;
use providers::{FailureKind, JobHandle, JobState, LookError};
use std::time::Duration;
use store::{StoreError, SubmissionRecord};

const LOOK_MAX: Duration = Duration::from_secs(15);
/// Jobs of one step that break at their provider before a person is asked.
const BROKEN_MAX: u32 = 3;

impl Actor {
    /// Asks the provider how the job stands.
    pub(super) async fn look(
        &mut self,
        paid: &PaidStep,
        submission: &SubmissionRecord,
        job: &JobHandle,
    ) -> Result<Next, StoreError> {
        match paid.provider.look(job).await {
            Ok(state) => self.seen(paid, submission, job, state).await,
            Err(LookError::Refused(failure)) => self.stop_at(paid, failure.into()).await,
            Err(LookError::Later { cause, retry_after }) => {
                tracing::warn!(request = %submission.request_key, cause, "a job could not be looked at");
                if submission.left.is_zero() {
                    return self.too_late(paid, job).await;
                }
                let looks = self.works.stores.submissions.count_look(&submission.request_key).await?;
                let wait = retry_after
                    .unwrap_or_else(|| backoff(looks, self.works.settings.retry_base, 1.5, LOOK_MAX));
                self.wait(wait.min(submission.left), None).await?;
                Ok(Next::Ended)
            }
        }
    }

    /// What follows from how a job stands.
    pub(super) async fn seen(
        &mut self,
        paid: &PaidStep,
        submission: &SubmissionRecord,
        job: &JobHandle,
        state: JobState,
    ) -> Result<Next, StoreError> {
        match state {
            JobState::Pending { progress, look_after } => {
                if submission.left.is_zero() {
                    return self.too_late(paid, job).await;
                }
                self.note_progress(paid, progress).await?;
                let looks = self.works.stores.submissions.count_look(&submission.request_key).await?;
                let advice = self.works.settings.poll_interval.or(look_after);
                let wait =
                    advice.unwrap_or_else(|| backoff(looks, self.works.settings.retry_base, 1.5, LOOK_MAX));
                let message = sentences::asked(paid.step, paid.provider.name());
                self.wait(wait.min(submission.left), (looks == 1).then_some(message.as_str())).await?;
                Ok(Next::Ended)
            }
            JobState::Done { media, cost } => {
                let cost = cost.unwrap_or(submission.estimate);
                self.keep(paid, submission, media, cost).await
            }
            JobState::Failed { failure, cost } => {
                let cost = cost.unwrap_or(Money::ZERO);
                self.works
                    .stores
                    .submissions
                    .close_failed(&self.claim.lease, &submission.request_key, cost)
                    .await?;
                counts::paid(paid.provider.name(), cost);
                self.forget(submission);
                // What broke there and cost nothing may go better another time.
                if failure.kind == FailureKind::Broken && cost == Money::ZERO && paid.tries < BROKEN_MAX {
                    let wait = backoff(paid.tries, self.works.settings.retry_base, 2.0, LOOK_MAX);
                    self.wait(wait, Some(&sentences::broke(paid.provider.name(), wait))).await?;
                    return Ok(Next::Ended);
                }
                self.stop_at(paid, failure.into()).await
            }
        }
    }

    async fn note_progress(&mut self, paid: &PaidStep, progress: Option<u8>) -> Result<(), StoreError> {
        let Some(percent) = progress.filter(|percent| *percent > 0) else { return Ok(()) };
        let known = self.claim.steps.iter().find(|record| record.step.name == paid.step);
        if known.is_some_and(|record| record.step.progress >= percent) {
            return Ok(());
        }
        let message = sentences::asked(paid.step, paid.provider.name());
        let ledger = &self.works.stores.steps;
        let recorded = ledger.record_progress(&self.claim.lease, paid.step, percent, &message).await?;
        self.tell(&recorded);
        Ok(())
    }

    /// The job is not wanted any more; what it costs all the same is settled when that is known.
    async fn too_late(&mut self, paid: &PaidStep, job: &JobHandle) -> Result<Next, StoreError> {
        cancel_job(&*paid.provider, job).await;
        let failure = StepFailure::job_deadline(paid.provider.name(), self.works.settings.step_deadline);
        self.stop_at(paid, failure).await
    }
}
