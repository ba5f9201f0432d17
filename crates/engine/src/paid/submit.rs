//! Asking: the intent, the one paid call, and what is done when its answer was lost.

use super::{PaidStep, StoredRequest, cancel_job, capability, handle_of, order, record_of, word};
use crate::{
    actor::{Actor, Next},
    backoff::backoff,
    callbacks, counts,
    failure::StepFailure,
    leases::Leases,
    sentences,
};
use providers::{Accepted, Capability, FailureKind, JobHandle, LookError, Submission, SubmitError};
use std::{collections::HashSet, time::Duration};
use store::{Intended, NewSubmission, StoreError, SubmissionRecord, SubmissionState};
use tokio::time::{Instant, sleep, timeout};

/// Attempts at a request that was not taken, before a person is asked.
const ASKED_MAX: u32 = 8;
const BUSY_MAX: Duration = Duration::from_secs(120);
/// Rests between attempts to write down what was learned.
const LEARN_REST: Duration = Duration::from_millis(50);
const LEARN_REST_MAX: Duration = Duration::from_secs(2);

impl Actor {
    /// Writes the intent and makes the call.
    pub(super) async fn ask(&mut self, paid: &PaidStep) -> Result<Next, StoreError> {
        let order = match order::of(paid.planned.kind, &paid.input, &self.works.settings.public_url) {
            Ok(order) => order,
            Err(failure) => return self.stop_at(paid, failure).await,
        };
        // What is sent again is the same to the letter, whoever sends it and whatever its settings are then.
        let callback = callbacks::base(&self.works.settings, &*paid.provider);
        let request = StoredRequest { order, callback, key: paid.key.clone() };
        let new = NewSubmission {
            step: paid.step,
            provider: paid.provider.name().to_owned(),
            capability: word(paid.provider.capability(request.callback.is_some())),
            order: serde_json::to_value(&request)?,
            estimate: paid.estimate,
            deadline: self.works.settings.step_deadline,
            message: sentences::begun(paid.step, paid.planned.kind),
        };
        let written = Instant::now();
        let Intended { submission, begun } =
            match self.works.stores.submissions.intend(&self.claim.lease, &new).await {
                Err(StoreError::Conflict(_)) => return self.stop_at(paid, StepFailure::not_covered()).await,
                intended => intended?,
            };
        self.began = Some((paid.step, written));
        if self.tell(&begun) {
            // Nothing was sent, so nothing is owed.
            self.works.stores.submissions.reject(&self.claim.lease, &submission.request_key).await?;
            self.end_cancelled().await?;
            return Ok(Next::Ended);
        }
        self.submit(paid, submission, &request, written).await
    }

    /// The same request once more, which is written down before.
    async fn submit_again(
        &mut self,
        paid: &PaidStep,
        submission: &SubmissionRecord,
        stored: &StoredRequest,
    ) -> Result<Next, StoreError> {
        let written = Instant::now();
        let ledger = &self.works.stores.submissions;
        match ledger.ask_again(&self.claim.lease, &submission.request_key).await {
            Ok(submission) => self.submit(paid, submission, stored, written).await,
            // A callback was faster: whoever takes it next knows more.
            Err(StoreError::Conflict(_)) => {
                self.wait(Duration::ZERO, None).await?;
                Ok(Next::Ended)
            }
            Err(error) => Err(error),
        }
    }

