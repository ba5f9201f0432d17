//! The webhook log: what was told to receivers, telling it once more, and trying a receiver.

use super::{
    body::{Body, List},
    page::{Page, PageQuery},
    path::Id,
};
use crate::http::{CanAdmin, CanRead, CanWrite, Fresh, Problem};
use app::ports::{Delivery, Paged, Webhook, WebhookSecrets, WebhooksPort};
use axum::{Json, extract::State, http::StatusCode};
use domain::{DeliveryId, ExecutionId, Secret};
use serde::Deserialize;
use std::sync::Arc;

type Webhooks = State<Arc<dyn WebhooksPort>>;

/// List the deliveries of an execution, the newest first
#[utoipa::path(get, path = "/executions/{id}/deliveries", operation_id = "listExecutionDeliveries", tag = "Webhooks", security(("key" = ["read"]), ("session" = ["read"])), params(("id" = ExecutionId, Path), PageQuery),
    responses((status = 200, description = "A part of the deliveries", body = List<Delivery>)))]
pub async fn of_execution(
    State(webhooks): Webhooks,
    CanRead(account): CanRead,
    Id(execution): Id<ExecutionId>,
    Page(paging): Page,
) -> Result<Json<List<Delivery>>, Problem> {
    let deliveries = webhooks.deliveries(&account, &execution).await?;
    Ok(Json(Paged::of_all(deliveries, &paging, |delivery| delivery.id.to_string())?.into()))
}

/// List all deliveries, the newest first
#[utoipa::path(get, path = "/deliveries", operation_id = "listDeliveries", tag = "Webhooks", security(("key" = ["read"]), ("session" = ["read"])), params(PageQuery),
    responses((status = 200, description = "A part of the deliveries", body = List<Delivery>)))]
pub async fn list(
    State(webhooks): Webhooks,
    CanRead(account): CanRead,
    Page(paging): Page,
) -> Result<Json<List<Delivery>>, Problem> {
    Ok(Json(webhooks.log(&account, paging).await?.into()))
}

/// Read a delivery
#[utoipa::path(get, path = "/deliveries/{id}", operation_id = "getDelivery", tag = "Webhooks", security(("key" = ["read"]), ("session" = ["read"])), params(("id" = DeliveryId, Path)),
    responses((status = 200, description = "The delivery with its attempts", body = Delivery)))]
pub async fn get(
    State(webhooks): Webhooks,
    CanRead(account): CanRead,
    Id(id): Id<DeliveryId>,
) -> Result<Json<Delivery>, Problem> {
    Ok(Json(webhooks.get(&account, &id).await?))
}

/// Deliver a webhook again, now
#[utoipa::path(post, path = "/deliveries/{id}/redeliver", operation_id = "redeliver", tag = "Webhooks", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = DeliveryId, Path)),
    responses((status = 202, description = "The delivery, on its way", body = Delivery)))]
pub async fn redeliver(
    State(webhooks): Webhooks,
    CanWrite(account): CanWrite,
    Id(id): Id<DeliveryId>,
) -> Result<(StatusCode, Json<Delivery>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(webhooks.redeliver(&account, &id).await?)))
}

/// `{webhook, webhookSecret?}`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestBody {
    /// Who is told.
    webhook: String,
    /// Signs what is sent; the account's own secret where there is none.
    webhook_secret: Option<String>,
}

/// Send a test to a receiver
///
/// It is signed, sent and tried again as any other; its status is `test`, and no execution is behind it.
#[utoipa::path(post, path = "/webhooks/test", operation_id = "testWebhook", tag = "Webhooks", security(("key" = ["write"]), ("session" = ["write"])),
    request_body(content = TestBody, example = json!({"webhook": "https://example.com/hooks/pitchreel"})),
    responses((status = 202, description = "The delivery, on its way", body = Delivery)))]
pub async fn test(
    State(webhooks): Webhooks,
    CanWrite(account): CanWrite,
    Fresh(seed): Fresh,
    Body(TestBody { webhook, webhook_secret }): Body<TestBody>,
) -> Result<(StatusCode, Json<Delivery>), Problem> {
    let webhook = Webhook { url: webhook, secret: webhook_secret.map(Secret::from) };
    Ok((StatusCode::ACCEPTED, Json(webhooks.test(&account, DeliveryId::of(&seed), webhook).await?)))
}

/// Read the account's own webhook secret
#[utoipa::path(get, path = "/webhooks/secret", operation_id = "getWebhookSecret", tag = "Webhooks", security(("key" = ["admin"]), ("session" = ["admin"])),
    responses((status = 200, description = "It signs what was ordered without a secret", body = WebhookSecrets)))]
pub async fn secret(
    State(webhooks): Webhooks,
    CanAdmin(account, _): CanAdmin,
) -> Result<Json<WebhookSecrets>, Problem> {
    Ok(Json(webhooks.secret(&account).await?))
}

/// Replace the account's own webhook secret
///
/// For a day both sign, so that receivers can change over one by one.
#[utoipa::path(post, path = "/webhooks/secret/rotate", operation_id = "rotateWebhookSecret", tag = "Webhooks", security(("key" = ["admin"]), ("session" = ["admin"])),
    responses((status = 200, description = "The new one, and until when the one before signs too", body = WebhookSecrets)))]
pub async fn rotate(
    State(webhooks): Webhooks,
    CanAdmin(account, _): CanAdmin,
) -> Result<Json<WebhookSecrets>, Problem> {
    Ok(Json(webhooks.rotate_secret(&account).await?))
}
