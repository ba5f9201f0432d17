//! Errors of the rooms below, as a person is told of them. The cause goes to the log here, once.

use app::ports::{InvalidPlace, PortError};
use domain::PipelineProblem;
use engine::EngineError;
use providers::ProviderError;
use store::StoreError;

/// What the store's error means to whoever asked.
pub fn from_store(error: StoreError) -> PortError {
    match error {
        StoreError::NotFound => PortError::NotFound,
        StoreError::Conflict(sentence) => PortError::Conflict { sentence: sentence.into() },
        StoreError::Invalid { field, sentence } => PortError::invalid(field, sentence),
        StoreError::LimitReached(sentence) => PortError::OverBudget { sentence },
        StoreError::LeaseLost | StoreError::Broken(_) => {
            tracing::error!(%error, "the store did not do what was asked");
            PortError::Unavailable {
                sentence: "The studio could not save or read this. Try again in a moment.".into(),
            }
        }
    }
}

/// What a maker's error means to whoever asked; `field` is what they can change about it.
pub fn from_provider(error: ProviderError, field: &str) -> PortError {
    match error {
        ProviderError::Invalid { sentence } => PortError::invalid(field, sentence),
        ProviderError::Missing { .. } => PortError::Unavailable { sentence: error.to_string() },
        ProviderError::Cancelled => {
            PortError::Unavailable { sentence: "It was stopped before it was done.".into() }
        }
        ProviderError::Failed { sentence, cause } => {
            tracing::error!(?cause, "{sentence}");
            PortError::Unavailable { sentence }
        }
    }
}

/// What the engine's error means to whoever asked.
pub fn from_engine(error: EngineError) -> PortError {
    match error {
        EngineError::NotFound => PortError::NotFound,
        EngineError::Conflict(sentence) => PortError::Conflict { sentence },
        EngineError::Invalid { field, sentence } => PortError::invalid(field, sentence),
        EngineError::Pipeline(problems) => {
            PortError::InvalidPlaces { places: problems.into_iter().map(place).collect() }
        }
        EngineError::LimitReached(sentence) => PortError::OverBudget { sentence },
        EngineError::Draining => PortError::Unavailable { sentence: error.to_string() },
        EngineError::Broken(_) => {
            tracing::error!(%error, "the engine did not do what was asked");
            PortError::Unavailable {
                sentence: "The studio cannot do this right now. Try again in a moment.".into(),
            }
        }
    }
}

/// Whoever ordered a pipeline sent it under this name.
fn place(problem: PipelineProblem) -> InvalidPlace {
    InvalidPlace { pointer: format!("/pipeline{}", problem.pointer), sentence: problem.sentence }
}
