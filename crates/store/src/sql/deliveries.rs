//! Deliveries on their way, and their log.

use super::{
    SqlStore, Write,
    db::{Column, OnConnection, Value, sql, sql_of, with_rows},
    executions::AFTER_ALL_IDS,
    queue::millis,
    rows::{number, stored, word},
};
use crate::{
    AfterAttempt, Delivery, DeliveryAttempt, DeliveryClaim, DeliveryQuery, DeliveryStatus, DeliveryStore,
    Destination, NewWebhook, StoreError, WebhookSecretStore,
};
use async_trait::async_trait;
use domain::{AccountId, DeliveryId, ExecutionId, Timestamp};
use sqlx::prelude::FromRow;
use std::{collections::HashMap, time::Duration};

/// Of those that are due, how many are looked at to choose from.
const LOOKED_AT: u32 = 500;
const DESTINATION: [(&str, Column); 2] = [("account_id", Column::Text), ("url", Column::Text)];
const DELIVERIES_LISTED: u32 = 100;
/// Tests of one account that may be on their way.
const TESTS_WAITING_MAX: i64 = 50;

#[derive(FromRow)]
struct DeliveryRow {
    id: String,
    account_id: String,
    execution_id: Option<String>,
    url: String,
    secret_sealed: Option<String>,
    body: String,
    status: String,
    tries: i64,
    due_at_ms: i64,
    lease_epoch: i64,
    created_at_ms: i64,
}

/// A delivery that was taken, with since when its receiver fails.
#[derive(FromRow)]
struct TakenRow {
    #[sqlx(flatten)]
    delivery: DeliveryRow,
    failing_since_ms: Option<i64>,
}

#[derive(FromRow)]
struct AttemptRow {
    delivery_id: String,
    number: i64,
    at_ms: i64,
    duration_ms: i64,
    status_code: Option<i64>,
    error: Option<String>,
    answer: String,
}

