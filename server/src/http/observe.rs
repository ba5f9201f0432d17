//! Every request has an id, a span that carries it, and one line in the log when it is answered. It is counted, and its
//! span goes on with the trace of whoever sent it.

use crate::telemetry::answered;
use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use providers::{TRACEPARENT, follow_trace};
use std::time::Instant;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Runs the request in its span and names it in the answer's `x-request-id`.
pub async fn observe(request: Request, next: Next) -> Response {
    let request_id = format!("{:016x}", rand::random::<u64>());
    let method = request.method().clone();
    // The pattern and not the path: a path may hold a token.
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    // Of the highest level, so that a log of errors alone still names the request.
    let span = tracing::error_span!("request", otel.kind = "server", %request_id, %method, %route);
    if let Some(parent) = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok()) {
        follow_trace(&span, parent);
    }
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, millis) = (response.status().as_u16(), started.elapsed().as_millis());
    answered(&method, &route, response.status(), started.elapsed());
    span.in_scope(|| match status {
        500.. => tracing::error!(status, millis, "answered {method} {route} with {status}"),
        _ => tracing::debug!(status, millis, "answered {method} {route} with {status}"),
    });
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
