//! Avatars and voices.

use super::body::List;
use crate::http::{Caller, Problem};
use app::ports::CatalogPort;
use axum::{Json, extract::State};
use domain::{Avatar, Voice};
use std::sync::Arc;

type Catalog = State<Arc<dyn CatalogPort>>;

pub async fn avatars(State(catalog): Catalog, _: Caller) -> Result<Json<List<Avatar>>, Problem> {
    Ok(Json(List::whole(catalog.avatars().await?)))
}

pub async fn voices(State(catalog): Catalog, _: Caller) -> Result<Json<List<Voice>>, Problem> {
    Ok(Json(List::whole(catalog.voices().await?)))
}
