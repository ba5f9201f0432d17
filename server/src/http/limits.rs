//! How much a request may send, decided before anything reads it.

use super::problem::Problem;
use axum::{
    RequestExt,
    body::Body,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::StreamExt;

/// The largest picture that is taken, in bytes.
pub const PICTURE_BYTES_MAX: usize = 20 << 20;
/// A picture and what a form puts around it.
const UPLOAD_BYTES_MAX: usize = PICTURE_BYTES_MAX + (64 << 10);
/// What is read of a body that is refused.
const READ_AWAY_BYTES_MAX: usize = 100 << 20;
/// Everything else: the longest text that is worth an explanation.
const TEXT_BYTES_MAX: usize = 512 << 10;

/// Refuses bodies that say they are too large, and cuts off those that do not say so.
pub async fn limit_body(mut request: Request, next: Next) -> Response {
    let (most, sentence) = if is_upload(request.headers()) {
        (UPLOAD_BYTES_MAX, "A picture has at most 20 MiB.")
    } else {
        (TEXT_BYTES_MAX, "This is more text than the studio takes; half a megabyte is the most.")
    };
    if declared_length(request.headers()).is_some_and(|length| length > most as u64) {
        read_away(request.into_body()).await;
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, sentence).into_response();
    }
    DefaultBodyLimit::max(most).apply(&mut request);
    next.run(request.with_limited_body()).await
}

/// Browsers read an answer only once they have sent everything, so a body that is a little too large is let in and
/// dropped; a huge one is cut off.
async fn read_away(body: Body) {
    let mut chunks = body.into_data_stream();
    let mut bytes = 0;
    while let Some(Ok(chunk)) = chunks.next().await {
        bytes += chunk.len();
        if bytes > READ_AWAY_BYTES_MAX {
            return;
        }
    }
}

fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
