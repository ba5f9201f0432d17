//! A ledger that stops at a named call, so that a process can be killed exactly there, or fails there as a full disk
//! would.

use async_trait::async_trait;
use domain::{ErrorDetail, MediaResult, StepName};
use serde_json::Value;
use std::{
    future::pending,
    sync::{Arc, Mutex},
};
use store::{ExecutionLedger, Lease, Recorded, SqliteStore, StoreError};
use tokio::sync::mpsc;

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
    /// Fails once.
    Break,
}

pub struct StumblingLedger {
    inner: SqliteStore,
    at: Mutex<Option<(Call, Stumble)>>,
    stalled: mpsc::UnboundedSender<Call>,
}

impl StumblingLedger {
    pub fn new(
        inner: SqliteStore,
        at: Option<(Call, Stumble)>,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Call>) {
        let (stalled, heard) = mpsc::unbounded_channel();
        (Arc::new(StumblingLedger { inner, at: Mutex::new(at), stalled }), heard)
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
        }
    }

    async fn stall(&self, call: Call) -> Result<Recorded, StoreError> {
        self.stalled.send(call).unwrap();
        pending().await
    }
}

#[async_trait]
impl ExecutionLedger for StumblingLedger {
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
        output: &Value,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        self.call(Call::Finish(step), self.inner.finish_step(lease, step, output, message)).await
    }

    async fn reopen_steps(
        &self,
        lease: &Lease,
        from: StepName,
        message: &str,
    ) -> Result<Recorded, StoreError> {
        self.inner.reopen_steps(lease, from, message).await
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

    async fn hand_back(&self, lease: &Lease, message: &str) -> Result<Recorded, StoreError> {
        self.inner.hand_back(lease, message).await
    }
}
