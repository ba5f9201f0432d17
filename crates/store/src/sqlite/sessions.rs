//! Sessions.

use super::SqliteStore;
use crate::{SessionRow, SessionStore, StoreError};
use async_trait::async_trait;
use domain::Timestamp;

#[async_trait]
impl SessionStore for SqliteStore {
    async fn create_session(&self, row: &SessionRow) -> Result<bool, StoreError> {
        let made = sqlx::query(
            "INSERT INTO sessions (id, data, expires_at_ms) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.data)
        .bind(row.expires_at.unix_ms())
        .execute(&self.writes)
        .await?;
        Ok(made.rows_affected() == 1)
    }

    async fn save_session(&self, row: &SessionRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sessions (id, data, expires_at_ms) VALUES (?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at_ms = excluded.expires_at_ms",
        )
        .bind(&row.id)
        .bind(&row.data)
        .bind(row.expires_at.unix_ms())
        .execute(&self.writes)
        .await?;
        Ok(())
    }

    async fn load_session(&self, id: &str) -> Result<Option<SessionRow>, StoreError> {
        let row: Option<(String, Vec<u8>, i64)> = sqlx::query_as(
            "SELECT id, data, expires_at_ms FROM sessions
             WHERE id = ? AND expires_at_ms > CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        )
        .bind(id)
        .fetch_optional(&self.reads)
        .await?;
        let session = |(id, data, end)| SessionRow { id, data, expires_at: Timestamp::from_unix_ms(end) };
        Ok(row.map(session))
    }

    async fn delete_session(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE id = ?").bind(id).execute(&self.writes).await?;
        Ok(())
    }

    async fn delete_ended_sessions(&self) -> Result<u64, StoreError> {
        let ended = sqlx::query(
            "DELETE FROM sessions WHERE expires_at_ms <= CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        );
        Ok(ended.execute(&self.writes).await?.rows_affected())
    }
}
