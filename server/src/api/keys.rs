//! API keys. A key is shown by the answer that makes it, and by nothing after that.

use super::{
    body::{List, MaybeBody},
    page::{Page, PageQuery},
    path::Id,
};
use crate::http::{CanAdmin, Fresh, Problem};
use app::ports::{ApiKey, KeysPort, NewApiKey, Paged};
use axum::{Json, extract::State, http::StatusCode};
use domain::{ApiKeyId, Scope};
use serde::Deserialize;
use std::sync::Arc;

type Keys = State<Arc<dyn KeysPort>>;

/// `{name?, scope?}`.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// What it is for.
    #[schema(max_length = 80)]
    name: Option<String>,
    /// How far it may go; `admin` where nothing is said.
    scope: Option<Scope>,
}

/// List API keys, the newest first
#[utoipa::path(get, path = "/keys", operation_id = "listKeys", tag = "Keys", security(("key" = ["admin"]), ("session" = ["admin"])), params(PageQuery),
    responses((status = 200, description = "A part of the keys", body = List<ApiKey>)))]
pub async fn list(
    State(keys): Keys,
    CanAdmin(account, _): CanAdmin,
    Page(paging): Page,
) -> Result<Json<List<ApiKey>>, Problem> {
    let keys = keys.list(&account).await?;
    Ok(Json(Paged::of_all(keys, &paging, |key| key.id.to_string())?.into()))
}

/// Make an API key
///
/// The answer is the only one that shows it.
#[utoipa::path(post, path = "/keys", operation_id = "createKey", tag = "Keys", security(("key" = ["admin"]), ("session" = ["admin"])),
    request_body(content = Option<NewKey>, example = json!({"name": "build server", "scope": "write"})),
    responses((status = 201, description = "The key", body = NewApiKey)))]
pub async fn add(
    State(keys): Keys,
    CanAdmin(account, _): CanAdmin,
    Fresh(seed): Fresh,
    MaybeBody(body): MaybeBody<NewKey>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    let scope = body.scope.unwrap_or(Scope::Admin);
    let made = keys.add(&account, ApiKeyId::of(&seed), body.name.as_deref(), scope).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Remove an API key
///
/// It is refused from now on.
#[utoipa::path(delete, path = "/keys/{id}", operation_id = "deleteKey", tag = "Keys", security(("key" = ["admin"]), ("session" = ["admin"])), params(("id" = ApiKeyId, Path)),
    responses((status = 204, description = "It is gone")))]
pub async fn remove(
    State(keys): Keys,
    CanAdmin(account, _): CanAdmin,
    Id(id): Id<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    keys.remove(&account, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
