//! A job as the service knows it.

use crate::{Fault, Profile, fault::Plan};
use rand::{Rng, rngs::StdRng};
use serde_json::Value;
use std::{
    ops::Range,
    time::{Duration, Instant, SystemTime},
};

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobStatus {
    Pending,
    Done,
    Failed,
    Cancelled,
}

impl JobStatus {
    /// The word of the plain protocol.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            JobStatus::Pending => "pending",
            JobStatus::Done => "done",
            JobStatus::Failed => "failed",
            JobStatus::Cancelled => "cancelled",
        }
    }
}

/// A job. Faces read it; only the service changes it.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub id: String,
    /// The number of the submission that made it.
    pub number: usize,
    pub order: Order,
    pub plan: Plan,
    pub status: JobStatus,
    pub cost_micros: i64,
    /// How long it takes.
    pub time: Duration,
    pub started: Instant,
    pub created_at: SystemTime,
    pub ended_at: Option<SystemTime>,
    pub looks: u64,
    /// A choice of the seed, where a protocol has two ways to say a thing.
    pub coin: bool,
}

/// What a face made of a submission.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub profile: Profile,
    /// The key of the account that ordered.
    pub key: String,
    /// What was ordered, without what is about the transport.
    pub input: Value,
    pub body_hash: String,
    /// The model, where the protocol has one.
    pub model: String,
    pub is_video: bool,
    /// The client's own key, for the record.
    pub request_key: Option<String>,
    /// The key that makes two submissions one.
    pub idempotency_key: Option<String>,
    /// The tag that the job is found and told by.
    pub tag: Option<String>,
    pub callback_url: Option<String>,
    /// The client wants to be called back when the job begins.
    pub tells_beginning: bool,
    /// The client wants to be called back when the job ends.
    pub tells_end: bool,
}

impl Job {
    pub fn is_pending(&self) -> bool {
        self.status == JobStatus::Pending
    }

    /// The service has forgotten it.
    pub fn is_lost(&self) -> bool {
        self.plan.has(Fault::LoseJob)
    }

    /// What it comes to when its time is over.
    pub fn fate(&self) -> JobStatus {
        if self.plan.has(Fault::FailJob) { JobStatus::Failed } else { JobStatus::Done }
    }

    /// 0 to 100; a pending job never shows 100.
    pub fn progress(&self) -> u8 {
        if !self.is_pending() {
            return 100;
        }
        let part = self.started.elapsed().as_secs_f64() / self.time.as_secs_f64().max(1e-3);
        (part * 100.0).min(99.0) as u8
    }

    /// When it is worth looking again.
    pub fn look_after(&self) -> Duration {
        let left = self.time.saturating_sub(self.started.elapsed());
        left.clamp(Duration::from_millis(5), Duration::from_secs(1))
    }

    /// `png` or `mp4`.
    pub fn extension(&self) -> &'static str {
        if self.order.is_video { "mp4" } else { "png" }
    }

    pub fn content_type(&self) -> &'static str {
        if self.order.is_video { "video/mp4" } else { "image/png" }
    }
}

/// A value of the range, or its start where the range is empty.
pub(crate) fn drawn<T: Copy + PartialOrd + rand::distr::uniform::SampleUniform>(
    range: &Range<T>,
    chance: &mut StdRng,
) -> T {
    if range.start < range.end { chance.random_range(range.start..range.end) } else { range.start }
}
