//! What the holder of a lease writes about steps. Every write looks whether the lease still stands; the look and the
//! write are one transaction.

use super::{SqlStore, change::Locked, db::sql, group::Reads, rows::optional_json};
use crate::{Lease, Outcome, Recorded, StepLedger, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ExecutionEvent, Status, StepName};
use serde_json::Value;

#[async_trait]
impl StepLedger for SqlStore {
    async fn begin_step(&self, lease: &Lease, step: StepName, message: &str) -> Result<Recorded, StoreError> {
        let message = message.to_owned();
        let change = move |locked: &mut Locked| {
            locked.begin_step(step)?;
            locked.recorded(Some(step), &message)
        };
        self.under(lease, Reads::Steps, change).await
    }

    async fn record_progress(
        &self,
        lease: &Lease,
        step: StepName,
        percent: u8,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let message = message.to_owned();
        let change = move |locked: &mut Locked| {
            let state = &mut locked.step(step, |step| step.is(Status::Running))?.state;
            state.progress = state.progress.max(i64::from(percent.min(100)));
            locked.recorded(Some(step), &message)
        };
        self.under(lease, Reads::Steps, change).await
    }

    async fn finish_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let reads = if outcome.charge.is_some() { Reads::Requests } else { Reads::Steps };
        let (outcome, message) = (outcome.clone(), message.to_owned());
        let change = move |locked: &mut Locked| {
            if let Some(charge) = &outcome.charge {
                locked.book(&charge.request_key, charge.cost)?;
            }
            let now_ms = locked.now_ms();
            let finished = locked.step(step, |step| step.is(Status::Running))?;
            finished.state.set_status(Status::Completed);
            finished.state.progress = 100;
            finished.state.finished_at_ms = Some(now_ms);
            finished.set_made(Some(outcome.output.to_string()), outcome.input_hash.clone());
            locked.row.current_step = None;
            locked.recorded(Some(step), &message)
        };
        self.under(lease, reads, change).await
    }

    async fn reuse_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let (outcome, message) = (outcome.clone(), message.to_owned());
        let change = move |locked: &mut Locked| {
            let reused = locked.step(step, |step| !step.is(Status::Completed))?;
            reused.state.set_status(Status::Completed);
            reused.state.progress = 100;
            reused.state.error = None;
            reused.state.started_at_ms = None;
            reused.state.finished_at_ms = None;
            reused.set_made(Some(outcome.output.to_string()), outcome.input_hash.clone());
            locked.recorded(Some(step), &message)
        };
        self.under(lease, Reads::Steps, change).await
    }

    async fn reopen_steps(
        &self,
        lease: &Lease,
        from: StepName,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        let message = message.to_owned();
        let change = move |locked: &mut Locked| {
            locked.step(from, |_| true)?;
            locked.change_from(Some(from), |step| {
                step.state.set_status(Status::Queued);
                step.state.progress = 0;
                step.state.finished_at_ms = None;
                step.set_made(None, None);
            });
            locked.recorded(Some(from), &message)
        };
        self.under(lease, Reads::Steps, change).await
    }

    async fn find_outcome(&self, account: &AccountId, input_hash: &str) -> Result<Option<Value>, StoreError> {
        let found: Option<(Option<String>,)> =
            sql("SELECT s.output_json FROM steps s JOIN executions e ON e.id = s.execution_id
             WHERE s.input_hash = $1 AND s.status = 'completed' AND e.account_id = $2
             ORDER BY e.created_at_ms DESC LIMIT 1")
            .bind(input_hash)
            .bind(account.as_str())
            .fetch_optional(&mut self.look().await?)
            .await?;
        match found {
            Some((output,)) => optional_json(&output),
            None => Ok(None),
        }
    }
}

impl Locked {
    /// Records a change, as its holder hears of it.
    pub fn recorded(&mut self, changed: Option<StepName>, message: &str) -> Result<Recorded, StoreError> {
        let event = self.record(changed, message)?;
        Ok(self.tells(event))
    }

    /// An event as the holder hears of it.
    pub fn tells(&self, event: ExecutionEvent) -> Recorded {
        let cancel_requested = self.row.cancel_requested_at_ms.is_some() && !event.status.is_final();
        Recorded { event, cancel_requested }
    }
}
