//! Reading events back.

use super::{
    db::{OnConnection, sql},
    rows::stored,
};
use crate::StoreError;
use domain::{AccountId, ExecutionEvent, ExecutionId};

/// Events after number `after`, in order, if the execution is this account's.
pub(super) async fn list(
    on: &mut impl OnConnection,
    account: &AccountId,
    id: &ExecutionId,
    after: u64,
    limit: u32,
) -> Result<Vec<ExecutionEvent>, StoreError> {
    let events: Vec<String> =
        sql("SELECT v.event_json FROM execution_events v JOIN executions e ON e.id = v.execution_id
         WHERE v.execution_id = $1 AND e.account_id = $2 AND v.seq > $3 ORDER BY v.seq LIMIT $4")
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(stored(after))
        .bind(limit)
        .scalars(on)
        .await?;
    events.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
}
