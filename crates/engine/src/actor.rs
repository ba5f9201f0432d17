//! The actor: one task that walks one claimed execution from its first step that is not stored to its end, or to where
//! it waits for somebody outside.
//!
//! ```text
//! claim ─► step ─┬─ works here ─► store outcome ─► … ─► complete
//!                ├─ paid elsewhere: intent ─► submitted ─► look ─┬─ done ──► fetch, store outcome ─► …
//!                │                                               └─ not yet ► wait (no actor, no lease)
//!                ├─ failed, past deadline ─► fail
//!                ├─ cancel ────────────────► cancelled (the provider is asked to stop)
//!                └─ drain, store broken ───► hand back
//!   lease lost anywhere: stop, write nothing more
//! ```
//!
//! What it knows is a cache of what is stored: it may be killed at any instruction. It never waits for a step that
//! was told to stop longer than the grace; that step keeps its hand until it has really ended, so that no more
//! steps work at once than there are hands.

use crate::{
    counts,
    failure::StepFailure,
    hands::{Hand, Place},
    order,
    output::{Made, StepOutput, input_hash, resolved},
    registry::Command,
    sentences,
    workplace::Workplace,
    works::Works,
};
use domain::{FailureCode, MediaResult, PlannedStep, Status, StepKind, StepName, Timestamp};
use futures::FutureExt;
use providers::{TRACEPARENT, follow_trace};
use serde_json::Value;
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use store::{Claim, Outcome, Recorded, StepRecord, StoreError};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep},
};
use tracing::{Instrument, Span};

/// A step that is interrupted this often without a person asking again does not come to an end here.
const TRIES_MAX: u32 = 25;
/// How often one claim makes again what is gone.
const REOPENED_MAX: u32 = 3;
/// Rests between attempts to hand an execution back to a store that fails.
const STORE_REST: Duration = Duration::from_millis(100);
const STORE_REST_MAX: Duration = Duration::from_secs(5);

/// Starts the actor of a claim. The hand is free again when all its work has ended.
pub(crate) fn launch(works: &Arc<Works>, claim: Claim, hand: Hand) {
    let id = &claim.lease.execution;
    let commands = works.registry.enter(id, claim.lease.epoch);
    let span = span_of(&claim);
    if let Some(event) = &claim.event {
        works.publish(id, event);
        span.in_scope(|| tracing::info!("an execution begins to run"));
        // One that was handed back begins again, and did not wait for this.
        if claim.steps.iter().all(|record| record.tries == 0) {
            counts::started(claim.kind, millis_between(claim.queued_at, claim.now));
        }
    }
    let workplace = works.workplaces.of(&claim.lease);
    let actor = Actor {
        works: works.clone(),
        claim,
        commands,
        workplace,
        made: Vec::new(),
        hand: Arc::new(hand),
        reopened: 0,
        claimed: Instant::now(),
        began: None,
    };
    works.tasks.spawn(actor.live().instrument(span));
}

/// What an actor does is told under the name of its execution, and belongs to the trace of the request that ordered it.
/// It is of the highest level, so that a log of errors alone still names the execution.
fn span_of(claim: &Claim) -> Span {
    let (execution, epoch) = (&claim.lease.execution, claim.lease.epoch);
    let kind = claim.kind.as_str();
    let span = tracing::error_span!(parent: None, "execution", %execution, kind, epoch);
    if let Some(traceparent) = claim.order.get(TRACEPARENT).and_then(Value::as_str) {
        follow_trace(&span, traceparent);
    }
    span
}

fn millis_between(earlier: Timestamp, later: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(later.ms_since(earlier)).unwrap_or_default())
}

pub(crate) struct Actor {
    pub works: Arc<Works>,
    pub claim: Claim,
    pub commands: mpsc::Receiver<Command>,
    pub workplace: Workplace,
    /// What the steps that are done left for the later ones.
    pub made: Vec<Made>,
    pub hand: Arc<Hand>,
    reopened: u32,
    /// When it was taken, by this process's own running clock.
    claimed: Instant,
    /// The step that was begun last under this claim, and when.
    pub began: Option<(StepName, Instant)>,
}

