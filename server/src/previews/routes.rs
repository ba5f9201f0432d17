//! `/previews/…`: files that anyone may see and hear, with parts for players.

use super::Previews;
use crate::http::{PREVIEW_OF_AVATAR, PREVIEW_OF_SCENE, PREVIEW_OF_VOICE, Problem};
use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderValue, Response, header},
    response::IntoResponse,
    routing::get,
};
use domain::{AvatarId, Scene, VoiceId};
use std::{path::PathBuf, sync::Arc};
use tower::ServiceExt;
use tower_http::services::ServeFile;

type Made = State<Arc<Previews>>;

/// The routes; ids are those of the catalogue, scenes go by their slug.
pub fn previews(previews: Arc<Previews>) -> Router {
    Router::new()
        .route(PREVIEW_OF_AVATAR, get(avatar))
        .route(PREVIEW_OF_VOICE, get(voice))
        .route(PREVIEW_OF_SCENE, get(scene))
        .with_state(previews)
}

async fn avatar(
    State(made): Made,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let id: AvatarId = id.parse().map_err(|_| Problem::not_found())?;
    send(made.avatar(&id).await?, request).await
}

async fn voice(
    State(made): Made,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let id: VoiceId = id.parse().map_err(|_| Problem::not_found())?;
    send(made.voice(id).await?, request).await
}

async fn scene(
    State(made): Made,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let scene = Scene::ALL.into_iter().find(|scene| scene.slug() == slug).ok_or_else(Problem::not_found)?;
    send(made.scene(scene).await?, request).await
}

async fn send(file: PathBuf, request: Request) -> Result<Response<Body>, Problem> {
    let Ok(mut response) = ServeFile::new(file).oneshot(request).await.map(IntoResponse::into_response);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    Ok(response)
}
