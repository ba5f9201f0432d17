//! Money: prices, and the budget of an account's month. reserved + spent never passes the limit, since the statement
//! that reserves holds the condition; what was not spent is released with the final status.

use super::{
    SqlStore, Write,
    db::{sql, sql_of},
    rows::number,
};
use crate::{MoneyStore, MonthlyLimits, Price, StoreError, Usage, UsageLine};
use async_trait::async_trait;
use domain::{AccountId, Money, Timestamp};
use sqlx::prelude::FromRow;
use std::collections::BTreeMap;

/// Accounts whose budgets are tidied at once; others have their turn another time.
const TIDIED: u32 = 500;

#[derive(FromRow)]
struct PriceRow {
    provider: String,
    model: String,
    unit: String,
    micros: i64,
    valid_from_ms: i64,
}

#[async_trait]
impl MoneyStore for SqlStore {
    async fn price_of(&self, provider: &str, model: &str) -> Result<Option<Price>, StoreError> {
        let now = self.dialect().now();
        let row: Option<PriceRow> = sql_of(format!(
            "SELECT * FROM prices WHERE provider = $1 AND model = $2 AND valid_from_ms <= ({now})
             ORDER BY valid_from_ms DESC LIMIT 1"
        ))
        .bind(provider)
        .bind(model)
        .fetch_optional(&mut self.look().await?)
        .await?;
        Ok(row.map(PriceRow::into_price))
    }

    async fn list_prices(&self) -> Result<Vec<Price>, StoreError> {
        let rows = sql("SELECT * FROM prices ORDER BY provider, model, valid_from_ms DESC");
        let rows: Vec<PriceRow> = rows.fetch_all(&mut self.look().await?).await?;
        Ok(rows.into_iter().map(PriceRow::into_price).collect())
    }

    async fn set_price(
        &self,
        provider: &str,
        model: &str,
        unit: &str,
        price: Money,
    ) -> Result<Price, StoreError> {
        let mut write = self.begin().await?;
        let row: PriceRow = sql(
            "INSERT INTO prices (provider, model, unit, micros, valid_from_ms) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (provider, model, valid_from_ms)
             DO UPDATE SET unit = excluded.unit, micros = excluded.micros
             RETURNING provider, model, unit, micros, valid_from_ms",
        )
        .bind(provider)
        .bind(model)
        .bind(unit)
        .bind(price.micros())
        .bind(write.now_ms)
        .fetch_one(&mut write.tx)
        .await?;
        write.commit().await?;
        Ok(row.into_price())
    }

