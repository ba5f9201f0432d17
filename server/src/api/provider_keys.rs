//! An account's own keys of providers. No answer shows a key.

use super::{
    body::{Body, List},
    page::{Page, PageQuery},
    path::Id,
};
use crate::http::{CanAdmin, CanRead, Problem};
use app::ports::{Paged, ProviderKey, ProviderKeysPort};
use axum::{
    Json,
    extract::{FromRequest, Request, State},
    http::StatusCode,
};
use domain::{KeyedProvider, Secret};
use serde::Deserialize;
use std::sync::Arc;

type Keys = State<Arc<dyn ProviderKeysPort>>;

/// `{key}`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnKey {
    /// As its provider shows it.
    #[schema(min_length = 8, max_length = 512)]
    key: String,
}

/// The key that was sent. What cannot be read is refused without its words, which could be the key.
pub struct SentKey(Secret);

impl<S: Send + Sync> FromRequest<S> for SentKey {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Body::<OwnKey>::from_request(request, state).await {
            Ok(Body(OwnKey { key })) => Ok(SentKey(key.into())),
            Err(refused) if refused.status == StatusCode::BAD_REQUEST => {
                Err(Problem::field("key", "Send an object with one member: the key, as text."))
            }
            Err(refused) => Err(refused),
        }
    }
}

/// List the account's keys of providers
#[utoipa::path(get, path = "/provider-keys", operation_id = "listProviderKeys", tag = "Keys", security(("key" = ["read"]), ("session" = ["read"])), params(PageQuery),
    responses((status = 200, description = "How each key stands; none is shown", body = List<ProviderKey>)))]
pub async fn list(
    State(keys): Keys,
    CanRead(account): CanRead,
    Page(paging): Page,
) -> Result<Json<List<ProviderKey>>, Problem> {
    let keys = keys.list(&account).await?;
    Ok(Json(Paged::of_all(keys, &paging, |key| key.id.to_string())?.into()))
}

/// Read how the account's key of a provider stands
#[utoipa::path(get, path = "/provider-keys/{provider}", operation_id = "getProviderKey", tag = "Keys", security(("key" = ["read"]), ("session" = ["read"])), params(("provider" = KeyedProvider, Path)),
    responses((status = 200, description = "How it stands; the key is not shown", body = ProviderKey)))]
pub async fn get(
    State(keys): Keys,
    CanRead(account): CanRead,
    Id(provider): Id<KeyedProvider>,
) -> Result<Json<ProviderKey>, Problem> {
    Ok(Json(keys.get(&account, provider).await?))
}

/// Save a key of a provider, in the place of the one before
///
/// It is tested first, which costs nothing. One that its provider refuses is not kept. What is ordered from now on is
/// made with it.
#[utoipa::path(put, path = "/provider-keys/{provider}", operation_id = "saveProviderKey", tag = "Keys", security(("key" = ["admin"]), ("session" = ["admin"])), params(("provider" = KeyedProvider, Path)),
    request_body(content = OwnKey, example = json!({"key": "the key, as the provider shows it"})),
    responses((status = 200, description = "How it stands; the key is not shown", body = ProviderKey)))]
pub async fn put(
    State(keys): Keys,
    CanAdmin(account, _): CanAdmin,
    Id(provider): Id<KeyedProvider>,
    SentKey(key): SentKey,
) -> Result<Json<ProviderKey>, Problem> {
    Ok(Json(keys.put(&account, provider, key).await?))
}

/// Remove the account's key of a provider
///
/// What is under way with it stops when it is next looked at, and goes on with a retry once the key is back.
#[utoipa::path(delete, path = "/provider-keys/{provider}", operation_id = "deleteProviderKey", tag = "Keys", security(("key" = ["admin"]), ("session" = ["admin"])), params(("provider" = KeyedProvider, Path)),
    responses((status = 204, description = "Nothing is made with it any more")))]
pub async fn remove(
    State(keys): Keys,
    CanAdmin(account, _): CanAdmin,
    Id(provider): Id<KeyedProvider>,
) -> Result<StatusCode, Problem> {
    keys.remove(&account, provider).await?;
    Ok(StatusCode::NO_CONTENT)
}
