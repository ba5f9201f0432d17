//! The one error of all ports: what a person can be told, and which status it is.

use serde::{Deserialize, Serialize};

/// Why a port did not do what was asked. Causes that only we understand stay in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PortError {
    /// Nobody is logged in.
    #[error("Log in to go on.")]
    LoggedOut,
    /// Not with this key, or not in this role.
    #[error("{sentence}")]
    Forbidden { sentence: String },
    /// Absent, or somebody else's.
    #[error("There is nothing at this address, or it is not yours.")]
    NotFound,
    /// A field cannot be taken as it is; the sentence says what to do.
    #[error("{sentence}")]
    Invalid { field: String, sentence: String },
    /// Places that cannot be taken as they are.
    #[error("Some of this cannot be taken as it is.")]
    InvalidPlaces { places: Vec<InvalidPlace> },
    /// It does not fit the present state.
    #[error("{sentence}")]
    Conflict { sentence: String },
    /// The month has no place or no money left for it.
    #[error("{sentence}")]
    OverBudget { sentence: String },
    /// It was tried too often; later it may be tried again.
    #[error("{sentence}")]
    Limit { sentence: String },
    /// It cannot be done right now.
    #[error("{sentence}")]
    Unavailable { sentence: String },
}

/// One place within what was sent, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidPlace {
    /// A JSON pointer: `/pipeline/1/input/image`.
    pub pointer: String,
    /// What to do.
    pub sentence: String,
}

impl PortError {
    /// What was asked needs more than a key, or a member, of a smaller scope may do.
    pub fn forbidden(needed: domain::Scope) -> Self {
        let sentence = match needed {
            domain::Scope::Read => "This may not be looked at.".to_owned(),
            domain::Scope::Write => {
                "This key may look and change nothing. Use one with the scope write.".to_owned()
            }
            domain::Scope::Admin => {
                "This is for admins: log in as one, or use a key with the scope admin.".to_owned()
            }
        };
        PortError::Forbidden { sentence }
    }

    /// A field that cannot be taken, with a sentence that says what to do.
    pub fn invalid(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        PortError::Invalid { field: field.into(), sentence: sentence.into() }
    }
}

#[cfg(feature = "ssr")]
impl PortError {
    /// The HTTP status that goes with it, for programs and for server functions alike.
    pub fn status(&self) -> axum::http::StatusCode {
        use axum::http::StatusCode;
        match self {
            PortError::LoggedOut => StatusCode::UNAUTHORIZED,
            PortError::Forbidden { .. } => StatusCode::FORBIDDEN,
            PortError::NotFound => StatusCode::NOT_FOUND,
            PortError::Invalid { .. } | PortError::InvalidPlaces { .. } => StatusCode::BAD_REQUEST,
            PortError::OverBudget { .. } => StatusCode::PAYMENT_REQUIRED,
            PortError::Conflict { .. } => StatusCode::CONFLICT,
            PortError::Limit { .. } => StatusCode::TOO_MANY_REQUESTS,
            PortError::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// A server function's error: what a port said, or that the call itself broke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CallError {
    #[error(transparent)]
    Port(#[from] PortError),
    /// The request did not get through.
    #[error("The studio did not answer. Check the connection and try again.")]
    Transport(String),
}

impl server_fn::error::FromServerFnError for CallError {
    type Encoder = server_fn::codec::JsonEncoding;

    fn from_server_fn_error(error: server_fn::error::ServerFnErrorErr) -> Self {
        use server_fn::error::ServerFnErrorErr::{Args, MissingArg};
        match error {
            Args(_) | MissingArg(_) => {
                PortError::invalid("", "This form could not be read. Reload the page.").into()
            }
            other => CallError::Transport(other.to_string()),
        }
    }
}

/// The port of this request.
#[cfg(feature = "ssr")]
pub fn port<P: ?Sized + 'static>() -> Result<std::sync::Arc<P>, CallError>
where
    std::sync::Arc<P>: Clone + Send + Sync,
{
    leptos::prelude::use_context::<std::sync::Arc<P>>().ok_or_else(|| {
        CallError::Port(PortError::Unavailable { sentence: "This part of the studio is not running.".into() })
    })
}
