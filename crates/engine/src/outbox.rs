//! The outbox: webhooks are carried to their receivers, again and again until they are taken or given up.

use crate::{backoff::backoff, counts, works::Works};
use domain::Timestamp;
use providers::{DELIVERY_TIMEOUT, Delivery, WebhookSecret, sign};
use std::{sync::Arc, time::Duration};
use store::{AfterAttempt, DeliveryAttempt, DeliveryClaim, StoreError};
use tokio::sync::Semaphore;

/// Deliveries that are carried at once.
const CARRIERS: usize = 32;
/// How long one that was taken stays with whoever took it; longer than a delivery takes.
const HELD: Duration = Duration::from_secs(45);
const POLL: Duration = Duration::from_secs(2);
const STORE_REST: Duration = Duration::from_secs(1);
/// Attempts before a delivery is given up. With waits that grow threefold from five seconds to at most four hours, the
/// last one is about twelve hours after the first.
pub(crate) const ATTEMPTS_MAX: u32 = 10;
const WAIT_FACTOR: f64 = 3.0;
const WAIT_MAX: Duration = Duration::from_secs(4 * 60 * 60);
/// A receiver that fails without a break for so long is left alone.
const DISABLED_AFTER: Duration = Duration::from_secs(5 * 24 * 60 * 60);

/// Runs until the engine drains; what is being carried then is carried to its end.
pub(crate) async fn carry(works: Arc<Works>) {
    let carriers = Arc::new(Semaphore::new(CARRIERS));
    while !works.stopping.is_cancelled() {
        let free = u32::try_from(carriers.available_permits()).unwrap_or(u32::MAX);
        let rest = match works.stores.deliveries.claim_deliveries(free, HELD).await {
            Ok(claims) if !claims.is_empty() => {
                for claim in claims {
                    let Ok(carrier) = carriers.clone().try_acquire_owned() else { break };
                    let works_then = works.clone();
                    works.tasks.spawn(async move {
                        deliver(&works_then, claim).await;
                        drop(carrier);
                        works_then.outgoing.notify_one();
                    });
                }
                continue;
            }
            Ok(_none) => match works.stores.deliveries.next_delivery_in().await {
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

async fn deliver(works: &Works, claim: DeliveryClaim) {
    let delivery = match WebhookSecret::parse(claim.secret.expose()) {
        Ok(secret) => {
            let body = claim.body.as_bytes();
            let headers = sign(claim.id.as_str(), claim.now.unix_ms() / 1000, body, &secret);
            works.makers.courier.deliver(&claim.url, &headers, body.to_vec().into(), DELIVERY_TIMEOUT).await
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
