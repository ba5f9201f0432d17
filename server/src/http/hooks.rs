//! `/hooks/PROVIDER/MAC/KEY`: where providers tell of their jobs. Nobody is logged in here; the address itself was
//! signed by us. Whatever is not ours gets one and the same answer, so that nobody learns which part was wrong.

use super::{doors::HOOKS, problem::Problem};
use crate::ports::from_engine;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use engine::Engine;
use providers::CallbackRequest;

/// Providers tell where a file is, and do not send it along.
const NEWS_BYTES_MAX: usize = 256 << 10;

/// The routes of callbacks.
pub fn hooks(engine: Engine) -> Router {
    Router::new()
        .route(HOOKS, post(receive))
        .method_not_allowed_fallback(async || Problem::not_found())
        .layer(DefaultBodyLimit::max(NEWS_BYTES_MAX))
        .with_state(engine)
}

async fn receive(
    State(engine): State<Engine>,
    Path(address): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Problem> {
    let parts: Vec<&str> = address.split('/').collect();
    let [provider, mac, request_key] = parts[..] else { return Err(Problem::not_found()) };
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "This is more than a callback has to tell.")
        }
        _ => Problem::new(StatusCode::BAD_REQUEST, "The body broke off before its end."),
    })?;
    // Header names come in lower case already. One whose value is no text is none that is signed.
    let text = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    let request = CallbackRequest { headers: headers.iter().filter_map(text).collect(), body };
    engine.callback(provider, request_key, mac, request).await.map_err(from_engine)?;
    Ok(StatusCode::NO_CONTENT)
}