#[async_trait]
impl DeliveryStore for SqlStore {
    async fn claim_deliveries(&self, query: DeliveryQuery<'_>) -> Result<Vec<DeliveryClaim>, StoreError> {
        if self.next_delivery_in().await?.is_none_or(|wait| !wait.is_zero()) {
            return Ok(Vec::new());
        }
        let chosen = self.choose_deliveries(&query).await?;
        if chosen.is_empty() {
            return Ok(Vec::new());
        }
        let mut write = self.begin_work().await?;
        let rows = write.take_deliveries(&chosen, query.ttl).await?;
        let now_ms = write.now_ms;
        write.commit().await?;
        let mut claims = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.delivery.id.clone();
            match self.delivery_claim(row, now_ms).await {
                Ok(claim) => claims.push(claim),
                // It comes again when its time is over, and keeps no other one waiting.
                Err(cause) => tracing::error!(delivery = %id, %cause, "a delivery cannot be read"),
            }
        }
        Ok(claims)
    }

    async fn next_delivery_in(&self) -> Result<Option<Duration>, StoreError> {
        let now = self.dialect().now();
        let wait: Option<i64> = sql_of(format!(
            "SELECT (SELECT min(due_at_ms) FROM webhook_deliveries WHERE status = 'pending') - ({now})"
        ))
        .scalar(&mut self.look().await?)
        .await?;
        Ok(wait.map(|ms| Duration::from_millis(number(ms.max(0)))))
    }

    async fn record_attempt(
        &self,
        claim: &DeliveryClaim,
        attempt: &DeliveryAttempt,
        then: AfterAttempt,
    ) -> Result<(), StoreError> {
        let mut write = self.begin_work().await?;
        // The receiver before its deliveries, as everywhere: several of one receiver may end at once.
        write.note_receiver(claim, then).await?;
        let (status, due) = match then {
            AfterAttempt::Delivered => (DeliveryStatus::Delivered, write.now_ms),
            AfterAttempt::Again(wait) => (DeliveryStatus::Pending, write.now_ms + millis(wait)),
            AfterAttempt::Failed => (DeliveryStatus::Failed, write.now_ms),
            AfterAttempt::Disabled => (DeliveryStatus::Disabled, write.now_ms),
        };
        let number: Option<(i64,)> =
            sql("UPDATE webhook_deliveries SET status = $1, due_at_ms = $2, attempts = attempts + 1,
                    tries = tries + 1, finished_at_ms = $3
             WHERE id = $4 AND lease_epoch = $5 AND status = 'pending' RETURNING attempts")
            .bind(status.as_str())
            .bind(due)
            .bind((status != DeliveryStatus::Pending).then_some(write.now_ms))
            .bind(claim.id.as_str())
            .bind(stored(claim.epoch))
            .fetch_optional(&mut write.tx)
            .await?;
        let (number,) = number.ok_or(StoreError::LeaseLost)?;
        sql("INSERT INTO webhook_attempts (delivery_id, number, at_ms, duration_ms, status_code, error, answer)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(claim.id.as_str())
        .bind(number)
        .bind(attempt.at.unix_ms())
        .bind(millis(attempt.duration))
        .bind(attempt.status_code.map(i64::from))
        .bind(&attempt.error)
        .bind(&attempt.answer)
        .execute(&mut write.tx)
        .await?;
        if then == AfterAttempt::Disabled {
            write.disable_others(claim).await?;
        }
        write.commit().await
    }

    async fn list_deliveries(
        &self,
        account: &AccountId,
        execution: &ExecutionId,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut reading = self.read().await?;
        super::executions::owned(&mut reading, account, execution).await?;
        let rows: Vec<DeliveryRow> =
            sql("SELECT * FROM webhook_deliveries WHERE execution_id = $1 ORDER BY id DESC LIMIT $2")
                .bind(execution.as_str())
                .bind(DELIVERIES_LISTED)
                .fetch_all(&mut reading)
                .await?;
        let attempts: Vec<AttemptRow> =
            sql("SELECT a.* FROM webhook_attempts a JOIN webhook_deliveries d ON d.id = a.delivery_id
             WHERE d.execution_id = $1 ORDER BY a.number")
            .bind(execution.as_str())
            .fetch_all(&mut reading)
            .await?;
        let mut by_delivery: HashMap<String, Vec<DeliveryAttempt>> = HashMap::new();
        for row in attempts {
            by_delivery.entry(row.delivery_id.clone()).or_default().push(row.into_attempt());
        }
        rows.into_iter()
            .map(|row| {
                let attempts = by_delivery.remove(&row.id).unwrap_or_default();
                row.into_delivery(attempts)
            })
            .collect()
    }

    async fn redeliver(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, StoreError> {
        let mut write = self.begin().await?;
        sql("DELETE FROM webhook_receivers WHERE account_id = $1 AND url =
             (SELECT url FROM webhook_deliveries WHERE id = $2 AND account_id = $1)")
        .bind(account.as_str())
        .bind(id.as_str())
        .execute(&mut write.tx)
        .await?;
        let row: DeliveryRow = sql(
            "UPDATE webhook_deliveries SET status = 'pending', due_at_ms = $1, tries = 0, finished_at_ms = NULL,
                    lease_epoch = lease_epoch + 1
             WHERE id = $2 AND account_id = $3 RETURNING *",
        )
        .bind(write.now_ms)
        .bind(id.as_str())
        .bind(account.as_str())
        .fetch_one(&mut write.tx)
        .await?;
        let attempts: Vec<AttemptRow> =
            sql("SELECT * FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number")
                .bind(&row.id)
                .fetch_all(&mut write.tx)
                .await?;
        write.commit().await?;
        row.into_delivery(attempts.into_iter().map(AttemptRow::into_attempt).collect())
    }

    async fn delivery_log(
        &self,
        account: &AccountId,
        before: Option<&DeliveryId>,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut reading = self.read().await?;
        let rows: Vec<DeliveryRow> = sql("SELECT * FROM webhook_deliveries WHERE account_id = $1 AND id < $2
             ORDER BY id DESC LIMIT $3")
        .bind(account.as_str())
        .bind(before.map_or(AFTER_ALL_IDS, DeliveryId::as_str))
        .bind(limit)
        .fetch_all(&mut reading)
        .await?;
        with_attempts(&mut reading, rows).await
    }

    async fn get_delivery(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, StoreError> {
        let mut reading = self.read().await?;
        let row: DeliveryRow = sql("SELECT * FROM webhook_deliveries WHERE id = $1 AND account_id = $2")
            .bind(id.as_str())
            .bind(account.as_str())
            .fetch_one(&mut reading)
            .await?;
        with_attempts(&mut reading, vec![row]).await?.pop().ok_or(StoreError::NotFound)
    }

    async fn add_delivery(
        &self,
        account: &AccountId,
        id: &DeliveryId,
        webhook: &NewWebhook,
        body: &str,
    ) -> Result<Delivery, StoreError> {
        let mut write = self.begin().await?;
        let waiting: i64 = sql("SELECT count(*) FROM webhook_deliveries
             WHERE account_id = $1 AND status = 'pending' AND execution_id IS NULL AND id <> $2")
        .bind(account.as_str())
        .bind(id.as_str())
        .scalar(&mut write.tx)
        .await?;
        if waiting >= TESTS_WAITING_MAX {
            return Err(StoreError::Conflict(
                "50 tests are still on their way. Look at what became of them in the webhook log.",
            ));
        }
        let sealed = webhook.secret.as_ref().map(|secret| self.settings.vault.seal(account.as_str(), secret));
        sql("INSERT INTO webhook_deliveries (id, account_id, url, secret_sealed, body, status, due_at_ms, created_at_ms)
             VALUES ($1, $2, $3, $4, $5, 'pending', $6, $6) ON CONFLICT (id) DO NOTHING")
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(&webhook.url)
        .bind(sealed)
        .bind(body)
        .bind(write.now_ms)
        .execute(&mut write.tx)
        .await?;
        write.commit().await?;
        self.get_delivery(account, id).await
    }
}

/// Each with its attempts, in order.
async fn with_attempts(
    reading: &mut impl OnConnection,
    rows: Vec<DeliveryRow>,
) -> Result<Vec<Delivery>, StoreError> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let attempts: Vec<AttemptRow> =
            sql("SELECT * FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number")
                .bind(&row.id)
                .fetch_all(reading)
                .await?;
        all.push(row.into_delivery(attempts.into_iter().map(AttemptRow::into_attempt).collect())?);
    }
    Ok(all)
}

impl SqlStore {
    /// What is due and may be carried beside what is under way. It is only read here, so that a long line holds up no
    /// writes.
    ///
    /// Accounts and hosts that have as much under way as they may are passed over. What remains stands in one line with
    /// what is under way, so that each knows its place: the how-manieth it is to its host, of its account, and of all.
    /// What goes to an idle host is ahead within an account, and an account with less ahead of one with more.
    async fn choose_deliveries(&self, query: &DeliveryQuery<'_>) -> Result<Vec<String>, StoreError> {
        let (host, host_given) = (self.dialect().host_of("d.url"), self.dialect().host_of("given.url"));
        let statement = format!(
            "WITH under_way AS (
                 SELECT given.account_id, {host_given} AS host FROM {{given}}),
             free AS (
                 SELECT $2 - count(*) AS carriers FROM under_way),
             busy_accounts AS (
                 SELECT account_id, count(*) AS number FROM under_way GROUP BY account_id),
             full_hosts AS (
                 SELECT u.account_id, u.host FROM under_way u JOIN busy_accounts a ON a.account_id = u.account_id
                 GROUP BY u.account_id, u.host, a.number
                 HAVING count(*) + a.number >= (SELECT carriers FROM free)),
             due AS (
                 SELECT d.id, d.account_id, {host} AS host, d.due_at_ms FROM webhook_deliveries d
                 WHERE d.status = 'pending' AND d.due_at_ms <= ({{now}})
                   AND d.account_id NOT IN (
                       SELECT account_id FROM busy_accounts WHERE number >= (SELECT carriers FROM free))
                   AND NOT EXISTS (
                       SELECT 1 FROM full_hosts f WHERE f.account_id = d.account_id AND f.host = {host})
                 ORDER BY d.due_at_ms LIMIT {LOOKED_AT}),
             line AS (
                 SELECT NULL AS id, account_id, host, 0 AS waits, 0 AS due_at_ms FROM under_way
                 UNION ALL SELECT id, account_id, host, 1, due_at_ms FROM due),
             to_host AS (
                 SELECT id, account_id, waits, due_at_ms, row_number() OVER
                        (PARTITION BY account_id, host ORDER BY waits, due_at_ms, id) AS to_host FROM line),
             of_account AS (
                 SELECT id, waits, due_at_ms, to_host, row_number() OVER
                        (PARTITION BY account_id ORDER BY waits, to_host, due_at_ms, id) AS of_account FROM to_host),
             of_all AS (
                 SELECT id, to_host, of_account, row_number() OVER
                        (ORDER BY waits, of_account, due_at_ms, id) AS of_all FROM of_account)
             SELECT id FROM of_all
             WHERE id IS NOT NULL AND (to_host - 1) + (of_account - 1) < $2 - (of_all - 1)"
        );
        let destination = |to: &Destination| vec![Value::from(to.account.as_str()), Value::from(&to.url)];
        let under_way = query.under_way.iter().map(destination).collect();
        let chosen: Vec<(String,)> = with_rows(self.dialect(), &statement, &DESTINATION, under_way)?
            .bind(query.carriers)
            .fetch_all(&mut self.look().await?)
            .await?;
        Ok(chosen.into_iter().map(|(id,)| id).collect())
    }

    async fn delivery_claim(&self, taken: TakenRow, now_ms: i64) -> Result<DeliveryClaim, StoreError> {
        let TakenRow { delivery: row, failing_since_ms } = taken;
        let secrets = match &row.secret_sealed {
            Some(sealed) => vec![self.settings.vault.open(&row.account_id, sealed)?],
            None => {
                let own = self.webhook_secrets(&word(&row.account_id)?).await?;
                std::iter::once(own.present).chain(own.previous.map(|(secret, _)| secret)).collect()
            }
        };
        Ok(DeliveryClaim {
            id: word(&row.id)?,
            epoch: number(row.lease_epoch),
            account: word(&row.account_id)?,
            url: row.url,
            secrets,
            body: row.body,
            tries: u32::try_from(row.tries).unwrap_or(u32::MAX),
            failing_since: failing_since_ms.map(Timestamp::from_unix_ms),
            now: Timestamp::from_unix_ms(now_ms),
        })
    }
}

impl Write {
    /// Of these, what nobody else has taken meanwhile.
    async fn take_deliveries(&mut self, ids: &[String], ttl: Duration) -> Result<Vec<TakenRow>, StoreError> {
        let (list, lock) = (self.dialect().list("$3"), self.dialect().skip_locked("d"));
        sql_of(format!(
            "WITH free AS (
                 SELECT d.id FROM webhook_deliveries d
                 WHERE d.id IN {list} AND d.status = 'pending' AND d.due_at_ms <= $1{lock})
             UPDATE webhook_deliveries SET lease_epoch = lease_epoch + 1, due_at_ms = $2
             WHERE id IN (SELECT id FROM free)
             RETURNING *,
                 (SELECT r.failing_since_ms FROM webhook_receivers r
                  WHERE r.account_id = webhook_deliveries.account_id
                    AND r.url = webhook_deliveries.url) AS failing_since_ms"
        ))
        .bind(self.now_ms)
        .bind(self.now_ms + millis(ttl))
        .bind(serde_json::to_string(ids)?)
        .fetch_all(&mut self.tx)
        .await
    }

    /// Since when a receiver fails, and whether it is left alone.
    async fn note_receiver(&mut self, claim: &DeliveryClaim, then: AfterAttempt) -> Result<(), StoreError> {
        if then == AfterAttempt::Delivered {
            if claim.failing_since.is_none() {
                return Ok(());
            }
            sql("DELETE FROM webhook_receivers WHERE account_id = $1 AND url = $2")
                .bind(claim.account.as_str())
                .bind(&claim.url)
                .execute(&mut self.tx)
                .await?;
            return Ok(());
        }
        let disabled = (then == AfterAttempt::Disabled).then_some(self.now_ms);
        sql("INSERT INTO webhook_receivers (account_id, url, failing_since_ms, disabled_at_ms)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (account_id, url) DO UPDATE SET
                 failing_since_ms = coalesce(webhook_receivers.failing_since_ms, excluded.failing_since_ms),
                 disabled_at_ms = coalesce(webhook_receivers.disabled_at_ms, excluded.disabled_at_ms)")
        .bind(claim.account.as_str())
        .bind(&claim.url)
        .bind(self.now_ms)
        .bind(disabled)
        .execute(&mut self.tx)
        .await?;
        Ok(())
    }

    /// The others that are on their way to the receiver of this one have no better chance.
    async fn disable_others(&mut self, claim: &DeliveryClaim) -> Result<(), StoreError> {
        sql("UPDATE webhook_deliveries SET status = 'disabled', finished_at_ms = $1
             WHERE account_id = $2 AND url = $3 AND status = 'pending'")
        .bind(self.now_ms)
        .bind(claim.account.as_str())
        .bind(&claim.url)
        .execute(&mut self.tx)
        .await?;
        Ok(())
    }
}

impl DeliveryRow {
    fn into_delivery(self, attempts: Vec<DeliveryAttempt>) -> Result<Delivery, StoreError> {
        let status: DeliveryStatus = word(&self.status)?;
        Ok(Delivery {
            id: word(&self.id)?,
            execution: self.execution_id.as_deref().map(word).transpose()?,
            url: self.url,
            body: self.body,
            status,
            attempts,
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
            next_attempt_at: (status == DeliveryStatus::Pending)
                .then(|| Timestamp::from_unix_ms(self.due_at_ms)),
        })
    }
}

impl AttemptRow {
    fn into_attempt(self) -> DeliveryAttempt {
        DeliveryAttempt {
            number: u32::try_from(self.number).unwrap_or(u32::MAX),
            at: Timestamp::from_unix_ms(self.at_ms),
            duration: Duration::from_millis(number(self.duration_ms.max(0))),
            status_code: self.status_code.and_then(|code| u16::try_from(code).ok()),
            error: self.error,
            answer: self.answer,
        }
    }
}
