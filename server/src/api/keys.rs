//! API keys. A key is shown by the answer that makes it, and by nothing after that.

use super::{
    body::{List, MaybeBody},
    path::Id,
};
use crate::http::{Caller, Problem};
use app::ports::{ApiKey, KeysPort, NewApiKey};
use axum::{Json, extract::State, http::StatusCode};
use domain::ApiKeyId;
use serde::Deserialize;
use std::sync::Arc;

type Keys = State<Arc<dyn KeysPort>>;

/// `{name?}`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    name: Option<String>,
}

pub async fn list(State(keys): Keys, Caller(account): Caller) -> Result<Json<List<ApiKey>>, Problem> {
    Ok(Json(List::whole(keys.list(&account).await?)))
}

pub async fn add(
    State(keys): Keys,
    Caller(account): Caller,
    MaybeBody(body): MaybeBody<NewKey>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    Ok((StatusCode::CREATED, Json(keys.add(&account, body.name.as_deref()).await?)))
}

pub async fn remove(
    State(keys): Keys,
    Caller(account): Caller,
    Id(id): Id<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    keys.remove(&account, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
