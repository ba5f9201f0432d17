//! What an answer, or its absence, means for the ledger: the one place where a status becomes a verdict.
//!
//! A refusal is only what proves that nothing was taken. A server that broke may have taken the order before it did.

use super::{Answer, CallError, complaint};
use crate::{FailureKind, JobFailure, LookError, SubmitError};

/// How people know a provider, for the sentences that they read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk {
    /// `Replicate`.
    pub name: &'static str,
    /// The setting with its key.
    pub key_setting: &'static str,
    /// The setting with its address.
    pub base_setting: &'static str,
    /// Where its account is looked after.
    pub account: &'static str,
}

impl Desk {
    /// A submission that got no answer.
    pub fn unanswered(&self, error: CallError) -> SubmitError {
        match error {
            CallError::Unknown { cause } => SubmitError::Unknown { cause },
            CallError::NotSent { cause } => {
                let failure = JobFailure {
                    kind: FailureKind::Broken,
                    sentence: format!("{} cannot be reached: {cause}.", self.name),
                    remedy: format!("Check this machine's network and {}.", self.base_setting),
                };
                SubmitError::Rejected { failure, transient: true, retry_after: None }
            }
        }
    }

    /// A submission that got an answer other than success.
    pub fn not_taken(&self, answer: &Answer) -> SubmitError {
        let failure = match answer.status {
            // What follows a 303 tells of an order that was taken, and a 408 may come from something in between.
            303 | 408 => return self.unclear(answer),
            300..=399 => self.failure(
                FailureKind::Refused,
                format!("{}'s address leads on to another one, where the key does not go.", self.name),
                format!("Check {}.", self.base_setting),
            ),
            401..=403 => self.refusal(answer),
            404 | 405 | 410 => self.failure(
                FailureKind::Invalid,
                format!("{} does not know this model{}.", self.name, because(answer)),
                format!("Choose another model, or check {}.", self.base_setting),
            ),
            429 => {
                let failure = self.failure(
                    FailureKind::Broken,
                    format!("{} asks to slow down{}.", self.name, because(answer)),
                    format!("Wait, or raise the limits of the account at {}.", self.account),
                );
                let retry_after = answer.retry_after();
                return SubmitError::Rejected { failure, transient: true, retry_after };
            }
            400..=499 => self.invalid(answer),
            _ => return self.unclear(answer),
        };
        SubmitError::Rejected { failure, transient: false, retry_after: None }
    }

    /// A look that got no answer.
    pub fn unseen(&self, error: CallError) -> LookError {
        LookError::Later { cause: error.cause(), retry_after: None }
    }

    /// A look that got an answer which tells nothing of the job.
    pub fn not_told(&self, answer: &Answer) -> LookError {
        match answer.status {
            401..=403 => LookError::Refused(self.refusal(answer)),
            status => LookError::Later {
                cause: format!("{} answers with status {status}{}", self.name, because(answer)),
                retry_after: answer.retry_after(),
            },
        }
    }

    /// An answer of success that cannot be read: a job may have begun.
    pub fn unreadable(&self) -> SubmitError {
        SubmitError::Unknown { cause: format!("{} took the order, but its answer cannot be read", self.name) }
    }

    /// The key, the account or its balance.
    pub fn refusal(&self, answer: &Answer) -> JobFailure {
        if answer.status == 401 {
            return self.failure(
                FailureKind::Refused,
                format!("{} does not accept the key{}.", self.name, because(answer)),
                format!("Save a valid key in the settings, or set {}.", self.key_setting),
            );
        }
        self.failure(
            FailureKind::Refused,
            format!("{} refuses this account{}.", self.name, because(answer)),
            format!("Look at its balance and permissions at {}.", self.account),
        )
    }

    /// The order cannot be fulfilled as it is.
    pub fn invalid(&self, answer: &Answer) -> JobFailure {
        self.failure(
            FailureKind::Invalid,
            format!("{} does not take this order{}.", self.name, because(answer)),
            "Change the prompt or the picture.".into(),
        )
    }

    /// A content filter held it back.
    pub fn filtered(&self) -> JobFailure {
        self.failure(
            FailureKind::Invalid,
            format!("{}'s content filter held the result back.", self.name),
            "Word the prompt differently.".into(),
        )
    }

    /// The provider broke.
    pub fn broken(&self, what: &str) -> JobFailure {
        self.failure(FailureKind::Broken, format!("{} failed: {what}.", self.name), "Try again.".into())
    }

    /// The provider does not know the job any more.
    pub fn lost(&self) -> JobFailure {
        self.failure(
            FailureKind::Lost,
            format!("{} does not know this job any more.", self.name),
            "Start it again.".into(),
        )
    }

    pub fn cancelled(&self) -> JobFailure {
        self.failure(
            FailureKind::Cancelled,
            format!("The job was cancelled at {}.", self.name),
            "Start it again.".into(),
        )
    }

    pub fn failure(&self, kind: FailureKind, sentence: String, remedy: String) -> JobFailure {
        JobFailure { kind, sentence, remedy }
    }

    /// A request that is refused before anything is sent.
    pub fn not_sent(&self, sentence: String, remedy: &str) -> SubmitError {
        let failure = self.failure(FailureKind::Invalid, sentence, remedy.into());
        SubmitError::Rejected { failure, transient: false, retry_after: None }
    }

    fn unclear(&self, answer: &Answer) -> SubmitError {
        SubmitError::Unknown {
            cause: format!("{} answered with status {}{}", self.name, answer.status, because(answer)),
        }
    }
}

/// The provider's own words, to end a sentence with.
fn because(answer: &Answer) -> String {
    complaint(&answer.body).map(|words| format!(": {words}")).unwrap_or_default()
}
