//! The door of this room: order, look, watch, cancel, retry, estimate, drain.

use crate::{
    EngineError, EngineSettings, EventStream, Makers, Order, Stores, callbacks, cleanup, counts, dispatch,
    estimate::Forecast, hints, leases, order, outbox, paid, registry::Command, sentences, watching,
    works::Works,
};
use domain::{
    AccountId, DeliveryId, Estimate, Execution, ExecutionId, FailureCode, ProjectId, Status, StepName,
};
use providers::{CallbackRequest, TRACEPARENT, traceparent};
use std::{sync::Arc, time::Duration};
use store::{Delivery, NewExecution, NewWebhook, OutsideRequest, Resolution, StoreError};
use tokio::{task::JoinHandle, time::timeout};

/// How long `drain` waits for steps to stop.
const DRAIN_WAIT: Duration = Duration::from_secs(16);
/// How long a cancel waits before it looks at the table again.
const CANCEL_LOOK: Duration = Duration::from_millis(100);
/// Executions that are cancelled when their project goes; more are never under way.
const EXECUTIONS_OF_PROJECT_MAX: u32 = 200;
/// How long the last words to other nodes may take.
const FAREWELL_WAIT: Duration = Duration::from_secs(1);

/// Accepts orders and sees to it that each of them ends. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    works: Arc<Works>,
}

impl Engine {
    /// Starts to work. A process that is alone with its database takes back what was under way when the last one
    /// ended; among several, whatever lost its holder is taken when its lease is over. Needs a tokio runtime.
    pub async fn open(
        settings: EngineSettings,
        stores: Stores,
        makers: Makers,
    ) -> Result<Engine, EngineError> {
        let works = Arc::new(Works::new(settings, stores, makers));
        works.makers.jobs.providers().iter().for_each(|name| counts::expect_provider(name));
        works.workplaces.clear().await;
        if works.settings.alone {
            let executions = works.stores.queue.release_all().await?;
            if executions > 0 {
                tracing::info!(executions, "going on with what was under way before the restart");
            }
        }
        works.keepers.spawn(leases::renew(works.clone()));
        works.keepers.spawn(hints::tell(works.clone()));
        works.keepers.spawn(hints::listen(works.clone()));
        works.tasks.spawn(dispatch::dispatch(works.clone()));
        works.tasks.spawn(outbox::carry(works.clone()));
        works.tasks.spawn(watching::look(works.clone()));
        works.tasks.spawn(paid::settle(works.clone()));
        works.tasks.spawn(cleanup::expire(works.clone()));
        let engine = Engine { works };
        engine.spawn_cleanup();
        Ok(engine)
    }

    /// Accepts an order under this id. While a render of the same project is queued or running, that one is returned,
    /// and whoever comes with an id again gets what was ordered with it.
    pub async fn start(
        &self,
        account: &AccountId,
        id: ExecutionId,
        project: Option<&ProjectId>,
        order: Order,
        webhook: Option<NewWebhook>,
    ) -> Result<Execution, EngineError> {
        if self.works.stopping.is_cancelled() {
            return Err(EngineError::Draining);
        }
        order::check(&self.works, account, &order).await?;
        let (kind, mut frozen) = (order.kind(), order.frozen()?);
        // Whoever walks the execution, whenever and wherever that is, goes on with the trace of this request.
        if let Some(traceparent) = traceparent() {
            frozen[TRACEPARENT] = traceparent.into();
        }
        let times = self.works.times.recent(&self.works, kind).await?;
        let forecast = Forecast::of(&self.works, account, project, order.plan()?, &times).await?;
        let new = NewExecution {
            id,
            kind,
            project_id: project.cloned(),
            order: frozen,
            steps: forecast.steps(&self.works).await?,
            webhook,
            priority: 0,
            message: sentences::QUEUED.into(),
        };
        let started = self.works.stores.executions.create_execution(account, new).await?;
        if let Some(event) = started.accepted {
            self.works.publish(&started.execution.id, &event);
            self.works.due();
            counts::accepted(kind);
            tracing::info!(execution = %started.execution.id, kind = kind.as_str(), "an order was accepted");
        }
        Ok(started.execution)
    }

