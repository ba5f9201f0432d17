//! Why a step could not be done, in the words that people and programs get.

use domain::{ErrorDetail, FailureCode, StepName};
use providers::ProviderError;
use std::{error::Error, io, time::Duration};
use store::StoreError;

const TRY_AGAIN: &str = "Retry goes on from here. If it stops again, the server's log says why.";

/// A step that did not come to its end. The cause has been logged where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepFailure {
    pub code: FailureCode,
    pub retryable: bool,
    /// What happened.
    pub sentence: String,
    /// What to do.
    pub remedy: String,
}

impl StepFailure {
    /// It ran past its deadline.
    pub fn deadline(after: Duration) -> Self {
        StepFailure {
            code: FailureCode::Deadline,
            retryable: true,
            sentence: format!("It was not done after {}.", in_words(after)),
            remedy: "Retry when the machine has less to do, or shorten the script.".into(),
        }
    }

    /// It was begun many times and never ended, by itself or with the whole process.
    pub fn worn_out(tries: u32) -> Self {
        StepFailure {
            code: FailureCode::Internal,
            retryable: true,
            sentence: format!("It was begun {tries} times and interrupted each time."),
            remedy: "See in the server's log why the process ends, then retry.".into(),
        }
    }

    /// It stopped before its end. Whoever told it to stop says why, so this is only read when nobody did.
    pub fn interrupted() -> Self {
        StepFailure {
            code: FailureCode::Internal,
            retryable: true,
            sentence: "It stopped before it was done.".into(),
            remedy: TRY_AGAIN.into(),
        }
    }

    /// Something that should not happen.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a step broke");
        StepFailure {
            code: FailureCode::Internal,
            retryable: true,
            sentence: "Something broke on our side.".into(),
            remedy: TRY_AGAIN.into(),
        }
    }

    /// What the execution keeps.
    pub fn detail(self, stage: StepName, provider: &str) -> ErrorDetail {
        ErrorDetail {
            stage,
            provider: provider.to_owned(),
            code: self.code,
            retryable: self.retryable,
            remedy: self.remedy,
        }
    }
}

impl From<ProviderError> for StepFailure {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Invalid { sentence } => StepFailure {
                code: FailureCode::InvalidInput,
                retryable: false,
                sentence,
                remedy: "Change it on the project's page and generate the video again.".into(),
            },
            ProviderError::Missing { sentence, remedy } => {
                StepFailure { code: FailureCode::Missing, retryable: true, sentence, remedy }
            }
            ProviderError::Cancelled => StepFailure::interrupted(),
            ProviderError::Failed { sentence, cause } => {
                let cause = cause.map(|cause| chain(&*cause)).unwrap_or_default();
                tracing::error!(%sentence, cause, "a provider failed");
                StepFailure {
                    code: FailureCode::Internal,
                    retryable: true,
                    sentence,
                    remedy: TRY_AGAIN.into(),
                }
            }
        }
    }
}

impl From<io::Error> for StepFailure {
    fn from(error: io::Error) -> Self {
        if error.kind() != io::ErrorKind::StorageFull {
            return StepFailure::internal(error);
        }
        StepFailure {
            code: FailureCode::Missing,
            retryable: true,
            sentence: "The disk is full.".into(),
            remedy: "Free some space where the data folder is, then retry.".into(),
        }
    }
}

impl From<StoreError> for StepFailure {
    fn from(error: StoreError) -> Self {
        StepFailure::internal(error)
    }
}

impl From<serde_json::Error> for StepFailure {
    fn from(error: serde_json::Error) -> Self {
        StepFailure::internal(error)
    }
}

/// A cause with everything below it, for the log.
fn chain(cause: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(cause), |cause| Error::source(*cause));
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0..=1 => format!("{} ms", time.as_millis()),
        seconds @ 2..=119 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds / 60),
    }
}
