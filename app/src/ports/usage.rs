//! Usage: what an account used of this month's places and money.

use super::PortError;
use domain::{AccountId, Money};
use serde::Serialize;

/// This month so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    pub videos_this_month: u32,
    pub monthly_limit: u32,
    pub cost_this_month: Money,
    /// For what is under way.
    pub cost_reserved: Money,
    pub cost_limit: Money,
    /// What was paid, by day and provider.
    pub lines: Vec<UsageLine>,
}

/// What was paid to one provider on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UsageLine {
    /// `2026-11-26`, in UTC.
    pub day: String,
    pub provider: String,
    pub requests: u32,
    pub cost_usd: Money,
}

/// What was used.
#[async_trait::async_trait]
pub trait UsagePort: Send + Sync {
    async fn usage(&self, account: &AccountId) -> Result<Usage, PortError>;
}
