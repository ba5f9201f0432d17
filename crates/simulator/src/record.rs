//! What a simulator keeps for the test that reads it: who asked for what, and what it cost.

use crate::Profile;
use serde_json::Value;

/// One job that was charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The service that charges it.
    pub profile: Profile,
    /// The job.
    pub job_id: String,
    /// The client's own key of the request, as [`SubmissionSeen::request_key`].
    pub request_key: Option<String>,
    /// Millionths of a dollar.
    pub cost_micros: i64,
}

/// One submission that arrived whole and well-formed, whatever became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SubmissionSeen {
    /// The service that it came to.
    pub profile: Profile,
    /// The key of the account that it was made with.
    pub key: String,
    /// The client's own key: its tag, its idempotency key, or the last path segment of its callback address.
    pub request_key: Option<String>,
    /// SHA-256 of the body's bytes, in hex.
    pub body_hash: String,
    /// What was ordered: the `order` of the plain protocol, fal's whole body, Replicate's `input`.
    pub order: Value,
    /// It made a job. A repetition that was given the job of an earlier one made none.
    pub accepted: bool,
    /// The job that it made or was given, whether or not the client was told.
    pub job_id: Option<String>,
}

/// One question whether a key is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyTestSeen {
    /// The service that was asked.
    pub provider: &'static str,
    pub key: String,
    pub status: u16,
}
