//! How a holder lets go. A final status settles the money and writes the webhook in the same transaction.

use super::{SqlStore, change::Locked, db::sql_of, group::Reads, queue::millis, rows::stored};
use crate::{Lease, LeaseLedger, Recorded, StoreError};
use async_trait::async_trait;
use domain::{ErrorDetail, MediaResult, Status};
use std::time::Duration;

const CANCELLED: &str = "Cancelled.";

#[async_trait]
impl LeaseLedger for SqlStore {
    async fn wait(
        &self,
        lease: &Lease,
        wait: Duration,
        message: Option<&str>,
    ) -> Result<Option<Recorded>, StoreError> {
        // News that came meanwhile, or somebody who wants it stopped, is not kept waiting.
        let Some(message) = message else {
            let mut tx = self.alone().await?;
            let now = tx.dialect().now();
            let waits = sql_of(format!(
                "UPDATE executions SET held = 0, nudged = 0, due_at_ms = ({now})
                        + CASE WHEN nudged = 1 OR cancel_requested_at_ms IS NOT NULL THEN 0 ELSE $1 END
                 WHERE id = $2 AND lease_epoch = $3 AND held = 1 AND status = 'running'"
            ));
            let waits = waits.bind(millis(wait)).bind(lease.execution.as_str()).bind(stored(lease.epoch));
            if waits.execute(&mut tx).await? == 0 {
                return Err(StoreError::LeaseLost);
            }
            tx.commit().await?;
            return Ok(None);
        };
        let message = message.to_owned();
        let change = move |locked: &mut Locked| {
            let now_ms = locked.now_ms();
            let row = &mut locked.row;
            let at_once = row.nudged == 1 || row.cancel_requested_at_ms.is_some();
            row.due_at_ms = now_ms + if at_once { 0 } else { millis(wait) };
            row.held = 0;
            row.nudged = 0;
            let step = row.current_step()?;
            locked.recorded(step, &message)
        };
        self.under(lease, Reads::Steps, change).await.map(Some)
    }

    async fn hand_back(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        let message = message.to_owned();
        let change = move |locked: &mut Locked| {
            if locked.row.cancel_requested_at_ms.is_some() && locked.open_requests().next().is_none() {
                let event = locked.end_cancelled(CANCELLED)?;
                return Ok(locked.tells(event));
            }
            let step = locked.stop_running_step(Status::Queued)?;
            let now_ms = locked.now_ms();
            let row = &mut locked.row;
            row.set_status(Status::Queued);
            row.current_step = None;
            row.due_at_ms = now_ms;
            row.held = 0;
            locked.recorded(step, &message)
        };
        self.under(lease, Reads::Requests, change).await
    }

    async fn complete(
        &self,
        lease: &Lease,
        result: &MediaResult,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (result, message) = (serde_json::to_string(result)?, message.to_owned());
        let change = move |locked: &mut Locked| {
            locked.row.set_status(Status::Completed);
            locked.row.result_json = Some(result.clone());
            let event = locked.end(None, &message)?;
            Ok(locked.tells(event))
        };
        self.under(lease, Reads::Requests, change).await
    }

    async fn fail(&self, lease: &Lease, detail: &ErrorDetail, message: &str) -> Result<Recorded, StoreError> {
        let (stage, detail, message) = (detail.stage, serde_json::to_string(detail)?, message.to_owned());
        let change = move |locked: &mut Locked| {
            let now_ms = locked.now_ms();
            // An execution that cannot begin fails at a step that may be done already.
            if let Ok(failed) = locked.step(stage, |step| !step.is(Status::Completed)) {
                failed.state.set_status(Status::Failed);
                failed.state.error = Some(message.clone());
                failed.state.finished_at_ms = Some(now_ms);
            }
            locked.row.set_status(Status::Failed);
            locked.row.error = Some(message.clone());
            locked.row.error_json = Some(detail.clone());
            let event = locked.end(Some(stage), &message)?;
            Ok(locked.tells(event))
        };
        self.under(lease, Reads::Requests, change).await
    }

    async fn cancelled(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        let message = message.to_owned();
        let change = move |locked: &mut Locked| {
            let event = locked.end_cancelled(&message)?;
            Ok(locked.tells(event))
        };
        self.under(lease, Reads::Requests, change).await
    }
}