/// Whether the walk goes on.
pub(crate) enum Next {
    /// With the next step.
    Step,
    /// From this step on, since what it left is gone.
    From(usize),
    /// It does not: something final was written, or the execution waits.
    Ended,
}

impl Actor {
    async fn live(mut self) {
        match AssertUnwindSafe(self.walk()).catch_unwind().await {
            Ok(Ok(())) => {}
            Ok(Err(error @ (StoreError::LeaseLost | StoreError::NotFound))) => {
                tracing::warn!("another holder took over, or it was deleted");
                if matches!(error, StoreError::LeaseLost) {
                    counts::lease_lost();
                }
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the store failed under way");
                self.let_go().await;
            }
            Err(_panic) => {
                tracing::error!("the actor panicked");
                self.let_go().await;
            }
        }
        self.works.leases.drop(&self.claim.lease);
        self.works.registry.leave(&self.claim.lease.execution, self.claim.lease.epoch);
        self.workplace.remove().await;
    }

    async fn walk(&mut self) -> Result<(), StoreError> {
        if self.claim.cancel_requested {
            return self.end_cancelled().await;
        }
        let steps = self.claim.steps.clone();
        let plan = match order::plan(&self.claim) {
            Ok(plan) => plan,
            Err(failure) => {
                let first = steps.first().ok_or(StoreError::NotFound)?;
                return self.end_failed(first.step.name, failure).await;
            }
        };
        let mut at = 0;
        while let (Some(record), Some(planned)) = (steps.get(at), plan.get(at)) {
            let hash = self.hash(record, planned);
            let stored = record.output.clone().filter(|_| self.reopened == 0);
            match stored.map(serde_json::from_value::<StepOutput>) {
                Some(Ok(output)) => {
                    self.made.push(Made { name: record.step.name, kind: planned.kind, hash, output });
                    at += 1;
                    continue;
                }
                // An outcome that nobody reads any more is as good as gone, and with it what was made from it.
                Some(Err(_)) => {
                    self.reopened += 1;
                    self.reopen(record.step.name).await?;
                }
                None => {}
            }
            let (step, provider) = (record.step.name, record.step.provider.as_str());
            let span = tracing::error_span!("step", %step, provider);
            match self.do_step(record, planned, hash).instrument(span).await? {
                Next::Step => at += 1,
                Next::From(index) => at = index,
                Next::Ended => return Ok(()),
            }
        }
        self.end_completed().await
    }

    /// Of everything that decides what the step makes. Outcomes are shared within a project, where people change one
    /// thing and order again; every other order is one of its own.
    fn hash(&self, record: &StepRecord, planned: &PlannedStep) -> String {
        let scope = order::scope(self.claim.project.as_ref(), &self.claim.lease.execution);
        input_hash(scope, &record.step.provider, planned, &self.made)
    }

    async fn do_step(
        &mut self,
        record: &StepRecord,
        planned: &PlannedStep,
        hash: String,
    ) -> Result<Next, StoreError> {
        let step = record.step.name;
        if record.tries >= TRIES_MAX {
            self.end_failed(step, StepFailure::worn_out(record.tries)).await?;
            return Ok(Next::Ended);
        }
        if !self.change_hands(planned.kind) {
            self.wait(Duration::ZERO, None).await?;
            return Ok(Next::Ended);
        }
        if planned.kind != StepKind::Publish && self.reuse(record, planned, &hash).await? {
            return Ok(Next::Step);
        }
        let Some(input) = resolved(planned, &self.made) else {
            self.end_failed(step, StepFailure::internal("a step has no input")).await?;
            return Ok(Next::Ended);
        };
        match Place::of(planned.kind) {
            Place::Remote if planned.kind != StepKind::Publish => {
                self.do_paid_step(record, planned, input, hash).await
            }
            _ => self.do_local_step(step, planned.kind, input, hash).await,
        }
    }

