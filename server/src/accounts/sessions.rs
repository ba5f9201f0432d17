//! Sessions of browsers, kept in the database so that a restart logs nobody out.

use domain::Timestamp;
use std::{fmt, sync::Arc, time::Duration};
use store::{SessionRow, StoreError};
use time::OffsetDateTime;
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};

/// How long a log-in lasts.
const LIFETIME: time::Duration = time::Duration::days(30);
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);

/// The session library's store, on our own.
#[derive(Clone)]
pub struct Sessions(pub Arc<dyn store::SessionStore>);

/// The layer that knows a browser again by its cookie.
pub fn session_layer(sessions: Sessions, secure: bool) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(sessions)
        .with_name("pitchreel_session")
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure)
        .with_expiry(Expiry::OnInactivity(LIFETIME))
}

/// Removes sessions that have ended, now and then, until the task is dropped.
pub async fn sweep_sessions(sessions: Sessions) {
    let mut turn = tokio::time::interval(SWEEP_EVERY);
    loop {
        turn.tick().await;
        match sessions.0.delete_ended_sessions().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "removed {count} ended sessions"),
            Err(error) => tracing::warn!(%error, "ended sessions were not removed"),
        }
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        while !self.0.create_session(&row(record)?).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.0.save_session(&row(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let Some(row) = self.0.load_session(&id.to_string()).await.map_err(backend)? else { return Ok(None) };
        let data =
            serde_json::from_slice(&row.data).map_err(|e| session_store::Error::Decode(e.to_string()))?;
        let expiry_date =
            OffsetDateTime::from_unix_timestamp_nanos(i128::from(row.expires_at.unix_ms()) * 1_000_000)
                .map_err(|e| session_store::Error::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.0.delete_session(&id.to_string()).await.map_err(backend)
    }
}

fn row(record: &Record) -> session_store::Result<SessionRow> {
    let data = serde_json::to_vec(&record.data).map_err(|e| session_store::Error::Encode(e.to_string()))?;
    let unix_ms = i64::try_from(record.expiry_date.unix_timestamp_nanos() / 1_000_000)
        .map_err(|e| session_store::Error::Encode(e.to_string()))?;
    Ok(SessionRow { id: record.id.to_string(), data, expires_at: Timestamp::from_unix_ms(unix_ms) })
}

fn backend(error: StoreError) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}
