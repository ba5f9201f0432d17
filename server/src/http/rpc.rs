//! A server function whose arguments cannot be read answers with 500 before any port is asked; here every error gets
//! the status that it means.

use app::ports::CallError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderName, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};

const ERROR_HEADER: HeaderName = HeaderName::from_static("serverfnerror");
/// More than any sentence.
const ERROR_BYTES_MAX: usize = 64 << 10;

/// Reads the error of a server function that failed, and sets its status.
pub async fn give_errors_their_status(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR
        || !response.headers().contains_key(ERROR_HEADER)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ERROR_BYTES_MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.status = match serde_json::from_slice::<CallError>(&bytes) {
        Ok(CallError::Port(error)) => error.status(),
        // On this side it means that the arguments could not be read.
        Ok(CallError::Transport(_)) => StatusCode::BAD_REQUEST,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Response::from_parts(parts, Body::from(bytes))
}
