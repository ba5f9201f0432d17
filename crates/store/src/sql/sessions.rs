//! Sessions.

use super::{SqlStore, db::sql};
use crate::{SessionRow, SessionStore, StoreError};
use async_trait::async_trait;
use domain::Timestamp;

#[async_trait]
impl SessionStore for SqlStore {
    async fn create_session(&self, row: &SessionRow) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let made = sql(
            "INSERT INTO sessions (id, data, expires_at_ms) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.data)
        .bind(row.expires_at.unix_ms())
        .execute(&mut write.tx)
        .await?;
        write.commit().await?;
        Ok(made == 1)
    }

    async fn save_session(&self, row: &SessionRow) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sql("INSERT INTO sessions (id, data, expires_at_ms) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at_ms = excluded.expires_at_ms")
        .bind(&row.id)
        .bind(&row.data)
        .bind(row.expires_at.unix_ms())
        .execute(&mut write.tx)
        .await?;
        write.commit().await
    }

    async fn load_session(&self, id: &str) -> Result<Option<SessionRow>, StoreError> {
        let mut reading = self.read().await?;
        let now_ms: i64 = sql(self.dialect().now()).scalar(&mut reading).await?;
        let row: Option<(String, Vec<u8>, i64)> =
            sql("SELECT id, data, expires_at_ms FROM sessions WHERE id = $1 AND expires_at_ms > $2")
                .bind(id)
                .bind(now_ms)
                .fetch_optional(&mut reading)
                .await?;
        let session = |(id, data, end)| SessionRow { id, data, expires_at: Timestamp::from_unix_ms(end) };
        Ok(row.map(session))
    }

    async fn delete_session(&self, id: &str) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sql("DELETE FROM sessions WHERE id = $1").bind(id).execute(&mut write.tx).await?;
        write.commit().await
    }

    async fn delete_ended_sessions(&self) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let ended = sql("DELETE FROM sessions WHERE expires_at_ms <= $1")
            .bind(write.now_ms)
            .execute(&mut write.tx)
            .await?;
        write.commit().await?;
        Ok(ended)
    }
}