    async fn usage(&self, account: &AccountId) -> Result<Usage, StoreError> {
        let mut reading = self.read().await?;
        let now_ms: i64 = sql(self.dialect().now()).scalar(&mut reading).await?;
        let month = month_of(now_ms);
        let own: (Option<i64>, Option<i64>) =
            sql("SELECT monthly_video_limit, monthly_cost_limit_micros FROM accounts WHERE id = $1")
                .bind(account.as_str())
                .fetch_one(&mut reading)
                .await?;
        let used: Option<(i64, i64, i64)> =
            sql("SELECT videos, reserved_micros, spent_micros FROM account_months
             WHERE account_id = $1 AND month = $2")
            .bind(account.as_str())
            .bind(&month)
            .fetch_optional(&mut reading)
            .await?;
        let (released, paid, given_back): (i64, i64, i64) =
            sql("SELECT CAST(coalesce(sum(released_micros), 0) AS BIGINT),
                    CAST(coalesce(sum(spent_micros), 0) AS BIGINT), CAST(coalesce(sum(places), 0) AS BIGINT)
             FROM budget_moves WHERE account_id = $1 AND month = $2")
            .bind(account.as_str())
            .bind(&month)
            .fetch_one(&mut reading)
            .await?;
        let days: Vec<(String, String, i64, i64)> =
            sql("SELECT day, provider, count(*), CAST(sum(micros) AS BIGINT) FROM charges
             WHERE account_id = $1 AND month = $2 GROUP BY day, provider ORDER BY day, provider")
            .bind(account.as_str())
            .bind(&month)
            .fetch_all(&mut reading)
            .await?;
        let (videos, reserved, spent) = used.unwrap_or_default();
        let line = |(day, provider, requests, micros)| UsageLine {
            day,
            provider,
            requests: count(requests),
            cost: Money::from_micros(micros),
        };
        Ok(Usage {
            month,
            videos: count(videos - given_back),
            spent: Money::from_micros(spent + paid),
            reserved: Money::from_micros((reserved - released).max(0)),
            limits: limits(own, &self.settings.monthly),
            lines: days.into_iter().map(line).collect(),
        })
    }

    async fn set_limits(
        &self,
        account: &AccountId,
        videos: Option<u32>,
        cost: Option<Money>,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let changed =
            sql("UPDATE accounts SET monthly_video_limit = $1, monthly_cost_limit_micros = $2 WHERE id = $3")
                .bind(videos.map(i64::from))
                .bind(cost.map(Money::micros))
                .bind(account.as_str())
                .execute(&mut write.tx)
                .await?;
        if changed == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    async fn tidy_budgets(&self) -> Result<(), StoreError> {
        let accounts: Vec<String> = sql("SELECT DISTINCT account_id FROM budget_moves LIMIT $1")
            .bind(TIDIED)
            .scalars(&mut self.look().await?)
            .await?;
        for account in accounts {
            let mut write = self.begin_work().await?;
            write.bring_moves(&account).await?;
            write.commit().await?;
        }
        Ok(())
    }
}

impl Write {
    /// Takes places and money of this month, or says why not. The last thing before a commit, since the row is one for
    /// all of an account's orders.
    pub(super) async fn reserve(
        &mut self,
        account: &str,
        videos: i64,
        cost: Money,
    ) -> Result<(), StoreError> {
        let month = month_of(self.now_ms);
        let own = sql("SELECT monthly_video_limit, monthly_cost_limit_micros FROM accounts WHERE id = $1")
            .bind(account)
            .fetch_one(&mut self.tx)
            .await?;
        let limits = limits(own, &self.settings.monthly);
        self.bring_moves(account).await?;
        if self.take_place(account, &month, videos, cost, &limits).await? {
            return Ok(());
        }
        // The first order of a month finds no row of it.
        sql("INSERT INTO account_months (account_id, month) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(account)
            .bind(&month)
            .execute(&mut self.tx)
            .await?;
        if self.take_place(account, &month, videos, cost, &limits).await? {
            return Ok(());
        }
        Err(self.over_limit(account, &month, cost, limits).await?)
    }

    /// Whether there was room under the limits. This statement alone decides it.
    async fn take_place(
        &mut self,
        account: &str,
        month: &str,
        videos: i64,
        cost: Money,
        limits: &MonthlyLimits,
    ) -> Result<bool, StoreError> {
        let taken =
            sql("UPDATE account_months SET videos = videos + $6, reserved_micros = reserved_micros + $1
             WHERE account_id = $2 AND month = $3 AND videos + $6 <= $4
               AND ($1 = 0 OR reserved_micros + spent_micros + $1 <= $5)")
            .bind(cost.micros())
            .bind(account)
            .bind(month)
            .bind(limits.videos)
            .bind(limits.cost.micros())
            .bind(videos)
            .execute(&mut self.tx)
            .await?;
        Ok(taken == 1)
    }

    async fn over_limit(
        &mut self,
        account: &str,
        month: &str,
        cost: Money,
        limits: MonthlyLimits,
    ) -> Result<StoreError, StoreError> {
        let (videos, used): (i64, i64) =
            sql("SELECT videos, reserved_micros + spent_micros FROM account_months
             WHERE account_id = $1 AND month = $2")
            .bind(account)
            .bind(month)
            .fetch_one(&mut self.tx)
            .await?;
        let ask = "Ask an admin for more, or wait for the next month.";
        Ok(StoreError::LimitReached(if videos >= i64::from(limits.videos) {
            format!("All {} videos of this month are used. {ask}", limits.videos)
        } else {
            let left = limits.cost - Money::from_micros(used);
            format!("This costs up to ${cost}, and ${left} of this month's ${} are left. {ask}", limits.cost)
        }))
    }

    /// Brings what moved in the budgets of an account to the rows of their months.
    async fn bring_moves(&mut self, account: &str) -> Result<(), StoreError> {
        let moves: Vec<(String, i64, i64, i64)> = sql("DELETE FROM budget_moves WHERE account_id = $1
             RETURNING month, released_micros, spent_micros, places")
        .bind(account)
        .fetch_all(&mut self.tx)
        .await?;
        let mut months: BTreeMap<String, Move> = BTreeMap::new();
        for (month, released, spent, places) in moves {
            months.entry(month).or_default().add(Move { released, spent, places });
        }
        for (month, moved) in months {
            sql("UPDATE account_months SET spent_micros = spent_micros + $1,
                        reserved_micros = CASE WHEN reserved_micros < $2 THEN 0 ELSE reserved_micros - $2 END,
                        videos = CASE WHEN videos < $3 THEN 0 ELSE videos - $3 END
                 WHERE account_id = $4 AND month = $5")
            .bind(moved.spent)
            .bind(moved.released)
            .bind(moved.places)
            .bind(account)
            .bind(month)
            .execute(&mut self.tx)
            .await?;
        }
        Ok(())
    }
}

/// What moves in a budget: no longer reserved, spent, places given back.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Move {
    pub released: i64,
    pub spent: i64,
    pub places: i64,
}

impl Move {
    fn add(&mut self, more: Move) {
        self.released += more.released;
        self.spent += more.spent;
        self.places += more.places;
    }
}

fn limits((videos, cost): (Option<i64>, Option<i64>), usual: &MonthlyLimits) -> MonthlyLimits {
    MonthlyLimits {
        videos: videos.map_or(usual.videos, count),
        cost: cost.map_or(usual.cost, Money::from_micros),
    }
}

fn count(stored: i64) -> u32 {
    u32::try_from(number(stored)).unwrap_or(u32::MAX)
}

/// `2026-11`, in UTC.
pub(super) fn month_of(ms: i64) -> String {
    Timestamp::from_unix_ms(ms).to_string().chars().take(7).collect()
}

/// `2026-11-26`, in UTC.
pub(super) fn day_of(ms: i64) -> String {
    Timestamp::from_unix_ms(ms).to_string().chars().take(10).collect()
}

impl PriceRow {
    fn into_price(self) -> Price {
        Price {
            provider: self.provider,
            model: self.model,
            unit: self.unit,
            price: Money::from_micros(self.micros),
            valid_from: Timestamp::from_unix_ms(self.valid_from_ms),
        }
    }
}
