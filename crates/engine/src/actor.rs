//! The actor: one task that walks one claimed execution from its first step that is not stored to its end.
//!
//! ```text
//! claim ─► begin step ─► work ─► store outcome ─► … ─► complete
//!              │           ├─ failed, past deadline ─► fail
//!              │           ├─ cancel ────────────────► cancelled
//!              │           └─ drain, store broken ───► hand back (queued again)
//!              └─ lease lost anywhere: stop, write nothing more
//! ```
//!
//! What it knows is a cache of what is stored: it may be killed at any instruction. It never waits for a step that
//! was told to stop longer than the grace; that step keeps its hand until it has really ended, so that no more
//! steps work at once than there are hands.

use crate::{
    cleanup,
    failure::StepFailure,
    registry::Command,
    sentences,
    steps::{self, StepContext, StepOutput},
    workplace::Workplace,
    works::Works,
};
use domain::{MediaResult, RenderOrder, Status, StepName};
use futures::FutureExt;
use providers::{Progress, Reporter};
use serde_json::Value;
use std::{panic::AssertUnwindSafe, path::PathBuf, sync::Arc, time::Duration};
use store::{Claim, Recorded, StepRecord, StoreError};
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, watch},
    task::JoinHandle,
    time::{MissedTickBehavior, interval, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// Progress is stored at most this often.
const BEAT: Duration = Duration::from_millis(250);
/// How long a step may take to stop when the process is about to end.
const DRAIN_GRACE: Duration = Duration::from_secs(8);
/// A step that is interrupted this often without a person asking again does not come to an end here.
const TRIES_MAX: u32 = 25;
/// Rests between attempts to hand an execution back to a store that fails.
const STORE_REST: Duration = Duration::from_millis(100);
const STORE_REST_MAX: Duration = Duration::from_secs(5);

/// Starts the actor of a claim. The hand is free again when all its work has ended.
pub(crate) fn launch(works: &Arc<Works>, claim: Claim, hand: OwnedSemaphorePermit) {
    let id = &claim.lease.execution;
    let commands = works.registry.enter(id, claim.lease.epoch);
    works.registry.publish(id, &claim.event);
    tracing::info!(execution = %id, epoch = claim.lease.epoch, "an execution begins to run");
    let workplace = works.workplaces.of(id);
    let facts = Vec::with_capacity(claim.steps.len());
    let actor = Actor { works: works.clone(), claim, commands, workplace, facts, hand: Arc::new(hand) };
    works.tasks.spawn(actor.live());
}

struct Actor {
    works: Arc<Works>,
    claim: Claim,
    commands: mpsc::Receiver<Command>,
    workplace: Workplace,
    /// What the steps that are done left for the later ones.
    facts: Vec<(StepName, Value)>,
    hand: Arc<OwnedSemaphorePermit>,
}

/// Whether the walk goes on.
enum Next {
    Step,
    Ended,
}

/// Why following a step came to an end.
enum Halt {
    Worked(Result<StepOutput, StepFailure>),
    Cancel,
    Deadline,
    Draining,
}

impl Actor {
    async fn live(mut self) {
        match AssertUnwindSafe(self.walk()).catch_unwind().await {
            Ok(Ok(())) => {}
            Ok(Err(StoreError::LeaseLost | StoreError::NotFound)) => {
                tracing::warn!(execution = %self.claim.lease.execution, "another holder took over, or it was deleted");
            }
            Ok(Err(error)) => {
                tracing::error!(execution = %self.claim.lease.execution, %error, "the store failed under way");
                self.let_go().await;
            }
            Err(_panic) => {
                tracing::error!(execution = %self.claim.lease.execution, "the actor panicked");
                self.let_go().await;
            }
        }
        self.works.registry.leave(&self.claim.lease.execution, self.claim.lease.epoch);
        self.works.workplaces.sweep(self.works.registry.running()).await;
    }

    async fn walk(&mut self) -> Result<(), StoreError> {
        if self.claim.cancel_requested {
            return self.end_cancelled().await;
        }
        let steps = self.claim.steps.clone();
        let order = match serde_json::from_value::<RenderOrder>(self.claim.order.clone()) {
            Ok(order) => Arc::new(order),
            Err(error) => {
                let first = steps.first().ok_or(StoreError::NotFound)?;
                return self.end_failed(&first.step.name, StepFailure::internal(error)).await;
            }
        };
        let to_do = self.first_to_do(&steps).await;
        if let Some(gone) = steps.get(to_do).filter(|record| record.output.is_some()) {
            let name = gone.step.name;
            let message = sentences::reopened(name);
            let recorded = self.works.stores.ledger.reopen_steps(&self.claim.lease, name, &message).await?;
            self.tell(&recorded);
        }
        for record in steps.iter().skip(to_do) {
            if let Next::Ended = self.do_step(record, &order).await? {
                return Ok(());
            }
        }
        self.end_completed().await
    }

    /// How many steps need not be done: those whose outcome is stored and still there. When the last one is, nothing
    /// that only earlier ones left is needed.
    async fn first_to_do(&mut self, steps: &[StepRecord]) -> usize {
        let mut stored = 0;
        let mut whole = 0;
        for (index, record) in steps.iter().enumerate() {
            let output = record.output.clone().and_then(|json| serde_json::from_value(json).ok());
            let Some(output): Option<StepOutput> = output else { break };
            stored += 1;
            if whole == index && self.workplace.holds(&output.files) {
                whole += 1;
            }
            self.facts.push((record.step.name, output.facts));
        }
        if stored == steps.len() && self.is_published().await {
            return stored;
        }
        // Media that are gone are put in place again.
        let to_do = whole.min(steps.len().saturating_sub(1));
        self.facts.truncate(to_do);
        to_do
    }

    async fn is_published(&self) -> bool {
        match self.claim.media.file("ad.mp4") {
            Ok(name) => self.works.stores.media.head(&name).await.is_ok(),
            Err(_) => false,
        }
    }

    async fn do_step(&mut self, record: &StepRecord, order: &Arc<RenderOrder>) -> Result<Next, StoreError> {
        let step = record.step.name;
        if record.tries >= TRIES_MAX {
            self.end_failed(&step, StepFailure::worn_out(record.tries)).await?;
            return Ok(Next::Ended);
        }
        let begun =
            self.works.stores.ledger.begin_step(&self.claim.lease, step, sentences::begun(step)).await?;
        if self.tell(&begun) {
            self.end_cancelled().await?;
            return Ok(Next::Ended);
        }
        let stop = CancellationToken::new();
        // Whatever makes this function return, the work is told to stop.
        let _stop_on_return = stop.clone().drop_guard();
        let (report, progress) = Reporter::new();
        let mut work = self.spawn_work(step, order.clone(), report, stop.clone());
        match self.follow(step, &mut work, progress).await? {
            Halt::Worked(Ok(output)) => {
                self.store_outcome(step, output).await?;
                return Ok(Next::Step);
            }
            Halt::Worked(Err(failure)) => self.end_failed(&step, failure).await?,
            Halt::Cancel => {
                stop.cancel();
                let _ = timeout(self.works.settings.cancel_grace, &mut work).await;
                self.end_cancelled().await?;
            }
            Halt::Deadline => {
                stop.cancel();
                let _ = timeout(self.works.settings.cancel_grace, &mut work).await;
                let failure = StepFailure::deadline(self.works.settings.step_deadline);
                self.end_failed(&step, failure).await?;
            }
            Halt::Draining => {
                stop.cancel();
                if let Ok(Ok(Ok(output))) = timeout(DRAIN_GRACE, &mut work).await {
                    self.store_outcome(step, output).await?;
                }
                self.hand_back(sentences::HANDED_BACK).await?;
            }
        }
        Ok(Next::Ended)
    }

    /// The step's work as a task of its own: a panic in it is an error here, and it keeps its hand to its end.
    fn spawn_work(
        &self,
        step: StepName,
        order: Arc<RenderOrder>,
        report: Reporter,
        stop: CancellationToken,
    ) -> JoinHandle<Result<StepOutput, StepFailure>> {
        let (workplace, epoch, hand) = (self.workplace.clone(), self.claim.lease.epoch, self.hand.clone());
        let (works, id) = (self.works.clone(), self.claim.lease.execution.clone());
        let (account, media) = (self.claim.account.clone(), self.claim.media.clone());
        let mut context = StepContext {
            works: self.works.clone(),
            account: self.claim.account.clone(),
            order,
            workplace: self.workplace.clone(),
            media: self.claim.media.clone(),
            part: PathBuf::new(),
            facts: self.facts.clone(),
        };
        self.works.tasks.spawn(async move {
            let _hand = hand;
            let worked = async {
                context.part = workplace.begin(step, epoch).await?;
                let facts = steps::run(step, context, report, stop.clone()).await?;
                let files = workplace.keep(step, epoch).await?;
                Ok(StepOutput { files, facts })
            };
            let worked = worked.await;
            if stop.is_cancelled() {
                cleanup::after_late_step(&works, &account, &id, &media).await;
            }
            worked
        })
    }

    /// Stores progress while the step works, until it ends or somebody wants it to.
    async fn follow(
        &mut self,
        step: StepName,
        work: &mut JoinHandle<Result<StepOutput, StepFailure>>,
        mut progress: watch::Receiver<Progress>,
    ) -> Result<Halt, StoreError> {
        let works = self.works.clone();
        let deadline = sleep(works.settings.step_deadline);
        tokio::pin!(deadline);
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut told = Progress::default();
        loop {
            tokio::select! {
                outcome = &mut *work => {
                    return Ok(Halt::Worked(outcome.unwrap_or_else(|panic| Err(StepFailure::internal(panic)))));
                }
                command = self.commands.recv() => match command {
                    Some(Command::Cancel) => return Ok(Halt::Cancel),
                    None => return Err(StoreError::LeaseLost),
                },
                () = works.stopping.cancelled() => return Ok(Halt::Draining),
                () = &mut deadline => return Ok(Halt::Deadline),
                _ = beat.tick() => {
                    let present = *progress.borrow_and_update();
                    if present != told && present.done > 0 {
                        told = present;
                        let message = sentences::under_way(step, present);
                        let ledger = &works.stores.ledger;
                        let recorded =
                            ledger.record_progress(&self.claim.lease, step, present.percent(), &message).await?;
                        if self.tell(&recorded) {
                            return Ok(Halt::Cancel);
                        }
                    }
                }
            }
        }
    }

    async fn store_outcome(&mut self, step: StepName, output: StepOutput) -> Result<(), StoreError> {
        let json = serde_json::to_value(&output)?;
        let ledger = &self.works.stores.ledger;
        let recorded = ledger.finish_step(&self.claim.lease, step, &json, sentences::done(step)).await?;
        self.facts.push((step, output.facts));
        self.tell(&recorded);
        Ok(())
    }

    async fn end_completed(&mut self) -> Result<(), StoreError> {
        let facts = self.facts.pop().map(|(_, facts)| facts).unwrap_or_default();
        let result: MediaResult = match serde_json::from_value(facts) {
            Ok(result) => result,
            Err(error) => return self.end_failed(&StepName::Publish, StepFailure::internal(error)).await,
        };
        // Everything is stored and published, so nothing needs the files any more, not even after a crash right here.
        self.workplace.remove().await;
        let message = sentences::completed(&result);
        let recorded = self.works.stores.ledger.complete(&self.claim.lease, &result, &message).await?;
        self.tell(&recorded);
        Ok(())
    }

    async fn end_failed(&mut self, step: &StepName, mut failure: StepFailure) -> Result<(), StoreError> {
        let record = self.claim.steps.iter().find(|record| record.step.name == *step);
        let provider = record.map(|record| record.step.provider.clone()).unwrap_or_default();
        if !self.facts.is_empty() && failure.retryable {
            failure.remedy.push_str(" What was made before is kept.");
        }
        let message = sentences::stopped(*step, &failure.sentence);
        let detail = failure.detail(*step, &provider);
        let recorded = self.works.stores.ledger.fail(&self.claim.lease, &detail, &message).await?;
        self.tell(&recorded);
        Ok(())
    }

    async fn end_cancelled(&mut self) -> Result<(), StoreError> {
        let recorded = self.works.stores.ledger.cancelled(&self.claim.lease, sentences::CANCELLED).await?;
        self.tell(&recorded);
        Ok(())
    }

    async fn hand_back(&mut self, message: &str) -> Result<(), StoreError> {
        let recorded = self.works.stores.ledger.hand_back(&self.claim.lease, message).await?;
        self.tell(&recorded);
        self.works.queued.notify_one();
        Ok(())
    }

    /// Hands back to a store that fails: again and again, until it takes it or the process ends, after which the
    /// next start takes it up.
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
    fn tell(&self, recorded: &Recorded) -> bool {
        self.works.registry.publish(&self.claim.lease.execution, &recorded.event);
        if recorded.event.status != Status::Running {
            let status = recorded.event.status.as_str();
            tracing::info!(execution = %self.claim.lease.execution, status, "an execution stopped running");
        }
        recorded.cancel_requested
    }
}
