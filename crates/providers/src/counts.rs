//! What is counted of calls to providers. Labels hold nothing but words of this program's own.

use crate::http::{Answer, CallError};
use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};
use std::time::Duration;

/// Answers of providers, and calls that got none.
const ANSWERS: &str = "pitchreel_provider_answers_total";
/// How long they took.
const ANSWER_SECONDS: &str = "pitchreel_provider_answer_duration_seconds";

/// Histograms of this room, with the upper bounds of their buckets.
pub const PROVIDER_HISTOGRAMS: [(&str, &[f64]); 1] =
    [(ANSWER_SECONDS, &[0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0])];

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// It costs money.
    Pay,
    /// It asks how something stands.
    Read,
    /// It tells the provider something: to stop.
    Tell,
}

impl Operation {
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Pay => "pay",
            Operation::Read => "read",
            Operation::Tell => "tell",
        }
    }
}

/// Says what each of them means.
pub fn describe_provider_metrics() {
    describe_counter!(ANSWERS, "Answers of providers, and calls that got none, by what they were for.");
    describe_histogram!(ANSWER_SECONDS, Unit::Seconds, "How long calls to providers took, answered or not.");
}

/// A call is over.
pub(crate) fn called(
    provider: &'static str,
    operation: Operation,
    outcome: &Result<Answer, CallError>,
    took: Duration,
) {
    let operation = operation.as_str();
    let labels = [("provider", provider), ("operation", operation), ("outcome", word(outcome))];
    counter!(ANSWERS, &labels).increment(1);
    histogram!(ANSWER_SECONDS, "provider" => provider, "operation" => operation).record(took);
}

/// What came of a call, in few words.
pub(crate) fn word(outcome: &Result<Answer, CallError>) -> &'static str {
    match outcome {
        Ok(answer) => match answer.status {
            200..=299 => "2xx",
            429 => "429",
            401..=403 => "refused",
            400..=499 => "4xx",
            500.. => "5xx",
            _ => "other",
        },
        Err(CallError::NotSent { .. }) => "not_sent",
        Err(CallError::Unknown { .. }) => "lost",
    }
}
