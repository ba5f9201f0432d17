//! Errors as programs read them: RFC 9457 `application/problem+json`.
//!
//! Causes that only we understand stay in the log.

use app::ports::{InvalidPlace, PortError};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// One refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub status: StatusCode,
    pub detail: String,
    /// The fields that cannot be taken, on 400.
    pub errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// A JSON pointer into the body: `#/topic`, `#/pipeline/1/input/image`.
    pub pointer: String,
    pub detail: String,
}

impl Problem {
    /// A refusal with a sentence that says what is wrong or what to do.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new() }
    }

    /// 400 for one field, named as in JSON, or by its path with `/` between names; an empty name means the whole body.
    pub fn field(name: &str, sentence: impl Into<String>) -> Self {
        let detail = sentence.into();
        let pointer = if name.is_empty() { "#".to_owned() } else { format!("#/{name}") };
        let errors = vec![FieldProblem { pointer, detail: detail.clone() }];
        Self { status: StatusCode::BAD_REQUEST, detail, errors }
    }

    /// 400 for several places at once.
    fn places(places: Vec<InvalidPlace>) -> Self {
        let detail = PortError::InvalidPlaces { places: Vec::new() }.to_string();
        let place = |InvalidPlace { pointer, sentence }| FieldProblem {
            pointer: format!("#{pointer}"),
            detail: sentence,
        };
        Self { status: StatusCode::BAD_REQUEST, detail, errors: places.into_iter().map(place).collect() }
    }

    /// Absent, or somebody else's.
    pub fn not_found() -> Self {
        PortError::NotFound.into()
    }
}

impl From<PortError> for Problem {
    fn from(error: PortError) -> Self {
        match error {
            PortError::Invalid { field, sentence } => Problem::field(&field, sentence),
            PortError::InvalidPlaces { places } => Problem::places(places),
            other => Problem::new(other.status(), other.to_string()),
        }
    }
}

/// A refusal as it is sent.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Always `about:blank`: the status says what kind of problem it is.
    r#type: &'static str,
    /// The status in words.
    title: &'static str,
    status: u16,
    /// What is wrong, or what to do.
    detail: String,
    /// The fields that cannot be taken, on 400.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            detail: self.detail,
            errors: self.errors,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
