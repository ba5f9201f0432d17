//! Reading events back.

use super::rows::stored;
use crate::StoreError;
use domain::{AccountId, ExecutionEvent, ExecutionId};
use sqlx::SqlitePool;

/// Events after number `after`, in order, if the execution is this account's.
pub(super) async fn list(
    reads: &SqlitePool,
    account: &AccountId,
    id: &ExecutionId,
    after: u64,
    limit: u32,
) -> Result<Vec<ExecutionEvent>, StoreError> {
    let events: Vec<String> = sqlx::query_scalar(
        "SELECT v.event_json FROM execution_events v JOIN executions e ON e.id = v.execution_id
         WHERE v.execution_id = ? AND e.account_id = ? AND v.seq > ? ORDER BY v.seq LIMIT ?",
    )
    .bind(id.as_str())
    .bind(account.as_str())
    .bind(stored(after))
    .bind(limit)
    .fetch_all(reads)
    .await?;
    events.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
}