    /// One execution of this account.
    pub async fn get(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, EngineError> {
        Ok(self.works.stores.executions.get_execution(account, id).await?)
    }

    /// Executions of this account, the newest first, or those older than `before`; at most `limit`.
    pub async fn list(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        before: Option<&ExecutionId>,
        limit: u32,
    ) -> Result<Vec<Execution>, EngineError> {
        Ok(self.works.stores.executions.list_executions(account, project, before, limit).await?)
    }

    /// Every event after number `after`, past and to come, in order and with no gap, until the execution is final.
    pub async fn watch(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        after: u64,
    ) -> Result<EventStream, EngineError> {
        watching::watch(self.works.clone(), account.clone(), id.clone(), after).await
    }

    /// Stops it, within a second; answers with the execution as it then is. A final one stays as it is.
    pub async fn cancel(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, EngineError> {
        // Listen first: one that was just claimed has no actor to be told yet, but it ends with an event like any other.
        let mut heard = self.works.registry.listen(id);
        let answer = self.works.stores.executions.cancel_execution(account, id).await?;
        if let Some(event) = answer.ended {
            self.works.publish(id, &event);
            counts::ended(answer.execution.kind, answer.execution.status, None, None);
            return Ok(answer.execution);
        }
        if !answer.execution.status.is_final() {
            self.works.registry.command(id, Command::Cancel);
            self.works.telling.cancel(id);
            self.works.due();
            let ended = async {
                loop {
                    let execution = self.get(account, id).await?;
                    if !matches!(execution.status, Status::Running | Status::Queued) {
                        return Ok(execution);
                    }
                    // Whatever is passed on next may be the end; another node's comes as a hint, or is looked for.
                    let _ = timeout(CANCEL_LOOK, heard.recv()).await;
                }
            };
            match timeout(self.works.settings.cancel_wait, ended).await {
                Ok(ended) => return ended,
                Err(_late) => tracing::warn!(execution = %id, "a cancelled execution has not ended in time"),
            }
        }
        self.get(account, id).await
    }

    /// A person says what happened to a request whose answer was lost; a failed execution then goes on by itself. Where
    /// it could not at that time, since the month had no place for it, saying so again makes it go on.
    pub async fn resolve(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        step: StepName,
        resolution: &Resolution,
    ) -> Result<Execution, EngineError> {
        if self.works.stopping.is_cancelled() {
            return Err(EngineError::Draining);
        }
        let settled = self.works.stores.submissions.resolve(account, id, step, resolution).await;
        let execution = self.get(account, id).await?;
        match settled {
            Err(StoreError::Conflict(_)) if waits_for_review(&execution, step) => {}
            settled => settled?,
        }
        if execution.status == Status::Failed {
            return self.retry(account, id).await;
        }
        self.works.unsettled.notify_one();
        Ok(execution)
    }

    /// The paid requests of an execution, in the order in which they were made.
    pub async fn requests(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<Vec<OutsideRequest>, EngineError> {
        Ok(self.works.stores.executions.list_requests(account, id).await?)
    }

    /// The webhooks of an execution with their attempts, the newest first.
    pub async fn deliveries(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<Vec<Delivery>, EngineError> {
        Ok(self.works.stores.deliveries.list_deliveries(account, id).await?)
    }

    /// All webhooks of an account, the newest first, or those older than `before`.
    pub async fn delivery_log(
        &self,
        account: &AccountId,
        before: Option<&DeliveryId>,
        limit: u32,
    ) -> Result<Vec<Delivery>, EngineError> {
        Ok(self.works.stores.deliveries.delivery_log(account, before, limit).await?)
    }

    /// One webhook with its attempts.
    pub async fn delivery(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, EngineError> {
        Ok(self.works.stores.deliveries.get_delivery(account, id).await?)
    }

    /// Sends a message to a receiver that tells of no execution; once for each id.
    pub async fn send(
        &self,
        account: &AccountId,
        id: &DeliveryId,
        webhook: &NewWebhook,
        body: &str,
    ) -> Result<Delivery, EngineError> {
        let delivery = self.works.stores.deliveries.add_delivery(account, id, webhook, body).await?;
        self.works.outgoing.notify_one();
        Ok(delivery)
    }

    /// Delivers a webhook again, now.
    pub async fn redeliver(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, EngineError> {
        let delivery = self.works.stores.deliveries.redeliver(account, id).await?;
        self.works.outgoing.notify_one();
        Ok(delivery)
    }

    /// Takes what a provider tells of a job. `NotFound` for an address that is not ours, or news that is not the
    /// provider's.
    pub async fn callback(
        &self,
        provider: &str,
        request_key: &str,
        mac: &str,
        request: CallbackRequest,
    ) -> Result<(), EngineError> {
        callbacks::receive(&self.works, provider, request_key, mac, request).await
    }

    /// Sets the gauges that are looked at rather than counted, for whoever is about to read them.
    pub fn take_measure(&self) {
        counts::hands(&self.works.hands);
    }

    /// Whether it takes no more orders, since it is about to end.
    pub fn is_draining(&self) -> bool {
        self.works.stopping.is_cancelled()
    }

    /// Queues a failed or cancelled execution again; it goes on from the step that did not finish.
    pub async fn retry(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, EngineError> {
        if self.works.stopping.is_cancelled() {
            return Err(EngineError::Draining);
        }
        let (execution, event) =
            self.works.stores.executions.requeue_execution(account, id, sentences::QUEUED_AGAIN).await?;
        self.works.publish(id, &event);
        self.works.due();
        Ok(execution)
    }

    /// What such an order would take and cost.
    pub async fn estimate(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        order: &Order,
    ) -> Result<Estimate, EngineError> {
        let times = self.works.times.present(&self.works, order.kind()).await?;
        let forecast = Forecast::of(&self.works, account, project, order.plan()?, &times).await?;
        Ok(forecast.estimate())
    }

    /// Removes a project with everything that was made from it; what is under way is cancelled first.
    pub async fn delete_project(&self, account: &AccountId, id: &ProjectId) -> Result<(), EngineError> {
        let executions = self.list(account, Some(id), None, EXECUTIONS_OF_PROJECT_MAX).await?;
        for execution in &executions {
            if !execution.status.is_final() {
                self.cancel(account, &execution.id).await?;
            }
        }
        self.works.stores.projects.delete_project(account, id).await?;
        self.remove_unowned_media().await;
        Ok(())
    }

    /// Removes media that nobody owns any more, to the end also when whoever asked has left.
    pub async fn remove_unowned_media(&self) {
        // A panic in it has been told of, and what it did not remove is still on the list.
        let _ = self.spawn_cleanup().await;
    }

    fn spawn_cleanup(&self) -> JoinHandle<()> {
        let works = self.works.clone();
        self.works.tasks.spawn(async move { cleanup::remove_media(&works).await })
    }

    /// Takes no more work, lets running steps stop and hands their executions back to the queue. Nothing is lost;
    /// it takes at most some seventeen seconds.
    pub async fn drain(&self) {
        self.works.stopping.cancel();
        self.works.tasks.close();
        if timeout(DRAIN_WAIT, self.works.tasks.wait()).await.is_err() {
            tracing::warn!(
                "some steps did not stop in time; they are taken up again when their leases are over"
            );
        }
        self.works.ended.cancel();
        self.works.keepers.close();
        let _ = timeout(FAREWELL_WAIT, self.works.keepers.wait()).await;
    }
}

/// Whether it stopped at this step for want of a person's word.
fn waits_for_review(execution: &Execution, step: StepName) -> bool {
    let detail = execution.error_detail.as_ref();
    execution.status == Status::Failed
        && detail.is_some_and(|detail| detail.code == FailureCode::NeedsReview && detail.stage == step)
}
