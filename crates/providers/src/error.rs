//! Why a maker could not make: the one error of every ability in this room.
//!
//! Each variant but `Cancelled` carries a plain sentence that a person may read as it stands. What went
//! wrong underneath stays in `cause`, which belongs in the log and never on a page.

use std::error::Error;

/// What every ability answers when it cannot do its job.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The order itself cannot be fulfilled; the same order will fail again.
    #[error("{sentence}")]
    Invalid { sentence: String },
    /// Something this machine or account lacks; `remedy` says how to get it.
    #[error("{sentence} {remedy}")]
    Missing { sentence: String, remedy: String },
    /// Somebody asked to stop.
    #[error("Cancelled.")]
    Cancelled,
    /// The work broke on the way; trying again may help.
    #[error("{sentence}")]
    Failed {
        sentence: String,
        #[source]
        cause: Option<Box<dyn Error + Send + Sync>>,
    },
}

impl ProviderError {
    /// An order that cannot be fulfilled, in a sentence that says what to change.
    pub fn invalid(sentence: impl Into<String>) -> ProviderError {
        ProviderError::Invalid { sentence: sentence.into() }
    }

    /// Work that broke, with what broke it kept for the log.
    pub fn failed(
        sentence: impl Into<String>,
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> ProviderError {
        ProviderError::Failed { sentence: sentence.into(), cause: Some(cause.into()) }
    }
}
