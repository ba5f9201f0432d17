//! What can be done with webhooks.

use crate::ports::CallError;
use domain::DeliveryId;
use leptos::prelude::*;

/// Tells a receiver of nothing, to see what becomes of it.
#[server(prefix = "/rpc", endpoint = "send_test")]
pub async fn send_test(webhook: String) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{Webhook, WebhooksPort, port},
    };
    let member = caller().await?;
    let webhook = Webhook { url: webhook.trim().to_owned(), secret: None };
    answer(port::<dyn WebhooksPort>()?.test(&member.account, DeliveryId::generate(), webhook).await)?;
    leptos_axum::redirect("/settings#webhooks");
    Ok(())
}

/// Delivers a webhook again, now, and leads back to where it was asked for.
#[server(prefix = "/rpc", endpoint = "redeliver")]
pub async fn redeliver(delivery: DeliveryId) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{WebhooksPort, port},
    };
    let member = caller().await?;
    let sent = answer(port::<dyn WebhooksPort>()?.redeliver(&member.account, &delivery).await)?;
    leptos_axum::redirect(&match sent.execution_id {
        Some(execution) => format!("/executions/{execution}#webhook"),
        None => "/settings#webhooks".to_owned(),
    });
    Ok(())
}

/// The secret that signs what was ordered without one.
#[server(prefix = "/rpc", endpoint = "show_secret")]
pub async fn show_secret() -> Result<String, CallError> {
    use crate::{
        call::{admin, answer},
        ports::{WebhooksPort, port},
    };
    let member = admin().await?;
    Ok(answer(port::<dyn WebhooksPort>()?.secret(&member.account).await)?.secret)
}

/// Another secret from now on; for a day the one before it signs too.
#[server(prefix = "/rpc", endpoint = "rotate_secret")]
pub async fn rotate_secret() -> Result<String, CallError> {
    use crate::{
        call::{admin, answer},
        ports::{WebhooksPort, port},
    };
    let member = admin().await?;
    Ok(answer(port::<dyn WebhooksPort>()?.rotate_secret(&member.account).await)?.secret)
}
