//! Executions: order a render, watch it, stop it, try again.

use super::{Paged, Paging, PortError, Webhook};
use domain::{
    AccountId, Estimate, Execution, ExecutionEvent, ExecutionId, Money, ProjectId, StepName, Timestamp,
};

/// Events in order, with no gap, from the one asked for until the execution is final.
pub type EventStream = std::pin::Pin<Box<dyn futures::Stream<Item = ExecutionEvent> + Send>>;

/// What a person found out about a paid request whose answer was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// It was made, under this id of the provider's.
    Made(String),
    /// It was not made, so it may be ordered again.
    NotMade,
}

impl Resolution {
    /// As it is said: whether it was made, and under which id. Whoever names an id and says that nothing was made may
    /// pay twice if only one of the two is right, so they are asked again.
    pub fn said(made: bool, job_id: Option<String>) -> Result<Resolution, PortError> {
        let wrong = |sentence: &str| Err(PortError::invalid("providerJobId", sentence));
        match (made, job_id.filter(|id| !id.trim().is_empty())) {
            (true, Some(id)) => Ok(Resolution::Made(id)),
            (true, None) => wrong("Give the id under which the provider made it."),
            (false, None) => Ok(Resolution::NotMade),
            (false, Some(_)) => {
                wrong("What was not made has no id. Say that it was made, or leave the id out.")
            }
        }
    }
}

/// What was asked of a provider for money.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutsideRequest {
    pub step: StepName,
    pub provider: String,
    /// Under which the provider knows it; nothing while no answer was read.
    #[schema(required)]
    pub provider_job_id: Option<String>,
    /// `intent`, `submitted`, `done`, `failed` or `unknown`.
    pub state: &'static str,
    /// Nothing while it is open.
    #[schema(required)]
    pub cost_usd: Option<Money>,
    pub asked_at: Timestamp,
    #[schema(required)]
    pub ended_at: Option<Timestamp>,
}

/// Renders of one account.
#[async_trait::async_trait]
pub trait ExecutionsPort: Send + Sync {
    /// What a render of this project would take and cost.
    async fn estimate(&self, account: &AccountId, project: &ProjectId) -> Result<Estimate, PortError>;
    /// Accepts a render of the project as it now stands, under this id. While one of the same project is under way, that
    /// one is returned, and whoever comes with an id again gets what was ordered with it.
    async fn start(
        &self,
        account: &AccountId,
        id: ExecutionId,
        project: &ProjectId,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError>;
    async fn get(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError>;
    /// Executions of the account, the newest first; with `project` only that project's.
    async fn list(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        paging: Paging,
    ) -> Result<Paged<Execution>, PortError>;
    /// What was asked of providers for it, in that order.
    async fn requests(&self, account: &AccountId, id: &ExecutionId)
    -> Result<Vec<OutsideRequest>, PortError>;
    /// Every event after number `after`, past and to come.
    async fn watch(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        after: u64,
    ) -> Result<EventStream, PortError>;
    /// Stops it within a second; answers with the execution as it then is.
    async fn cancel(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError>;
    /// Queues the same execution again; it goes on from the step that failed.
    async fn retry(&self, account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError>;
    /// Settles a step that needs review; a failed execution then goes on by itself.
    async fn resolve(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        step: StepName,
        resolution: Resolution,
    ) -> Result<Execution, PortError>;
}
