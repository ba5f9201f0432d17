//! What a person sees when a handler broke: a plain page, and the cause in the log alone.

use axum::{
    body::Body,
    http::{Response, StatusCode, header},
    response::IntoResponse,
};
use std::any::Any;

const PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Something broke</title>\
<h1>Something broke on our side.</h1><p>Nothing that you saved is lost. Go back and try again.</p></html>";

/// The answer in place of the one that the panic prevented.
pub fn after_panic(cause: Box<dyn Any + Send>) -> Response<Body> {
    let words =
        cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = words.unwrap_or("unknown"), "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], PAGE)
        .into_response()
}
