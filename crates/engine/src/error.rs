//! What the engine answers when it does not do what was asked.

use store::StoreError;

/// Why the engine did not do it. The sentences are for people; the cause of `Broken` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Absent, or somebody else's.
    #[error("there is nothing here by that name")]
    NotFound,
    /// It does not fit the present state.
    #[error("{0}")]
    Conflict(String),
    /// A part of the order that cannot be taken, by its JSON name.
    #[error("{sentence}")]
    Invalid { field: &'static str, sentence: String },
    /// Places of a pipeline that cannot be taken.
    #[error("this pipeline cannot be taken")]
    Pipeline(Vec<domain::PipelineProblem>),
    /// The month has no place or no money left for it.
    #[error("{0}")]
    LimitReached(String),
    /// The process is about to end and takes no new work.
    #[error("The studio is restarting. Try again in a moment.")]
    Draining,
    /// Something below failed.
    #[error("the engine cannot reach what it needs: {0}")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl EngineError {
    /// A part of the order that cannot be taken.
    pub(crate) fn invalid(field: &'static str, sentence: impl Into<String>) -> Self {
        EngineError::Invalid { field, sentence: sentence.into() }
    }

    /// Something below failed.
    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        EngineError::Broken(cause.into())
    }
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => EngineError::NotFound,
            StoreError::LimitReached(sentence) => EngineError::LimitReached(sentence),
            StoreError::Conflict(sentence) => EngineError::Conflict(sentence.into()),
            StoreError::Invalid { field, sentence } => EngineError::invalid(field, sentence),
            other => EngineError::broken(other),
        }
    }
}
