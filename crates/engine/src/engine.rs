//! The door of this room: order, look, watch, cancel, retry, estimate, drain.

use crate::{
    EngineError, EngineSettings, EventStream, Makers, Stores, cleanup, dispatch, estimate::Forecast, order,
    sentences, watching, works::Works,
};
use domain::{
    AccountId, Estimate, Execution, ExecutionId, ExecutionKind, Money, ProjectId, RenderOrder, Status,
};
use std::{sync::Arc, time::Duration};
use store::NewExecution;
use tokio::task::JoinHandle;

/// How long `drain` waits for steps to stop.
const DRAIN_WAIT: Duration = Duration::from_secs(10);
/// Executions whose work folders are looked for when their project goes; older ones have none any more.
const EXECUTIONS_OF_PROJECT_MAX: u32 = 200;

/// Accepts orders and sees to it that each of them ends. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    works: Arc<Works>,
}

impl Engine {
    /// Takes back what this node was running when it last ended, and starts to work. Needs a tokio runtime.
    pub async fn open(
        settings: EngineSettings,
        stores: Stores,
        makers: Makers,
    ) -> Result<Engine, EngineError> {
        let works = Arc::new(Works::new(settings, stores, makers));
        let recovered = works.stores.queue.recover_executions(&works.settings.node).await?;
        if !recovered.is_empty() {
            tracing::info!(
                executions = recovered.len(),
                "going on with what was under way before the restart"
            );
        }
        works.tasks.spawn(dispatch::dispatch(works.clone()));
        let engine = Engine { works };
        engine.spawn_cleanup();
        Ok(engine)
    }

    /// Accepts a render. While one of the same project is queued or running, that one is returned.
    pub async fn start(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        render: RenderOrder,
    ) -> Result<Execution, EngineError> {
        if self.works.stopping.is_cancelled() {
            return Err(EngineError::Draining);
        }
        order::check(&self.works, account, &render).await?;
        let forecast = Forecast::of(&self.works, &render).await?;
        let new = NewExecution {
            kind: ExecutionKind::AvatarAd,
            project_id: project.cloned(),
            order: serde_json::to_value(&render).map_err(EngineError::broken)?,
            steps: forecast.steps(),
            estimated: Money::ZERO,
            message: sentences::QUEUED.into(),
        };
        let started = self.works.stores.executions.create_execution(account, new).await?;
        if let Some(event) = started.accepted {
            self.works.registry.publish(&started.execution.id, &event);
            self.works.queued.notify_one();
        }
        Ok(started.execution)
    }

    /// One execution of this account.
    pub async fn get(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, EngineError> {
        Ok(self.works.stores.executions.get_execution(account, id).await?)
    }

    /// Executions of this account, the newest first, at most `limit`.
    pub async fn list(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        limit: u32,
    ) -> Result<Vec<Execution>, EngineError> {
        Ok(self.works.stores.executions.list_executions(account, project, limit).await?)
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
            self.works.registry.publish(id, &event);
            self.works.workplaces.sweep(self.works.registry.running()).await;
            return Ok(answer.execution);
        }
        if answer.execution.status == Status::Running {
            self.works.registry.cancel(id);
            let ended = heard.until_not_running();
            if tokio::time::timeout(self.works.settings.cancel_wait, ended).await.is_err() {
                tracing::warn!(execution = %id, "a cancelled execution has not ended in time");
            }
        }
        self.get(account, id).await
    }

    /// Queues a failed or cancelled execution again; it goes on from the step that did not finish.
    pub async fn retry(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, EngineError> {
        if self.works.stopping.is_cancelled() {
            return Err(EngineError::Draining);
        }
        let (execution, event) =
            self.works.stores.executions.requeue_execution(account, id, sentences::QUEUED_AGAIN).await?;
        self.works.registry.publish(id, &event);
        self.works.queued.notify_one();
        Ok(execution)
    }

    /// What such a render would take and cost on this machine.
    pub async fn estimate(&self, render: &RenderOrder) -> Result<Estimate, EngineError> {
        Ok(Forecast::of(&self.works, render).await?.estimate())
    }

    /// Removes a project with everything that was made from it; what is under way is cancelled first.
    pub async fn delete_project(&self, account: &AccountId, id: &ProjectId) -> Result<(), EngineError> {
        let executions = self.list(account, Some(id), EXECUTIONS_OF_PROJECT_MAX).await?;
        for execution in &executions {
            if !execution.status.is_final() {
                self.cancel(account, &execution.id).await?;
            }
        }
        self.works.stores.projects.delete_project(account, id).await?;
        self.remove_unowned_media().await;
        for execution in &executions {
            self.works.workplaces.of(&execution.id).remove().await;
        }
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
    /// it takes at most ten seconds.
    pub async fn drain(&self) {
        self.works.stopping.cancel();
        self.works.tasks.close();
        if tokio::time::timeout(DRAIN_WAIT, self.works.tasks.wait()).await.is_err() {
            tracing::warn!("some steps did not stop in time; they are taken up again after the next start");
        }
    }
}
