//! Why a step could not be done, in the words that people and programs get.

use domain::{ErrorDetail, FailureCode, StepName};
use providers::{FailureKind, JobFailure, ProviderError};
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
    /// What an earlier step left is gone: it must be made again before this one can be done.
    pub input_gone: bool,
}

impl StepFailure {
    fn new(
        code: FailureCode,
        retryable: bool,
        sentence: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (sentence, remedy) = (sentence.into(), remedy.into());
        StepFailure { code, retryable, sentence, remedy, input_gone: false }
    }

    /// It ran past its deadline.
    pub fn deadline(after: Duration) -> Self {
        let sentence = format!("It was not done after {}.", in_words(after));
        let remedy = "Retry when the machine has less to do, or shorten the script.";
        StepFailure::new(FailureCode::Deadline, true, sentence, remedy)
    }

    /// A job outside was not done in time.
    pub fn job_deadline(provider: &str, after: Duration) -> Self {
        let sentence = format!("{provider} was not done after {}.", in_words(after));
        let remedy = "Retry goes on with the same job if it is done by then, and pays nothing twice.";
        StepFailure::new(FailureCode::Deadline, true, sentence, remedy)
    }

    /// An answer was lost, and only a person can say what happened.
    pub fn needs_review(provider: &str) -> Self {
        let sentence = format!(
            "The answer of {provider} to a paid request was lost, and it cannot be looked up from here."
        );
        let remedy = format!(
            "Look the job up at {provider}. If it was made, give its id and it is taken over; if it was not, submit it again."
        );
        StepFailure::new(FailureCode::NeedsReview, false, sentence, remedy)
    }

    /// The provider could not be reached, or had no time, as often as it was tried.
    pub fn unavailable(provider: &str, tries: u32) -> Self {
        let sentence = format!("{provider} could not take it, {tries} times.");
        StepFailure::new(
            FailureCode::Unavailable,
            true,
            sentence,
            "Nothing was paid. Retry when it answers again.",
        )
    }

    /// Nobody here does such a step any more.
    pub fn no_provider(provider: &str) -> Self {
        let sentence = format!("{provider} is not set up here any more.");
        StepFailure::new(FailureCode::Missing, true, sentence, "Give its key again, then retry.")
    }

    /// A key of the account's own that cannot be used.
    pub fn unusable_key(sentence: &str) -> Self {
        StepFailure::new(FailureCode::Missing, true, sentence, "Then retry.")
    }

    /// Nothing of this kind is here.
    pub fn missing(what: &str) -> Self {
        let sentence = format!("There is no {what} here.");
        StepFailure::new(FailureCode::Missing, true, sentence, "Name one, or see `pitchreel doctor`.")
    }

    /// What an earlier step left is gone.
    pub fn input_gone() -> Self {
        let sentence = "What an earlier step made is gone.";
        let again = StepFailure::new(FailureCode::Missing, true, sentence, TRY_AGAIN);
        StepFailure { input_gone: true, ..again }
    }

    /// A value of the order that this step cannot read.
    pub fn unreadable_input(cause: serde_json::Error) -> Self {
        let remedy = "Change it and order again.";
        StepFailure::new(
            FailureCode::InvalidInput,
            false,
            format!("Its input cannot be read: {cause}."),
            remedy,
        )
    }

    /// More than was reserved.
    pub fn not_covered() -> Self {
        let sentence = "It costs more than what was reserved for it.";
        StepFailure::new(FailureCode::Refused, true, sentence, "Retry reserves by the present price.")
    }

    /// What was fetched is no picture or film.
    pub fn unusable_file(provider: &str) -> Self {
        let sentence = format!("What {provider} made is no file that can be used.");
        StepFailure::new(FailureCode::Refused, true, sentence, "Retry makes it again, which is paid again.")
    }

    /// A file is bigger than any that is kept.
    pub fn too_large() -> Self {
        let sentence = "The file is bigger than 4 GiB, which is the most that is kept.";
        StepFailure::new(FailureCode::InvalidInput, false, sentence, "Order a shorter or smaller one.")
    }

    /// An address that must not be called.
    pub fn unreachable(sentence: String) -> Self {
        let remedy = "An admin may allow the address with EGRESS_ALLOW; a retry then fetches the file and pays nothing.";
        StepFailure::new(FailureCode::Refused, true, sentence, remedy)
    }

    /// A file that a job left cannot be had.
    pub fn file_lost(provider: &str) -> Self {
        let sentence = format!("{provider} made it, but its file was gone before it could be fetched.");
        StepFailure::new(FailureCode::Missing, true, sentence, "Retry makes it again, which is paid again.")
    }

    /// It was begun many times and never ended, by itself or with the whole process.
    pub fn worn_out(tries: u32) -> Self {
        StepFailure {
            code: FailureCode::Internal,
            retryable: true,
            sentence: format!("It was begun {tries} times and interrupted each time."),
            remedy: "See in the server's log why the process ends, then retry.".into(),
            input_gone: false,
        }
    }

    /// It stopped before its end. Whoever told it to stop says why, so this is only read when nobody did.
    pub fn interrupted() -> Self {
        StepFailure {
            code: FailureCode::Internal,
            retryable: true,
            sentence: "It stopped before it was done.".into(),
            remedy: TRY_AGAIN.into(),
            input_gone: false,
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
            input_gone: false,
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
                input_gone: false,
            },
            ProviderError::Missing { sentence, remedy } => {
                StepFailure::new(FailureCode::Missing, true, sentence, remedy)
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
                    input_gone: false,
                }
            }
        }
    }
}

impl From<JobFailure> for StepFailure {
    fn from(failure: JobFailure) -> Self {
        let (code, retryable) = match failure.kind {
            FailureKind::Invalid => (FailureCode::InvalidInput, false),
            FailureKind::Refused => (FailureCode::Refused, true),
            FailureKind::Cancelled => (FailureCode::Refused, true),
            FailureKind::Broken | FailureKind::Lost => (FailureCode::Unavailable, true),
        };
        StepFailure::new(code, retryable, failure.sentence, failure.remedy)
    }
}

impl From<io::Error> for StepFailure {
    fn from(error: io::Error) -> Self {
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];
        if !full.contains(&error.kind()) {
            return StepFailure::internal(error);
        }
        StepFailure {
            code: FailureCode::Missing,
            retryable: true,
            sentence: "The disk is full.".into(),
            remedy: "Free some space where the data folder is, then retry.".into(),
            input_gone: false,
        }
    }
}

impl From<StoreError> for StepFailure {
    fn from(error: StoreError) -> Self {
        match error.disk_full() {
            Some(full) => full.into(),
            None => StepFailure::internal(error),
        }
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