    /// The one place that makes a paid call, under an intent that is stored; `written` is before it was.
    async fn submit(
        &mut self,
        paid: &PaidStep,
        submission: SubmissionRecord,
        stored: &StoredRequest,
        written: Instant,
    ) -> Result<Next, StoreError> {
        self.know(submission.clone());
        if !self.works.leases.may_pay(&self.claim.lease, written) {
            if submission.state == SubmissionState::Intent {
                self.works.stores.submissions.reject(&self.claim.lease, &submission.request_key).await?;
            }
            self.wait(Duration::ZERO, None).await?;
            return Ok(Next::Ended);
        }
        let settings = &self.works.settings;
        let address =
            |base| callbacks::address(settings, base, paid.provider.name(), &submission.request_key);
        let callback_url = stored.callback.as_deref().map(address);
        let request = Submission {
            order: &stored.order,
            request_key: &submission.request_key,
            callback_url: callback_url.as_deref(),
            timeout: settings.submit_timeout,
        };
        // The provider's client has its own time-out; this one is for a client that has none.
        let sent =
            timeout(settings.submit_timeout + Duration::from_secs(1), paid.provider.submit(request)).await;
        let sent =
            sent.unwrap_or_else(|_late| Err(SubmitError::Unknown { cause: "no answer in time".into() }));
        match sent {
            Ok(Accepted { job, state }) => {
                let submission = self.learn(submission, &job).await?;
                if self.told_to_stop()? {
                    cancel_job(&*paid.provider, &job).await;
                    self.end_cancelled().await?;
                    return Ok(Next::Ended);
                }
                self.seen(paid, &submission, &job, state).await
            }
            Err(SubmitError::Rejected { failure, transient, retry_after }) => {
                // A request that may have been taken before is not closed by a refusal now.
                if submission.state == SubmissionState::Intent {
                    self.works.stores.submissions.reject(&self.claim.lease, &submission.request_key).await?;
                    self.forget(&submission);
                } else if !transient {
                    return self.stop_at(paid, StepFailure::needs_review(paid.provider.name())).await;
                }
                if transient && paid.tries < ASKED_MAX {
                    let wait = retry_after.unwrap_or_else(|| {
                        backoff(paid.tries, self.works.settings.retry_base, 2.0, BUSY_MAX)
                    });
                    let message = sentences::busy(paid.provider.name(), wait);
                    self.wait(wait, Some(&message)).await?;
                    return Ok(Next::Ended);
                }
                let failure = match transient {
                    true => StepFailure::unavailable(paid.provider.name(), paid.tries + 1),
                    false => failure.into(),
                };
                self.stop_at(paid, failure).await
            }
            Err(SubmitError::Unknown { cause }) => {
                tracing::warn!(request = %submission.request_key, cause, "the answer to a paid request was lost");
                counts::answer_lost(paid.provider.name());
                self.works.stores.submissions.lose_answer(&submission.request_key).await?;
                // Whoever takes it next, at once, does what the provider's capability says.
                self.wait(Duration::ZERO, None).await?;
                Ok(Next::Ended)
            }
        }
    }

    /// An answer was lost, by a broken line or with a process: what is done now is what its provider can tell.
    pub(super) async fn recover(
        &mut self,
        paid: &PaidStep,
        submission: &SubmissionRecord,
    ) -> Result<Next, StoreError> {
        let key = &submission.request_key;
        if submission.state == SubmissionState::Intent {
            self.works.stores.submissions.lose_answer(key).await?;
        }
        // A callback may have named the job since we last looked.
        let submission = self.works.stores.submissions.get_submission(key).await?;
        if let Some(job) = handle_of(&submission) {
            self.know(submission.clone());
            return self.look(paid, &submission, &job).await;
        }
        if submission.left.is_zero() {
            return self.stop_at(paid, StepFailure::needs_review(paid.provider.name())).await;
        }
        let Ok(stored) = serde_json::from_value::<StoredRequest>(submission.order.clone()) else {
            return self.stop_at(paid, StepFailure::needs_review(paid.provider.name())).await;
        };
        match capability(&submission.capability) {
            Capability::Blind => self.stop_at(paid, StepFailure::needs_review(paid.provider.name())).await,
            Capability::Echoing => {
                let message = sentences::waiting_for_callback(paid.provider.name());
                let message = (submission.looks == 0).then_some(message.as_str());
                self.works.stores.submissions.count_look(&submission.request_key).await?;
                self.wait(submission.left, message).await?;
                Ok(Next::Ended)
            }
            Capability::Idempotent => match self.rest_before_asking_again(&submission).await? {
                true => self.submit_again(paid, &submission, &stored).await,
                false => Ok(Next::Ended),
            },
            Capability::Findable => self.find(paid, submission, &stored).await,
        }
    }

