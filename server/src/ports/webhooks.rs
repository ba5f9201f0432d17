//! Webhooks: which are taken with an order, and what became of them.

use super::from_engine;
use app::ports::{Delivery, DeliveryAttempt, PortError, Webhook, WebhooksPort};
use domain::{AccountId, DeliveryId, ExecutionId};
use engine::Engine;
use providers::{Egress, WebhookSecret};
use std::sync::Arc;
use store::NewWebhook;

/// What is looked at before an order is accepted, so that whoever orders hears of it at once. Where a name leads is
/// looked at again with every delivery.
#[derive(Clone)]
pub struct WebhookGate(pub Arc<Egress>);

impl WebhookGate {
    /// The webhook as the store keeps it, or which part of it cannot be taken.
    pub fn admit(&self, webhook: Option<Webhook>) -> Result<Option<NewWebhook>, PortError> {
        let Some(Webhook { url, secret }) = webhook else { return Ok(None) };
        self.0.check(&url).map_err(|refusal| PortError::invalid("webhook", refusal.to_string()))?;
        if let Some(secret) = &secret {
            WebhookSecret::parse(secret.expose())
                .map_err(|sentence| PortError::invalid("webhookSecret", sentence))?;
        }
        Ok(Some(NewWebhook { url, secret }))
    }
}

/// The webhook log.
pub struct Webhooks {
    pub engine: Engine,
}

#[async_trait::async_trait]
impl WebhooksPort for Webhooks {
    async fn deliveries(
        &self,
        account: &AccountId,
        execution: &ExecutionId,
    ) -> Result<Vec<Delivery>, PortError> {
        let deliveries = self.engine.deliveries(account, execution).await.map_err(from_engine)?;
        Ok(deliveries.into_iter().map(delivery).collect())
    }

    async fn redeliver(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, PortError> {
        self.engine.redeliver(account, id).await.map(delivery).map_err(from_engine)
    }
}

fn delivery(kept: store::Delivery) -> Delivery {
    Delivery {
        id: kept.id,
        url: kept.url,
        status: kept.status.as_str(),
        attempts: kept.attempts.into_iter().map(attempt).collect(),
        created_at: kept.created_at,
        next_attempt_at: kept.next_attempt_at,
    }
}

fn attempt(kept: store::DeliveryAttempt) -> DeliveryAttempt {
    DeliveryAttempt {
        number: kept.number,
        at: kept.at,
        duration_ms: u64::try_from(kept.duration.as_millis()).unwrap_or(u64::MAX),
        status_code: kept.status_code,
        error: kept.error,
        answer: kept.answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Secret;

    #[test]
    fn what_cannot_be_called_or_signed_is_named_by_its_field() {
        let gate = WebhookGate(Arc::new(Egress::default()));
        let refused = |url: &str, secret: Option<&str>| {
            let secret = secret.map(|secret| Secret::from(secret.to_owned()));
            match gate.admit(Some(Webhook { url: url.to_owned(), secret })) {
                Err(PortError::Invalid { field, .. }) => Some(field),
                Err(other) => panic!("{other:?}"),
                Ok(_) => None,
            }
        };
        assert_eq!(refused("https://example.com/hook", Some("long enough")), None);
        assert_eq!(refused("https://example.com/hook", None), None);
        assert_eq!(refused("http://127.0.0.1/hook", None).as_deref(), Some("webhook"));
        assert_eq!(refused("", None).as_deref(), Some("webhook"));
        assert_eq!(refused("https://example.com/hook", Some("short")).as_deref(), Some("webhookSecret"));
        assert!(gate.admit(None).unwrap().is_none());
    }
}
