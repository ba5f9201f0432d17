//! A ledger that stops at a named call, so that a process can be killed exactly there, or fails there as a full disk
//! would.

use async_trait::async_trait;
use domain::{AccountId, ErrorDetail, MediaResult, StepName};
use serde_json::Value;
use std::{
    future::pending,
    sync::{Arc, Mutex},
    time::Duration,
};
use store::{Lease, LeaseLedger, Outcome, Recorded, SqlStore, StepLedger, StoreError};
use tokio::sync::{Semaphore, mpsc};

/// A call of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Begin(StepName),
    Finish(StepName),
    Complete,
}

/// What happens there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stumble {
    /// Never answers, and nothing was written.
    StallBefore,
    /// Never answers, and it was written.
    StallAfter,
    /// Takes as long as the test wants before it writes.
    Late,
    /// Fails once.
    Break,
}

pub struct StumblingLedger {
    inner: SqlStore,
    at: Mutex<Option<(Call, Stumble)>>,
    stalled: mpsc::UnboundedSender<Call>,
    released: Arc<Semaphore>,
}

impl StumblingLedger {
    pub fn new(
        inner: SqlStore,
        at: Option<(Call, Stumble)>,
        released: Arc<Semaphore>,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Call>) {
        let (stalled, heard) = mpsc::unbounded_channel();
        (Arc::new(StumblingLedger { inner, at: Mutex::new(at), stalled, released }), heard)
    }

    async fn call(
        &self,
        call: Call,
        write: impl Future<Output = Result<Recorded, StoreError>> + Send,
    ) -> Result<Recorded, StoreError> {
        let stumble = {
            let mut at = self.at.lock().unwrap();
            at.take_if(|(point, _)| *point == call).map(|(_, stumble)| stumble)
        };
        match stumble {
            None => write.await,
            Some(Stumble::Break) => Err(StoreError::Broken("the disk is full".into())),
            Some(Stumble::StallBefore) => self.stall(call).await,
            Some(Stumble::StallAfter) => {
                write.await.unwrap();
                self.stall(call).await
            }
            Some(Stumble::Late) => {
                self.stalled.send(call).unwrap();
                self.released.acquire().await.unwrap().forget();
                write.await
            }
        }
    }

    async fn stall(&self, call: Call) -> Result<Recorded, StoreError> {
        self.stalled.send(call).unwrap();
        pending().await
    }
}

#[async_trait]
impl StepLedger for StumblingLedger {
    async fn begin_step(&self, lease: &Lease, step: StepName, message: &str) -> Result<Recorded, StoreError> {
        self.call(Call::Begin(step), self.inner.begin_step(lease, step, message)).await
    }

    async fn record_progress(
        &self,
        lease: &Lease,
        step: StepName,
        percent: u8,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        self.inner.record_progress(lease, step, percent, message).await
    }

    async fn finish_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        self.call(Call::Finish(step), self.inner.finish_step(lease, step, outcome, message)).await
    }

    async fn reuse_step(
        &self,
        lease: &Lease,
        step: StepName,
        outcome: &Outcome,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        self.inner.reuse_step(lease, step, outcome, message).await
    }

    async fn reopen_steps(
        &self,
        lease: &Lease,
        from: StepName,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        self.inner.reopen_steps(lease, from, message).await
    }

    async fn find_outcome(&self, account: &AccountId, input_hash: &str) -> Result<Option<Value>, StoreError> {
        self.inner.find_outcome(account, input_hash).await
    }
}

#[async_trait]
impl LeaseLedger for StumblingLedger {
    async fn wait(
        &self,
        lease: &Lease,
        wait: Duration,
        message: Option<&str>,
    ) -> Result<Option<Recorded>, StoreError> {
        self.inner.wait(lease, wait, message).await
    }

    async fn hand_back(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        self.inner.hand_back(lease, message).await
    }

    async fn complete(
        &self,
        lease: &Lease,
        result: &MediaResult,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        self.call(Call::Complete, self.inner.complete(lease, result, message)).await
    }

    async fn fail(&self, lease: &Lease, detail: &ErrorDetail, message: &str) -> Result<Recorded, StoreError> {
        self.inner.fail(lease, detail, message).await
    }

    async fn cancelled(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        self.inner.cancelled(lease, message).await
    }
}
