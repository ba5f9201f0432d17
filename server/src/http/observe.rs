//! Every request has an id, a span that carries it, and one line in the log when it is answered.

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Runs the request in its span and names it in the answer's `x-request-id`.
pub async fn observe(request: Request, next: Next) -> Response {
    let request_id = format!("{:016x}", rand::random::<u64>());
    let method = request.method().clone();
    // The pattern and not the path: a path may hold a token.
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %request_id, %method, %route);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, millis) = (response.status().as_u16(), started.elapsed().as_millis());
    span.in_scope(|| match status {
        500.. => tracing::error!(status, millis, "answered {method} {route} with {status}"),
        _ => tracing::debug!(status, millis, "answered {method} {route} with {status}"),
    });
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
