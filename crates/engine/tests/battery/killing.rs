//! A ledger that ends its whole process at a named call, before or after it is written, as SIGKILL does.

use async_trait::async_trait;
use domain::{AccountId, ErrorDetail, ExecutionId, MediaResult, Money, StepName};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use store::{
    Intended, JobRecord, Lease, LeaseLedger, NewSubmission, Outcome, Recorded, Resolution, SqlStore,
    StepLedger, StoreError, SubmissionLedger, SubmissionRecord,
};

/// A call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Call {
    Begin(StepName),
    Intend(StepName),
    LearnJob,
    CountLook,
    LoseAnswer,
    Wait,
    Finish(StepName),
    Complete,
}

/// Where a process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Point {
    Before(Call),
    After(Call),
}

pub struct Killing {
    pub inner: SqlStore,
    pub point: Point,
}

impl Killing {
    async fn call<T>(&self, call: Call, write: impl Future<Output = T> + Send) -> T {
        if self.point == Point::Before(call) {
            die();
        }
        let answer = write.await;
        if self.point == Point::After(call) {
            die();
        }
        answer
    }
}

/// Nothing is cleaned up, nothing is told.
fn die() -> ! {
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
    unreachable!("nobody outlives SIGKILL")
}

#[async_trait]
impl StepLedger for Killing {
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

    async fn find_outcome(&self, account: &AccountId, hash: &str) -> Result<Option<Value>, StoreError> {
        self.inner.find_outcome(account, hash).await
    }
}

#[async_trait]
impl LeaseLedger for Killing {
    async fn wait(
        &self,
        lease: &Lease,
        wait: Duration,
        message: Option<&str>,
    ) -> Result<Option<Recorded>, StoreError> {
        self.call(Call::Wait, self.inner.wait(lease, wait, message)).await
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

#[async_trait]
impl SubmissionLedger for Killing {
    async fn intend(&self, lease: &Lease, new: &NewSubmission) -> Result<Intended, StoreError> {
        self.call(Call::Intend(new.step), self.inner.intend(lease, new)).await
    }

    async fn learn_job(&self, request_key: &str, job: &JobRecord) -> Result<(), StoreError> {
        self.call(Call::LearnJob, self.inner.learn_job(request_key, job)).await
    }

    async fn lose_answer(&self, request_key: &str) -> Result<(), StoreError> {
        self.call(Call::LoseAnswer, self.inner.lose_answer(request_key)).await
    }

    async fn count_look(&self, request_key: &str) -> Result<u32, StoreError> {
        self.call(Call::CountLook, self.inner.count_look(request_key)).await
    }

    async fn ask_again(&self, lease: &Lease, request_key: &str) -> Result<SubmissionRecord, StoreError> {
        self.inner.ask_again(lease, request_key).await
    }

    async fn reject(&self, lease: &Lease, request_key: &str) -> Result<(), StoreError> {
        self.inner.reject(lease, request_key).await
    }

    async fn close_failed(&self, lease: &Lease, request_key: &str, cost: Money) -> Result<(), StoreError> {
        self.inner.close_failed(lease, request_key, cost).await
    }

    async fn taken_jobs(&self, provider: &str, ids: &[String]) -> Result<Vec<String>, StoreError> {
        self.inner.taken_jobs(provider, ids).await
    }

    async fn get_submission(&self, request_key: &str) -> Result<SubmissionRecord, StoreError> {
        self.inner.get_submission(request_key).await
    }

    async fn resolve(
        &self,
        account: &AccountId,
        execution: &ExecutionId,
        step: StepName,
        resolution: &Resolution,
    ) -> Result<(), StoreError> {
        self.inner.resolve(account, execution, step, resolution).await
    }
}
