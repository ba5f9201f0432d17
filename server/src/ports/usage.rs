//! What an account used of this month.

use super::from_store;
use app::ports::{PortError, Usage, UsageLine, UsagePort};
use domain::AccountId;
use std::sync::Arc;
use store::MoneyStore;

/// Places and money.
pub struct Usages {
    pub money: Arc<dyn MoneyStore>,
}

#[async_trait::async_trait]
impl UsagePort for Usages {
    async fn usage(&self, account: &AccountId) -> Result<Usage, PortError> {
        let used = self.money.usage(account).await.map_err(from_store)?;
        let line = |line: store::UsageLine| UsageLine {
            day: line.day,
            provider: line.provider,
            requests: line.requests,
            cost_usd: line.cost,
        };
        Ok(Usage {
            videos_this_month: used.videos,
            monthly_limit: used.limits.videos,
            cost_this_month: used.spent,
            cost_reserved: used.reserved,
            cost_limit: used.limits.cost,
            lines: used.lines.into_iter().map(line).collect(),
        })
    }
}