    /// A hand of the kind that this step needs, of this node; false when there is none now.
    fn change_hands(&mut self, kind: StepKind) -> bool {
        if !self.works.settings.steps.contains(&kind) {
            return false;
        }
        let place = Place::of(kind);
        if self.hand.place != place {
            match self.works.hands.take(place) {
                Some(hand) => self.hand = Arc::new(hand.used()),
                None => return false,
            }
        }
        true
    }

    /// Takes over what this account has already, if it does.
    async fn reuse(
        &mut self,
        record: &StepRecord,
        planned: &PlannedStep,
        hash: &str,
    ) -> Result<bool, StoreError> {
        // Whoever tried it already has something of its own under way.
        if record.step.attempts > 0 || self.claim.project.is_none() {
            return Ok(false);
        }
        let stores = &self.works.stores;
        let Some(found) = stores.steps.find_outcome(&self.claim.account, hash).await? else {
            return Ok(false);
        };
        let Ok(output) = serde_json::from_value::<StepOutput>(found.clone()) else { return Ok(false) };
        if !self.workplace.holds(&output).await? {
            return Ok(false);
        }
        let outcome = Outcome { output: found, input_hash: Some(hash.to_owned()), charge: None };
        let (name, message) = (record.step.name, sentences::reused(record.step.name));
        let recorded = stores.steps.reuse_step(&self.claim.lease, name, &outcome, &message).await?;
        self.made.push(Made { name, kind: planned.kind, hash: hash.to_owned(), output });
        self.tell(&recorded);
        Ok(true)
    }

    /// Keeps what a step left, with what was paid for it, and goes on.
    pub async fn store_outcome(
        &mut self,
        step: StepName,
        kind: StepKind,
        output: StepOutput,
        hash: String,
        charge: Option<store::Charge>,
    ) -> Result<(), StoreError> {
        let outcome =
            Outcome { output: serde_json::to_value(&output)?, input_hash: Some(hash.clone()), charge };
        let ledger = &self.works.stores.steps;
        let message = sentences::done(step, kind);
        let recorded = ledger.finish_step(&self.claim.lease, step, &outcome, &message).await?;
        self.count_step(step, kind);
        self.made.push(Made { name: step, kind, hash, output });
        self.tell(&recorded);
        Ok(())
    }

    /// A step is done. One that waited for somebody outside may have begun under an earlier claim, or elsewhere.
    fn count_step(&self, step: StepName, kind: StepKind) {
        let Some(record) = self.claim.steps.iter().find(|record| record.step.name == step) else { return };
        let took = match (self.began, record.step.started_at) {
            (Some((began, at)), _) if began == step => at.elapsed(),
            (_, Some(started)) => millis_between(started, self.claim.now) + self.claimed.elapsed(),
            _ => return,
        };
        counts::step_done(kind, &record.step.provider, took);
        tracing::info!(seconds = took.as_secs_f64(), "a step is done");
    }

    /// The execution is final.
    fn count_end(&self, status: Status, code: Option<FailureCode>) {
        let took = millis_between(self.claim.queued_at, self.claim.now) + self.claimed.elapsed();
        counts::ended(self.claim.kind, status, code, Some(took));
    }

    /// What an earlier step left is gone: everything from the first one on whose files are missing is made again.
    pub async fn start_over(&mut self) -> Result<Option<usize>, StoreError> {
        self.reopened += 1;
        if self.reopened > REOPENED_MAX {
            return Ok(None);
        }
        let mut gone = None;
        for (index, made) in self.made.iter().enumerate() {
            if !self.workplace.holds(&made.output).await? {
                gone = Some(index);
                break;
            }
        }
        let Some(index) = gone else { return Ok(None) };
        if let Some(made) = self.made.get(index) {
            self.reopen(made.name).await?;
        }
        self.made.truncate(index);
        Ok(Some(index))
    }

