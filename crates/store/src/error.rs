//! The one error of this room: what a caller can act on, and one kind for everything that broke below.

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Absent, or somebody else's.
    #[error("there is nothing here by that name")]
    NotFound,
    /// It does not fit what is stored now; the sentence is for people.
    #[error("{0}")]
    Conflict(&'static str),
    /// A value that cannot be stored, by its JSON name, with a sentence for people.
    #[error("{sentence}")]
    Invalid { field: &'static str, sentence: &'static str },
    /// The execution has another holder, or is no longer running: whoever gets this must stop.
    #[error("the lease on this execution is lost")]
    LeaseLost,
    /// The database or the disk failed; the cause is for the log.
    #[error("the store failed: {0}")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Something below failed.
    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        StoreError::Broken(cause.into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => StoreError::NotFound,
            other => StoreError::broken(other),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        StoreError::broken(error)
    }
}
