//! Whether the process lives, and whether it wants work.

use super::problem::Problem;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use store::SqlStore;
use tokio::{sync::Mutex, time::timeout};
use tokio_util::sync::CancellationToken;

/// How long a write may take before the database counts as out of reach.
const WRITE_WITHIN: Duration = Duration::from_millis(1_500);
/// However many ask, the database is tried no more often.
const TRIED_EVERY: Duration = Duration::from_secs(1);

/// Tells whether this process takes work.
pub struct Readiness {
    database: Arc<SqlStore>,
    draining: CancellationToken,
    last: Mutex<Option<Tried>>,
}

/// What the database did when it was last tried.
#[derive(Clone, Copy)]
struct Tried {
    at: Instant,
    takes_writes: bool,
}

impl Readiness {
    pub fn of(database: Arc<SqlStore>, draining: CancellationToken) -> Self {
        Readiness { database, draining, last: Mutex::default() }
    }

    /// Whoever asks while somebody else's try is under way waits for it and shares its outcome.
    async fn takes_writes(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some(tried) = last.filter(|tried| tried.at.elapsed() < TRIED_EVERY) {
            return tried.takes_writes;
        }
        let takes_writes = match timeout(WRITE_WITHIN, self.database.check()).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::error!(%error, "not ready: the database does not take a write");
                false
            }
            Err(_late) => {
                tracing::error!("not ready: the database has not taken a write within {WRITE_WITHIN:?}");
                false
            }
        };
        *last = Some(Tried { at: Instant::now(), takes_writes });
        takes_writes
    }
}

/// The process answers.
pub async fn healthz() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// The process takes work: it is not stopping, and its database takes writes.
pub async fn readyz(State(readiness): State<Arc<Readiness>>) -> Result<Response, Problem> {
    let not_ready = |sentence| Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, sentence));
    if readiness.draining.is_cancelled() {
        return not_ready("The studio is stopping.");
    }
    if !readiness.takes_writes().await {
        return not_ready("The studio cannot write to its database.");
    }
    Ok(([(header::CACHE_CONTROL, "no-store")], "ready\n").into_response())
}
