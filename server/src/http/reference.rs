//! The API described: for programs at `/api/openapi.json`, and on a page at `/api/docs` where it can be read and tried.
//! Anybody may read it.

use super::doors::{DESCRIPTION, REFERENCE, REFERENCE_SCRIPT};
use crate::api::described;
use axum::{
    Router,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use std::sync::LazyLock;

static DESCRIBED: LazyLock<String> = LazyLock::new(|| {
    described().to_json().unwrap_or_else(|error| {
        tracing::error!(%error, "the API could not be described");
        "{}".to_owned()
    })
});

const PAGE: &str = include_str!("reference.html");
/// The page's own script stands in it; what it loads is ours.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Both routes.
pub fn reference() -> Router {
    Router::new()
        .route(DESCRIPTION, get(description))
        .route(REFERENCE, get(page))
        .route(REFERENCE_SCRIPT, get(script))
}

async fn description() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DESCRIBED.as_str()).into_response()
}

async fn page() -> Response {
    let mut response = Html(PAGE).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript")], include_str!("reference.js")).into_response()
}
