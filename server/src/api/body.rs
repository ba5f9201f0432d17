//! JSON bodies: decoded and checked in one go, or refused with the field and a sentence.

use crate::http::Problem;
use app::ports::Paged;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_path_to_error::Segment;

/// A body that was understood.
pub struct Body<T>(pub T);

/// A body that may be left out, or be `null`; then everything in it is as if it had not been said.
pub struct MaybeBody<T>(pub T);

/// A part of a list as the API sends it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    pub items: Vec<T>,
    /// Where the next part begins: `?cursor=`. Nothing where this is the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl<T> From<Paged<T>> for List<T> {
    fn from(part: Paged<T>) -> Self {
        List { items: part.items, next_cursor: part.next_cursor }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = collect(request, state).await?;
        if is_json { read(&bytes).map(Body) } else { Err(not_json()) }
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for MaybeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = collect(request, state).await?;
        match (bytes.is_empty(), is_json) {
            (true, _) => Ok(MaybeBody(T::default())),
            (false, true) => Ok(MaybeBody(read::<Option<T>>(&bytes)?.unwrap_or_default())),
            (false, false) => Err(not_json()),
        }
    }
}

async fn collect<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "This body is larger than the API takes.")
        }
        _ => Problem::new(StatusCode::BAD_REQUEST, "The body broke off before its end."),
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.split(';').next().unwrap_or_default().trim() == "application/json")
}

fn not_json() -> Problem {
    let sentence = "Send JSON, with Content-Type: application/json.";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, sentence)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut decoder = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut decoder)
        .map_err(|error| Problem::field(&field(&error), sentence(error.inner())))?;
    decoder.end().map_err(|error| Problem::field("", sentence(&error)))?;
    Ok(value)
}

/// The path to what the decoder stumbled over, or to the field that it missed, with `/` between its names; empty for
/// the whole body.
fn field(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    if !error.inner().is_data() {
        return String::new();
    }
    let words = error.inner().to_string();
    let missing = words.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let path = error.path().iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    path.chain(missing.map(str::to_owned)).collect::<Vec<_>>().join("/")
}

/// The decoder's words with a capital and a full stop, without the position, which the pointer gives better.
fn sentence(error: &serde_json::Error) -> String {
    if error.is_syntax() || error.is_eof() {
        return format!("This is not JSON: {error}.");
    }
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default().trim_end_matches('.');
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let words: String = first.chars().chain(letters.take(300)).collect();
    format!("{words}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Brief, ChoicesPatch, PlannedStep};

    #[test]
    fn what_is_wrong_is_named_by_its_pointer() {
        let pointer = |text: &str| read::<Brief>(text.as_bytes()).unwrap_err().errors[0].pointer.clone();
        assert_eq!(pointer(r#"{"topic": 5}"#), "#/topic");
        assert_eq!(pointer(r#"{"topic": "mugs", "format": "4:3"}"#), "#/format");
        assert_eq!(pointer(r#"{}"#), "#/topic");
        assert_eq!(pointer(r#"{"topic": "mugs""#), "#");
        assert_eq!(pointer(r#"{"topic": "mugs"} and more"#), "#");
        let steps =
            |text: &str| read::<Vec<PlannedStep>>(text.as_bytes()).unwrap_err().errors[0].pointer.clone();
        assert_eq!(steps(r#"[{"id": "a", "step": "image"}, {"id": "b", "step": "dance"}]"#), "#/1/step");
        assert_eq!(steps(r#"[{"step": "image"}]"#), "#/0/id");
        let perhaps = read::<Option<Brief>>(br#"{"topic": 5}"#).unwrap_err();
        assert_eq!(perhaps.errors[0].pointer, "#/topic");
        let unknown = read::<ChoicesPatch>(br#"{"colour": "red"}"#).unwrap_err();
        assert!(unknown.detail.contains("colour"), "{unknown:?}");
    }
}
