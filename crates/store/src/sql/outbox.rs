//! The outbox: what a final status tells to a receiver, written in its transaction.

use super::{rows::ExecutionRow, writes::Writes};
use domain::{DeliveryId, ExecutionEvent, MediaResult};
use serde_json::json;

impl Writes {
    /// Puts the end of an execution on its way to whoever ordered it.
    pub fn announce(&mut self, row: &ExecutionRow, event: &ExecutionEvent) {
        let Some(url) = &row.webhook else { return };
        let body = json!({
            "executionId": row.id,
            "status": event.status,
            "result": event.result.as_ref().map(|result| reachable(result, &self.settings.public_url)),
            "error": event.error,
            "timestamp": event.at,
        });
        self.delivery(DeliveryId::generate().as_str(), row, url, &body.to_string());
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
