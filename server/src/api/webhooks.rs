//! The webhook log: what was told to receivers, and telling it once more.

use super::{body::List, path::Id};
use crate::http::{Caller, Problem};
use app::ports::{Delivery, WebhooksPort};
use axum::{Json, extract::State, http::StatusCode};
use domain::{DeliveryId, ExecutionId};
use std::sync::Arc;

type Webhooks = State<Arc<dyn WebhooksPort>>;

pub async fn deliveries(
    State(webhooks): Webhooks,
    Caller(account): Caller,
    Id(execution): Id<ExecutionId>,
) -> Result<Json<List<Delivery>>, Problem> {
    Ok(Json(List::whole(webhooks.deliveries(&account, &execution).await?)))
}

pub async fn redeliver(
    State(webhooks): Webhooks,
    Caller(account): Caller,
    Id(id): Id<DeliveryId>,
) -> Result<(StatusCode, Json<Delivery>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(webhooks.redeliver(&account, &id).await?)))
}
