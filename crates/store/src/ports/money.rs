//! Money: prices with a date, limits of a month, and what was used of them.

use crate::StoreError;
use domain::{AccountId, Money, Timestamp};

/// What a unit of a model costs from a moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    pub provider: String,
    pub model: String,
    /// `second`, `megapixel`, `image`.
    pub unit: String,
    pub price: Money,
    pub valid_from: Timestamp,
}

/// How much an account may use in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthlyLimits {
    pub videos: u32,
    pub cost: Money,
}

/// What an account used in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// `2026-11`.
    pub month: String,
    pub videos: u32,
    pub spent: Money,
    pub reserved: Money,
    pub limits: MonthlyLimits,
    /// What was paid, by day and provider.
    pub lines: Vec<UsageLine>,
}

/// What was paid to one provider on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageLine {
    /// `2026-11-26`.
    pub day: String,
    pub provider: String,
    pub requests: u32,
    pub cost: Money,
}

/// Prices and budgets.
#[async_trait::async_trait]
pub trait MoneyStore: Send + Sync {
    /// The price that is valid now, if there is one.
    async fn price_of(&self, provider: &str, model: &str) -> Result<Option<Price>, StoreError>;
    /// Every price, by provider and model, the newest first.
    async fn list_prices(&self) -> Result<Vec<Price>, StoreError>;
    /// From now on this is the price. What was accepted before keeps its own.
    async fn set_price(
        &self,
        provider: &str,
        model: &str,
        unit: &str,
        price: Money,
    ) -> Result<Price, StoreError>;
    /// What the account used this month.
    async fn usage(&self, account: &AccountId) -> Result<Usage, StoreError>;
    /// Limits of one account; `None` means the installation's.
    async fn set_limits(
        &self,
        account: &AccountId,
        videos: Option<u32>,
        cost: Option<Money>,
    ) -> Result<(), StoreError>;
    /// Adds up what moved in budgets since they were last ordered from. Nothing changes that anybody sees.
    async fn tidy_budgets(&self) -> Result<(), StoreError>;
}
