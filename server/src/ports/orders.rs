//! Orders that no project is behind.

use super::{WebhookGate, from_engine};
use app::ports::{OrdersPort, PortError, Webhook};
use domain::{AccountId, Execution, PlannedStep};
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
        prompt: String,
        seconds: u32,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        self.order(account, Order::GenerateVideo { prompt, seconds }, webhook).await
    }

    async fn pipeline(
        &self,
        account: &AccountId,
        steps: Vec<PlannedStep>,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        self.order(account, Order::Pipeline(steps), webhook).await
    }
}

impl Orders {
    async fn order(
        &self,
        account: &AccountId,
        order: Order,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        let webhook = self.webhooks.admit(webhook)?;
        self.engine.start(account, None, order, webhook).await.map_err(from_engine)
    }
}
