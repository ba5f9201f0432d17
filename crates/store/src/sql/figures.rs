//! Figures of the whole installation, each by one statement and all of one moment.

use super::{
    SqlStore,
    db::{Reading, sql},
    money::month_of,
    rows::number,
};
use crate::{BudgetFigures, FigureStore, Figures, PoolFigures, StoreError};
use async_trait::async_trait;
use domain::Status;
use std::time::Duration;

#[async_trait]
impl FigureStore for SqlStore {
    async fn figures(&self) -> Result<Figures, StoreError> {
        let mut reading = self.read().await?;
        let now_ms: i64 = sql(self.dialect().now()).scalar(&mut reading).await?;
        // The condition is that of an index.
        let groups: Vec<(String, i64, i64, i64)> =
            sql("SELECT status, held, count(*), min(queued_at_ms) FROM executions
             WHERE status IN ('queued', 'running') GROUP BY status, held")
            .fetch_all(&mut reading)
            .await?;
        let pending: i64 = sql("SELECT count(*) FROM webhook_deliveries WHERE status = 'pending'")
            .scalar(&mut reading)
            .await?;
        let (cost, videos) = self.budgets(&mut reading, now_ms).await?;
        let mut figures = Figures {
            queued: 0,
            held: 0,
            waiting_outside: 0,
            oldest_queued: Duration::ZERO,
            deliveries_pending: number(pending),
            cost,
            videos,
        };
        for (status, held, executions, oldest_ms) in groups {
            if status == Status::Queued.as_str() {
                figures.queued += number(executions);
                let waits = Duration::from_millis(number((now_ms - oldest_ms).max(0)));
                figures.oldest_queued = figures.oldest_queued.max(waits);
            } else if held == 1 {
                figures.held += number(executions);
            } else {
                figures.waiting_outside += number(executions);
            }
        }
        Ok(figures)
    }

    fn connections(&self) -> Vec<PoolFigures> {
        self.pools.figures()
    }
}

impl SqlStore {
    /// How near accounts are to their limits of money and of videos.
    async fn budgets(
        &self,
        reading: &mut Reading,
        now_ms: i64,
    ) -> Result<(BudgetFigures, BudgetFigures), StoreError> {
        let (cost, nearly_cost, videos, nearly_videos): (f64, i64, f64, i64) = sql(
            "SELECT CAST(coalesce(max(cost), 0) AS DOUBLE PRECISION), count(CASE WHEN cost >= 0.9 THEN 1 END),
                    CAST(coalesce(max(videos), 0) AS DOUBLE PRECISION), count(CASE WHEN videos >= 0.9 THEN 1 END)
             FROM (
                 SELECT CAST(m.spent_micros + coalesce(v.spent, 0) + CASE
                            WHEN m.reserved_micros > coalesce(v.released, 0)
                            THEN m.reserved_micros - coalesce(v.released, 0) ELSE 0 END AS DOUBLE PRECISION)
                        / nullif(coalesce(a.monthly_cost_limit_micros, $1), 0) AS cost,
                        CAST(m.videos - coalesce(v.places, 0) AS DOUBLE PRECISION)
                        / nullif(coalesce(a.monthly_video_limit, $2), 0) AS videos
                 FROM account_months m
                 JOIN accounts a ON a.id = m.account_id
                 LEFT JOIN (SELECT account_id, sum(released_micros) AS released, sum(spent_micros) AS spent,
                                   sum(places) AS places
                            FROM budget_moves WHERE month = $3 GROUP BY account_id) v
                        ON v.account_id = m.account_id
                 WHERE m.month = $3) used",
        )
        .bind(self.settings.monthly.cost.micros())
        .bind(self.settings.monthly.videos)
        .bind(month_of(now_ms))
        .fetch_one(reading)
        .await?;
        let figures = |most_used, nearly| BudgetFigures { most_used, nearly_used: number(nearly) };
        Ok((figures(cost, nearly_cost), figures(videos, nearly_videos)))
    }
}