    /// True when the same request may be sent again now; otherwise the execution waits for its turn.
    async fn rest_before_asking_again(&mut self, submission: &SubmissionRecord) -> Result<bool, StoreError> {
        let looks = self.works.stores.submissions.count_look(&submission.request_key).await?;
        if looks <= 1 {
            return Ok(true);
        }
        // Each wait is over when this is called again, so every second call sends.
        if looks % 2 == 1 {
            return Ok(true);
        }
        self.wait(
            backoff(looks / 2, self.works.settings.retry_base, 2.0, BUSY_MAX).min(submission.left),
            None,
        )
        .await?;
        Ok(false)
    }

    async fn find(
        &mut self,
        paid: &PaidStep,
        submission: SubmissionRecord,
        stored: &StoredRequest,
    ) -> Result<Next, StoreError> {
        let key = submission.request_key.clone();
        let looks = self.works.stores.submissions.count_look(&key).await?;
        let mut taken_now = HashSet::<String>::new();
        loop {
            let is_taken = |id: &str| taken_now.contains(id);
            let found =
                paid.provider.find(&key, &stored.order, submission.intent_at.unix_ms(), &is_taken).await;
            match found {
                Ok(Some(job)) => {
                    let known = self
                        .works
                        .stores
                        .submissions
                        .taken_jobs(paid.provider.name(), std::slice::from_ref(&job.id))
                        .await?;
                    let is_ours = self.works.stores.submissions.get_submission(&key).await?.job;
                    if !known.is_empty() && is_ours.is_none_or(|ours| ours.id != job.id) {
                        taken_now.extend(known);
                        continue;
                    }
                    let submission = self.learn(submission, &job).await?;
                    return self.look(paid, &submission, &job).await;
                }
                Ok(None) => break,
                // It cannot be looked up: neither here nor there is known what happened.
                Err(LookError::Refused(failure)) if failure.kind == FailureKind::Lost => {
                    return self.stop_at(paid, StepFailure::needs_review(paid.provider.name())).await;
                }
                Err(error) => {
                    tracing::warn!(request = %key, ?error, "a lost answer could not be looked up; trying again");
                    let wait =
                        backoff(looks, self.works.settings.retry_base, 2.0, BUSY_MAX).min(submission.left);
                    self.wait(wait, None).await?;
                    return Ok(Next::Ended);
                }
            }
        }
        // A request that was on its way when its sender died may still arrive: absence is believed only when the
        // time in which it may be sent is over, and the time that an answer may take, twice.
        let sure_after =
            Leases::time_to_pay(self.works.settings.lease_ttl) + self.works.settings.submit_timeout * 2;
        if submission.since_asked < sure_after {
            self.wait(sure_after - submission.since_asked, None).await?;
            return Ok(Next::Ended);
        }
        self.submit_again(paid, &submission, stored).await
    }

    /// Writes down the job of a request, however long the store takes: it is true, and nobody else knows it.
    async fn learn(
        &mut self,
        submission: SubmissionRecord,
        job: &JobHandle,
    ) -> Result<SubmissionRecord, StoreError> {
        let record = record_of(job);
        let (began, mut rest) = (Instant::now(), LEARN_REST);
        loop {
            match self.works.stores.submissions.learn_job(&submission.request_key, &record).await {
                Ok(()) => break,
                Err(StoreError::Broken(error)) if began.elapsed() < self.works.settings.lease_ttl => {
                    tracing::error!(%error, job = %job.id, "a job could not be written down; trying again");
                    sleep(rest).await;
                    rest = (rest * 2).min(LEARN_REST_MAX);
                }
                Err(error) => return Err(error),
            }
        }
        let submission =
            SubmissionRecord { state: SubmissionState::Submitted, job: Some(record), looks: 0, ..submission };
        self.know(submission.clone());
        debug_assert!(handle_of(&submission).is_some());
        Ok(submission)
    }

    pub(super) fn forget(&mut self, submission: &SubmissionRecord) {
        self.claim.submissions.retain(|known| known.request_key != submission.request_key);
    }

    pub(super) async fn stop_at(
        &mut self,
        paid: &PaidStep,
        failure: StepFailure,
    ) -> Result<Next, StoreError> {
        self.end_failed(paid.step, failure).await?;
        Ok(Next::Ended)
    }
}
