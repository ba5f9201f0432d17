//! Executions: a project's choices become an order, and the engine does the rest.

use super::{WebhookGate, from_engine, from_store};
use app::ports::{
    EventStream, ExecutionsPort, OutsideRequest, Paged, Paging, PortError, Resolution, Webhook,
};
use domain::{
    AccountId, Estimate, Execution, ExecutionId, Project, ProjectId, Quality, RenderOrder, StepName,
};
use engine::{Engine, Order};
use futures::StreamExt;
use std::sync::Arc;
use store::ProjectStore;
use tokio_util::sync::CancellationToken;

/// No provider's ids are longer.
const JOB_ID_CHARS_MAX: usize = 200;

/// Renders.
pub struct Executions {
    pub engine: Engine,
    pub projects: Arc<dyn ProjectStore>,
    pub webhooks: WebhookGate,
    /// What *Generate video* makes.
    pub quality: Quality,
    /// Ends the streams of those who watch when the process stops.
    pub stopping: CancellationToken,
}

#[async_trait::async_trait]
impl ExecutionsPort for Executions {
    async fn estimate(&self, account: &AccountId, project: &ProjectId) -> Result<Estimate, PortError> {
        let order = self.order(account, project).await?;
        self.engine.estimate(account, Some(project), &order).await.map_err(from_engine)
    }

    async fn start(
        &self,
        account: &AccountId,
        id: ExecutionId,
        project: &ProjectId,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        let order = self.order(account, project).await?;
        let webhook = self.webhooks.admit(webhook)?;
        self.engine.start(account, id, Some(project), order, webhook).await.map_err(from_engine)
    }

    async fn get(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError> {
        self.engine.get(account, id).await.map_err(from_engine)
    }

    async fn list(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        paging: Paging,
    ) -> Result<Paged<Execution>, PortError> {
        let before = paging.cursor()?;
        let executions = self.engine.list(account, project, before.as_ref(), paging.limit + 1).await;
        let executions = executions.map_err(from_engine)?;
        Ok(Paged::of_more(executions, &paging, |execution| execution.id.to_string()))
    }

    async fn requests(
        &self,
        account: &AccountId,
        id: &ExecutionId,
    ) -> Result<Vec<OutsideRequest>, PortError> {
        let requests = self.engine.requests(account, id).await.map_err(from_engine)?;
        Ok(requests.into_iter().map(request).collect())
    }

    async fn watch(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        after: u64,
    ) -> Result<EventStream, PortError> {
        let events = self.engine.watch(account, id, after).await.map_err(from_engine)?;
        Ok(events.take_until(self.stopping.clone().cancelled_owned()).boxed())
    }

    async fn cancel(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError> {
        self.engine.cancel(account, id).await.map_err(from_engine)
    }

    async fn retry(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError> {
        self.engine.retry(account, id).await.map_err(from_engine)
    }

    async fn resolve(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        step: StepName,
        resolution: Resolution,
    ) -> Result<Execution, PortError> {
        let resolution = match resolution {
            Resolution::Made(job) => store::Resolution::Made(job_id(&job)?),
            Resolution::NotMade => store::Resolution::NotMade,
        };
        self.engine.resolve(account, id, step, &resolution).await.map_err(from_engine)
    }
}

impl Executions {
    /// The project's choices as they now stand, frozen.
    async fn order(&self, account: &AccountId, id: &ProjectId) -> Result<Order, PortError> {
        let project = self.projects.get_project(account, id).await.map_err(from_store)?;
        let unchosen = || PortError::invalid("scriptId", "Choose a script first.");
        let script_text = project.spoken_text().ok_or_else(unchosen)?.to_owned();
        let call_to_action = project.end_card_text().unwrap_or_default().to_owned();
        let Project { brief, choices, .. } = project;
        Ok(Order::AvatarAd(RenderOrder {
            topic: brief.topic,
            tone: brief.tone,
            script_text,
            call_to_action,
            avatar_id: choices.avatar_id,
            voice_id: choices.voice_id,
            background: choices.background,
            format: brief.format,
            captions: choices.captions,
            language: brief.language,
            quality: self.quality,
        }))
    }
}

fn request(kept: store::OutsideRequest) -> OutsideRequest {
    OutsideRequest {
        step: kept.step,
        provider: kept.provider,
        provider_job_id: kept.job_id,
        state: kept.state.as_str(),
        cost_usd: kept.cost,
        asked_at: kept.asked_at,
        ended_at: kept.ended_at,
    }
}

/// The id of a job as somebody copied it from its provider's page.
fn job_id(typed: &str) -> Result<String, PortError> {
    let id = typed.trim();
    let plain = |byte: u8| byte.is_ascii_graphic();
    match (1..=JOB_ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(plain) {
        true => Ok(id.to_owned()),
        false => Err(PortError::invalid("providerJobId", "Give the id under which the provider made it.")),
    }
}
