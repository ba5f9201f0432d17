//! Whether the process lives, and whether it wants work.

use super::problem::Problem;
use crate::ports::from_store;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use store::AccountStore;
use tokio_util::sync::CancellationToken;

/// Cancelled when the process has begun to stop.
#[derive(Debug, Clone)]
pub struct Stopping(pub CancellationToken);

/// The process answers.
pub async fn healthz() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// The process takes work: it is not stopping and its database answers.
pub async fn readyz(
    State(Stopping(stopping)): State<Stopping>,
    State(accounts): State<Arc<dyn AccountStore>>,
) -> Result<Response, Problem> {
    if stopping.is_cancelled() {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "The studio is stopping."));
    }
    accounts.has_accounts().await.map_err(from_store)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ready\n").into_response())
}
