//! The outbox: webhooks are carried to their receivers, again and again until they are taken or given up.

use crate::{backoff::backoff, carriers::Carriers, counts, works::Works};
use domain::Timestamp;
use providers::{Delivery, WebhookSecret, sign_with_each};
use std::{sync::Arc, time::Duration};
use store::{AfterAttempt, DeliveryAttempt, DeliveryClaim, DeliveryQuery, Destination, StoreError};

/// Deliveries that are carried at once. One account has at most half of them, and one host a third, while others always
/// find some; a carrier costs little, and less than half a megabyte at worst.
const CARRIERS: u32 = 64;
/// How long one that was taken stays with whoever took it; longer than a delivery takes.
const HELD: Duration = Duration::from_secs(45);
const POLL: Duration = Duration::from_secs(2);
const BUSY_POLL: Duration = Duration::from_millis(250);
const STORE_REST: Duration = Duration::from_secs(1);
/// Attempts before a delivery is given up. With waits that grow threefold from five seconds to at most four hours, the
/// last one is some eight and a half hours after the first.
pub(crate) const ATTEMPTS_MAX: u32 = 10;
const WAIT_FACTOR: f64 = 3.0;
const WAIT_MAX: Duration = Duration::from_secs(4 * 60 * 60);
/// A receiver that fails without a break for so long is left alone.
const DISABLED_AFTER: Duration = Duration::from_secs(5 * 24 * 60 * 60);

/// Runs until the engine drains; what is being carried then is carried to its end.
pub(crate) async fn carry(works: Arc<Works>) {
    let carriers = Arc::new(Carriers::default());
    while !works.stopping.is_cancelled() {
        let under_way = carriers.under_way();
        let query = DeliveryQuery { carriers: CARRIERS, under_way: &under_way, ttl: HELD };
        let rest = match works.stores.deliveries.claim_deliveries(query).await {
            Ok(claims) if !claims.is_empty() => {
                claims.into_iter().for_each(|claim| send(&works, &carriers, claim));
                continue;
            }
            Ok(_none) => match works.stores.deliveries.next_delivery_in().await {
                // It is due and waits for a carrier: whoever comes back says so.
                Ok(Some(Duration::ZERO)) if !under_way.is_empty() => BUSY_POLL,
                Ok(wait) => wait.unwrap_or(POLL).clamp(Duration::from_millis(20), POLL),
                Err(_) => STORE_REST,
            },
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read; trying again in a second");
                STORE_REST
            }
        };
        tokio::select! {
            () = works.stopping.cancelled() => return,
            () = works.outgoing.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

fn send(works: &Arc<Works>, carriers: &Arc<Carriers>, claim: DeliveryClaim) {
    let carrier = carriers.send(Destination { account: claim.account.clone(), url: claim.url.clone() });
    let works_then = works.clone();
    works.tasks.spawn(async move {
        deliver(&works_then, claim).await;
        drop(carrier);
        works_then.outgoing.notify_one();
    });
}

async fn deliver(works: &Works, claim: DeliveryClaim) {
    let secrets = claim.secrets.iter().map(|secret| WebhookSecret::parse(secret.expose()));
    let delivery = match secrets.collect::<Result<Vec<_>, _>>() {
        Ok(secrets) => {
            let body = claim.body.as_bytes();
            let headers = sign_with_each(claim.id.as_str(), claim.now.unix_ms() / 1000, body, &secrets);
            let timeout = works.settings.delivery_timeout;
            works.makers.courier.deliver(&claim.url, &headers, body.to_vec().into(), timeout).await
        }
        Err(sentence) => not_sent(sentence),
    };
    let then = after(&delivery, &claim, works.settings.webhook_retry_base);
    let attempt = DeliveryAttempt {
        number: 0,
        at: Timestamp::from_unix_ms(claim.now.unix_ms()),
        duration: delivery.duration,
        status_code: delivery.status,
        error: delivery.error,
        answer: delivery.answer,
    };
    match works.stores.deliveries.record_attempt(&claim, &attempt, then).await {
        Ok(()) => counts::delivered(then, attempt.duration),
        Err(StoreError::LeaseLost) => {}
        Err(error) => {
            tracing::error!(delivery = %claim.id, %error, "an attempt was not written down; it is made again")
        }
    }
}

fn not_sent(sentence: String) -> Delivery {
    Delivery {
        status: None,
        error: Some(sentence),
        answer: String::new(),
        retry_after: None,
        duration: Duration::ZERO,
    }
}

/// What follows from what the receiver said.
fn after(delivery: &Delivery, claim: &DeliveryClaim, base: Duration) -> AfterAttempt {
    match delivery.status {
        Some(200..300) => return AfterAttempt::Delivered,
        Some(410) => return AfterAttempt::Failed,
        _ => {}
    }
    let failing_ms = claim.failing_since.map_or(0, |since| claim.now.ms_since(since));
    if u128::from(failing_ms.unsigned_abs()) >= DISABLED_AFTER.as_millis() && failing_ms > 0 {
        return AfterAttempt::Disabled;
    }
    if claim.tries + 1 >= ATTEMPTS_MAX {
        return AfterAttempt::Failed;
    }
    let wait = backoff(claim.tries, base, WAIT_FACTOR, WAIT_MAX);
    AfterAttempt::Again(delivery.retry_after.map_or(wait, |asked| asked.max(wait)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_attempt_is_hours_after_the_first() {
        let waits = (0..ATTEMPTS_MAX - 1).map(|tries| {
            let exact = 5.0 * WAIT_FACTOR.powi(i32::try_from(tries).unwrap_or(0));
            exact.min(WAIT_MAX.as_secs_f64()) * 0.75
        });
        assert!(ATTEMPTS_MAX >= 8 && waits.sum::<f64>() >= 6.0 * 60.0 * 60.0);
    }
}
