//! The outbox: what a final status tells to a receiver, written in its transaction.

use super::{Write, db::sql_of, rows::ExecutionRow};
use crate::StoreError;
use domain::{DeliveryId, ExecutionEvent, MediaResult};
use serde_json::json;

impl Write {
    /// Puts the end of an execution on its way to whoever ordered it.
    pub(super) async fn announce(
        &mut self,
        row: &ExecutionRow,
        event: &ExecutionEvent,
    ) -> Result<(), StoreError> {
        let Some(url) = &row.webhook else { return Ok(()) };
        let body = json!({
            "executionId": row.id,
            "status": event.status,
            "result": event.result.as_ref().map(|result| reachable(result, &self.settings.public_url)),
            "error": event.error,
            "timestamp": event.at,
        });
        let id = DeliveryId::generate();
        self.insert_delivery(&id, row, url, &body.to_string()).await
    }

    async fn insert_delivery(
        &mut self,
        id: &DeliveryId,
        row: &ExecutionRow,
        url: &str,
        body: &str,
    ) -> Result<(), StoreError> {
        let disabled = "EXISTS (SELECT 1 FROM webhook_receivers
                                WHERE account_id = $2 AND url = $4 AND disabled_at_ms IS NOT NULL)";
        let insert = sql_of(format!(
            "INSERT INTO webhook_deliveries (id, account_id, execution_id, url, secret_sealed, body, status,
                    due_at_ms, created_at_ms, finished_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN {disabled} THEN 'disabled' ELSE 'pending' END,
                     $7, $7, CASE WHEN {disabled} THEN $7 END)"
        ))
        .bind(id.as_str())
        .bind(&row.account_id)
        .bind(&row.id)
        .bind(url)
        .bind(&row.webhook_secret_sealed)
        .bind(body)
        .bind(self.now_ms);
        self.tx.put(insert).await
    }
}

/// Addresses as somebody outside reaches them.
fn reachable(result: &MediaResult, public_url: &str) -> MediaResult {
    let whole = |path: &String| format!("{public_url}{path}");
    MediaResult {
        url: whole(&result.url),
        poster_url: result.poster_url.as_ref().map(whole),
        captions_url: whole(&result.captions_url),
        subtitles_url: result.subtitles_url.as_ref().map(whole),
        ..result.clone()
    }
}
