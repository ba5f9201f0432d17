//! Failures as people and programs read them: where, who, what it means and what to do.

use crate::StepName;
use serde::{Deserialize, Serialize};

/// Why an execution failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetail {
    pub stage: StepName,
    pub provider: String,
    pub code: FailureCode,
    pub retryable: bool,
    /// One sentence that says what to do.
    pub remedy: String,
}

/// The kinds of failure that a program can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// What was asked for cannot be made as it is.
    InvalidInput,
    /// A part that this step needs is not there (a voice, a picture, free disk).
    Missing,
    /// The step ran past its deadline.
    Deadline,
    /// The provider refused.
    Refused,
    /// The provider could not be reached or was too busy, again and again.
    Unavailable,
    /// An answer was lost and only a person can say what happened.
    NeedsReview,
    /// Something broke on our side; the cause is in the log.
    Internal,
}
