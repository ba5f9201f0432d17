//! Avatars and voices.

use super::{
    body::List,
    page::{Page, PageQuery},
};
use crate::http::{CanRead, Problem};
use app::ports::{CatalogPort, Paged};
use axum::{Json, extract::State};
use domain::{Avatar, Voice};
use std::sync::Arc;

type Catalog = State<Arc<dyn CatalogPort>>;

/// List avatars
#[utoipa::path(get, path = "/avatars", operation_id = "listAvatars", tag = "Cast", security(("key" = ["read"]), ("session" = ["read"])), params(PageQuery),
    responses((status = 200, description = "A part of the avatars", body = List<Avatar>)))]
pub async fn avatars(
    State(catalog): Catalog,
    _: CanRead,
    Page(paging): Page,
) -> Result<Json<List<Avatar>>, Problem> {
    let avatars = catalog.avatars().await?;
    Ok(Json(Paged::of_all(avatars, &paging, |avatar| avatar.id.to_string())?.into()))
}

/// List voices
#[utoipa::path(get, path = "/voices", operation_id = "listVoices", tag = "Cast", security(("key" = ["read"]), ("session" = ["read"])), params(PageQuery),
    responses((status = 200, description = "A part of the voices", body = List<Voice>)))]
pub async fn voices(
    State(catalog): Catalog,
    _: CanRead,
    Page(paging): Page,
) -> Result<Json<List<Voice>>, Problem> {
    let voices = catalog.voices().await?;
    Ok(Json(Paged::of_all(voices, &paging, |voice| voice.id.to_string())?.into()))
}
