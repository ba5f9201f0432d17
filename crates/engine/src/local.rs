//! Steps that work on this machine: followed while they work, stopped when somebody wants that.

use crate::{
    actor::{Actor, Next},
    cleanup,
    failure::StepFailure,
    output::StepOutput,
    registry::Command,
    sentences,
    steps::{self, StepContext},
};
use domain::{StepKind, StepName};
use providers::{Progress, Reporter};
use serde_json::{Map, Value};
use std::{future::pending, path::PathBuf, time::Duration};
use store::StoreError;
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, Span};

/// Progress is stored at most this often.
const BEAT: Duration = Duration::from_millis(250);
/// How long a step may take to stop when the process is about to end.
const DRAIN_GRACE: Duration = Duration::from_secs(8);

/// Why following a step came to an end.
enum Halt {
    Worked(Result<StepOutput, StepFailure>),
    Cancel,
    Deadline,
    Draining,
}

impl Actor {
    pub(crate) async fn do_local_step(
        &mut self,
        step: StepName,
        kind: StepKind,
        input: Map<String, Value>,
        hash: String,
    ) -> Result<Next, StoreError> {
        let begun = self
            .works
            .stores
            .steps
            .begin_step(&self.claim.lease, step, &sentences::begun(step, kind))
            .await?;
        self.began = Some((step, Instant::now()));
        if self.tell(&begun) {
            self.end_cancelled().await?;
            return Ok(Next::Ended);
        }
        let stop = CancellationToken::new();
        // Whatever makes this function return, the work is told to stop.
        let _stop_on_return = stop.clone().drop_guard();
        let (report, progress) = Reporter::new();
        let mut work = self.spawn_work(step, kind, input, report, stop.clone());
        match self.follow(step, kind, &mut work, progress).await? {
            Halt::Worked(Ok(output)) => {
                self.store_outcome(step, kind, output, hash, None).await?;
                return Ok(Next::Step);
            }
            Halt::Worked(Err(failure)) => {
                if failure.input_gone
                    && let Some(index) = self.start_over().await?
                {
                    return Ok(Next::From(index));
                }
                self.end_failed(step, failure).await?;
            }
            Halt::Cancel => {
                stop.cancel();
                let _ = timeout(self.works.settings.cancel_grace, &mut work).await;
                self.end_cancelled().await?;
            }
            Halt::Deadline => {
                stop.cancel();
                let _ = timeout(self.works.settings.cancel_grace, &mut work).await;
                let failure = StepFailure::deadline(self.works.settings.step_deadline);
                self.end_failed(step, failure).await?;
            }
            Halt::Draining => {
                stop.cancel();
                if let Ok(Ok(Ok(output))) = timeout(DRAIN_GRACE, &mut work).await {
                    self.store_outcome(step, kind, output, hash, None).await?;
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
        kind: StepKind,
        input: Map<String, Value>,
        report: Reporter,
        stop: CancellationToken,
    ) -> JoinHandle<Result<StepOutput, StepFailure>> {
        let (workplace, epoch, hand) = (self.workplace.clone(), self.claim.lease.epoch, self.hand.clone());
        let (works, id) = (self.works.clone(), self.claim.lease.execution.clone());
        let (account, work_folder) = (self.claim.account.clone(), self.claim.work.clone());
        let media = self.claim.media.clone();
        let mut context = StepContext {
            works: self.works.clone(),
            account: self.claim.account.clone(),
            input,
            workplace: self.workplace.clone(),
            media: self.claim.media.clone(),
            part: PathBuf::new(),
        };
        let working = async move {
            let _hand = hand;
            let worked = async {
                context.part = workplace.begin(step, epoch).await?;
                let facts = steps::run(kind, context, report, stop.clone()).await?;
                let files = workplace.keep(step, epoch, &work_folder).await?;
                Ok(StepOutput { files, facts })
            };
            let worked = worked.await;
            if stop.is_cancelled() {
                cleanup::after_late_step(&works, &account, &id, &workplace, &[media, work_folder]).await;
            }
            worked
        };
        self.works.tasks.spawn(working.instrument(Span::current()))
    }

    /// Stores progress while the step works, until it ends or somebody wants it to.
    async fn follow(
        &mut self,
        step: StepName,
        kind: StepKind,
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
                outcome = &mut *work => match outcome {
                    // Only a runtime that ends takes a task away. This one goes next, and writes nothing more.
                    Err(taken) if taken.is_cancelled() => pending().await,
                    Err(panic) => return Ok(Halt::Worked(Err(StepFailure::internal(panic)))),
                    Ok(worked) => return Ok(Halt::Worked(worked)),
                },
                command = self.commands.recv() => match command {
                    Some(Command::Cancel) => return Ok(Halt::Cancel),
                    Some(Command::LeaseLost) | None => return Err(StoreError::LeaseLost),
                },
                () = works.stopping.cancelled() => return Ok(Halt::Draining),
                () = &mut deadline => return Ok(Halt::Deadline),
                _ = beat.tick() => {
                    let present = *progress.borrow_and_update();
                    if present != told && present.done > 0 {
                        told = present;
                        let message = sentences::under_way(kind, present);
                        let ledger = &works.stores.steps;
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
}
