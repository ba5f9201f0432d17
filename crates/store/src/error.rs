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
    /// The month has no place or no money left for it; the sentence is for people.
    #[error("{0}")]
    LimitReached(String),
    /// The execution has another holder, or is no longer running: whoever gets this must stop.
    #[error("the lease on this execution is lost")]
    LeaseLost,
    /// The database or the disk failed; the cause is for the log.
    #[error("the store failed: {0}")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// That the disk is full, where that is the cause.
    pub fn disk_full(&self) -> Option<std::io::Error> {
        let StoreError::Broken(cause) = self else { return None };
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&**cause);
        while let Some(error) = cause {
            let found = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
            if let Some(kind @ (std::io::ErrorKind::StorageFull | std::io::ErrorKind::FileTooLarge)) = found {
                return Some(kind.into());
            }
            cause = error.source();
        }
        None
    }

    /// Something below failed.
    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        StoreError::Broken(cause.into())
    }
}

impl StoreError {
    /// A row of the same key was there already.
    pub(crate) fn is_repeat(&self) -> bool {
        self.refusal().is_some_and(|error| error.is_unique_violation())
    }

    /// The database answered, and did not do what it was asked.
    pub(crate) fn refusal(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        let StoreError::Broken(cause) = self else { return None };
        cause.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error)
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

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        StoreError::broken(error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        StoreError::broken(error)
    }
}
