//! Webhooks: which are taken with an order, and what became of them.

use super::{from_engine, from_store};
use app::ports::{
    Delivery, DeliveryAttempt, Paged, Paging, PortError, Webhook, WebhookSecrets, WebhooksPort,
};
use domain::{AccountId, DeliveryId, ExecutionId};
use engine::Engine;
use providers::{Egress, WebhookSecret};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use store::{NewWebhook, WebhookSecretStore};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// How long a secret that was replaced signs too.
const OVERLAP: Duration = Duration::from_secs(24 * 60 * 60);

/// What is looked at before an order is accepted, so that whoever orders hears of it at once. Where a name leads is
/// looked at again with every delivery.
#[derive(Clone)]
pub struct WebhookGate(pub Arc<Egress>);

impl WebhookGate {
    /// The webhook as the store keeps it, or which part of it cannot be taken.
    pub fn admit(&self, webhook: Option<Webhook>) -> Result<Option<NewWebhook>, PortError> {
        webhook.map(|webhook| self.look_at(webhook)).transpose()
    }

    /// The same for one that there is.
    fn look_at(&self, Webhook { url, secret }: Webhook) -> Result<NewWebhook, PortError> {
        self.0.check(&url).map_err(|refusal| PortError::invalid("webhook", refusal.to_string()))?;
        if let Some(secret) = &secret {
            WebhookSecret::parse(secret.expose())
                .map_err(|sentence| PortError::invalid("webhookSecret", sentence))?;
        }
        Ok(NewWebhook { url, secret })
    }
}

/// The webhook log.
pub struct Webhooks {
    pub engine: Engine,
    pub gate: WebhookGate,
    pub secrets: Arc<dyn WebhookSecretStore>,
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

    async fn log(&self, account: &AccountId, paging: Paging) -> Result<Paged<Delivery>, PortError> {
        let before = paging.cursor()?;
        let log = self.engine.delivery_log(account, before.as_ref(), paging.limit + 1).await;
        let log = log.map_err(from_engine)?.into_iter().map(delivery).collect();
        Ok(Paged::of_more(log, &paging, |delivery: &Delivery| delivery.id.to_string()))
    }

    async fn get(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, PortError> {
        self.engine.delivery(account, id).await.map(delivery).map_err(from_engine)
    }

    async fn test(
        &self,
        account: &AccountId,
        id: DeliveryId,
        webhook: Webhook,
    ) -> Result<Delivery, PortError> {
        let webhook = self.gate.look_at(webhook)?;
        let timestamp = OffsetDateTime::now_utc().format(&Rfc3339).ok();
        let body = json!({
            "executionId": null, "status": "test", "result": null, "error": null, "timestamp": timestamp,
        });
        let sent = self.engine.send(account, &id, &webhook, &body.to_string()).await;
        sent.map(delivery).map_err(from_engine)
    }

    async fn secret(&self, account: &AccountId) -> Result<WebhookSecrets, PortError> {
        self.secrets.webhook_secrets(account).await.map(shown).map_err(from_store)
    }

    async fn rotate_secret(&self, account: &AccountId) -> Result<WebhookSecrets, PortError> {
        self.secrets.rotate_webhook_secret(account, OVERLAP).await.map(shown).map_err(from_store)
    }

    async fn redeliver(&self, account: &AccountId, id: &DeliveryId) -> Result<Delivery, PortError> {
        self.engine.redeliver(account, id).await.map(delivery).map_err(from_engine)
    }
}

fn shown(kept: store::WebhookSecrets) -> WebhookSecrets {
    WebhookSecrets {
        secret: kept.present.expose().to_owned(),
        previous_until: kept.previous.map(|(_, until)| until),
    }
}

fn delivery(kept: store::Delivery) -> Delivery {
    Delivery {
        id: kept.id,
        execution_id: kept.execution,
        url: kept.url,
        body: kept.body,
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