    async fn reopen(&mut self, step: StepName) -> Result<(), StoreError> {
        let message = sentences::reopened(step);
        let recorded = self.works.stores.steps.reopen_steps(&self.claim.lease, step, &message).await?;
        self.tell(&recorded);
        Ok(())
    }

    async fn end_completed(&mut self) -> Result<(), StoreError> {
        let facts = self.made.pop().map(|made| made.output.facts).unwrap_or_default();
        let result: MediaResult = match serde_json::from_value(facts) {
            Ok(result) => result,
            Err(error) => {
                return self.end_failed(StepKind::Publish.into(), StepFailure::internal(error)).await;
            }
        };
        let message = sentences::completed(&result);
        let recorded = self.works.stores.leases.complete(&self.claim.lease, &result, &message).await?;
        self.tell(&recorded);
        Ok(())
    }

    pub async fn end_failed(&mut self, step: StepName, mut failure: StepFailure) -> Result<(), StoreError> {
        let record = self.claim.steps.iter().find(|record| record.step.name == step);
        let provider = record.map(|record| record.step.provider.clone()).unwrap_or_default();
        if !self.made.is_empty() && failure.retryable {
            failure.remedy.push_str(" What was made before is kept.");
        }
        let message = sentences::stopped(step, &failure.sentence);
        let detail = failure.detail(step, &provider);
        let recorded = self.works.stores.leases.fail(&self.claim.lease, &detail, &message).await?;
        self.count_end(Status::Failed, Some(detail.code));
        self.tell(&recorded);
        Ok(())
    }

    pub async fn end_cancelled(&mut self) -> Result<(), StoreError> {
        let billed = self.cancel_jobs().await;
        let message = sentences::cancelled(billed);
        let recorded = self.works.stores.leases.cancelled(&self.claim.lease, message).await?;
        self.tell(&recorded);
        Ok(())
    }

    /// Lets go until `wait` is over, or until there is news.
    pub async fn wait(&mut self, wait: Duration, message: Option<&str>) -> Result<(), StoreError> {
        let recorded = self.works.stores.leases.wait(&self.claim.lease, wait, message).await?;
        if let Some(recorded) = recorded {
            self.tell(&recorded);
        }
        // What is due at once may be for a hand that only another node has.
        if wait.is_zero() {
            self.works.due()
        } else {
            self.works.work.notify_one()
        }
        Ok(())
    }

    pub async fn hand_back(&mut self, message: &str) -> Result<(), StoreError> {
        let recorded = self.works.stores.leases.hand_back(&self.claim.lease, message).await?;
        self.tell(&recorded);
        self.works.due();
        Ok(())
    }

    /// Hands back to a store that fails: again and again, until it takes it, the lease is over or the process ends,
    /// after which whoever comes next takes it up.
    async fn let_go(&mut self) {
        let mut rest = STORE_REST;
        loop {
            match self.hand_back(sentences::STORE_FAILED).await {
                Ok(()) | Err(StoreError::LeaseLost | StoreError::NotFound) => return,
                Err(error) => tracing::error!(%error, "the store still fails"),
            }
            tokio::select! {
                () = self.works.stopping.cancelled() => return,
                () = sleep(rest) => {}
            }
            rest = (rest * 2).min(STORE_REST_MAX);
        }
    }

    /// Passes a stored change on; true when somebody wants the execution stopped.
    pub fn tell(&self, recorded: &Recorded) -> bool {
        self.works.publish(&self.claim.lease.execution, &recorded.event);
        if recorded.event.status != Status::Running {
            let status = recorded.event.status.as_str();
            tracing::info!(status, "an execution stopped running");
        }
        // Why one failed is known to whoever wrote it.
        if matches!(recorded.event.status, Status::Completed | Status::Cancelled) {
            self.count_end(recorded.event.status, None);
        }
        recorded.cancel_requested
    }
}
