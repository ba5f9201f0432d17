//! Orders that no project is behind.

use super::{WebhookGate, from_engine};
use app::ports::{OrdersPort, PortError, Webhook};
use domain::{AccountId, Execution, ExecutionId, PlannedStep};
use engine::{Engine, Order};

/// Videos from a prompt, and composed pipelines.
pub struct Orders {
    pub engine: Engine,
    pub webhooks: WebhookGate,
}

#[async_trait::async_trait]
impl OrdersPort for Orders {
    async fn generate_video(
        &self,
        account: &AccountId,
        id: ExecutionId,
        prompt: String,
        seconds: u32,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        self.order(account, id, Order::GenerateVideo { prompt, seconds }, webhook).await
    }

    async fn pipeline(
        &self,
        account: &AccountId,
        id: ExecutionId,
        steps: Vec<PlannedStep>,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        self.order(account, id, Order::Pipeline(steps), webhook).await
    }
}

impl Orders {
    async fn order(
        &self,
        account: &AccountId,
        id: ExecutionId,
        order: Order,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        let webhook = self.webhooks.admit(webhook)?;
        self.engine.start(account, id, None, order, webhook).await.map_err(from_engine)
    }
}
