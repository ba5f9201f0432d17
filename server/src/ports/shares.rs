//! Public links to finished ads.

use super::from_store;
use app::ports::{PortError, SharedAd, SharesPort};
use domain::{AccountId, ExecutionId, RenderOrder, ShareToken};
use std::sync::Arc;
use store::ShareStore;

/// Links that strangers may open.
pub struct Shares {
    pub shares: Arc<dyn ShareStore>,
}

#[async_trait::async_trait]
impl SharesPort for Shares {
    async fn share(&self, account: &AccountId, id: &ExecutionId) -> Result<ShareToken, PortError> {
        self.shares.share_execution(account, id).await.map_err(from_store)
    }

    async fn unshare(&self, account: &AccountId, id: &ExecutionId) -> Result<(), PortError> {
        self.shares.unshare_execution(account, id).await.map_err(from_store)
    }

    async fn open(&self, token: &ShareToken) -> Result<SharedAd, PortError> {
        let shared = self.shares.open_share(token).await.map_err(from_store)?;
        let order: RenderOrder = serde_json::from_value(shared.order).map_err(|error| {
            tracing::error!(%error, "the order of a shared ad cannot be read");
            PortError::NotFound
        })?;
        let media = shared.execution.result.ok_or(PortError::NotFound)?;
        Ok(SharedAd { topic: order.topic, script_text: order.script_text, format: order.format, media })
    }
}
