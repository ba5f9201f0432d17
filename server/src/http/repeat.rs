//! `Idempotency-Key`: a request that makes something may be sent again, and makes one thing all the same.
//!
//! The first answer is kept for a day, sealed, and is the answer to every repetition, on any node and after a restart.
//! What is made gets ids that follow from the kept request, so that one whose answer was lost, by a crash in between,
//! finds what it made before. A refusal made nothing: it is not kept, and the key is free again.

use super::{caller::Caller, problem::Problem};
use crate::ports::from_store;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{AccountId, Scope, Secret, Seed};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{convert::Infallible, sync::Arc, time::Duration};
use store::{RepeatStore, Taken};
use tracing::Instrument;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const KEY_CHARS_MAX: usize = 255;
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Longer than any answer takes.
const HELD: Duration = Duration::from_secs(150);
/// Answers that make something are small.
const ANSWER_BYTES_MAX: usize = 4 << 20;
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);

/// Where answers are kept.
#[derive(Clone)]
pub struct Repeats(pub Arc<dyn RepeatStore>);

/// What the ids of what a request makes follow from.
pub struct Fresh(pub Seed);

impl<S: Send + Sync> FromRequestParts<S> for Fresh {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Fresh(parts.extensions.get::<Seed>().cloned().unwrap_or_else(Seed::generate)))
    }
}

impl Repeats {
    /// Removes keys that are older than a day, now and then, until the task is dropped.
    pub async fn sweep(self) {
        let mut turn = tokio::time::interval(SWEEP_EVERY);
        loop {
            turn.tick().await;
            if let Err(error) = self.0.forget_old_keys(KEPT).await {
                tracing::warn!(%error, "old idempotency keys were not removed");
            }
        }
    }
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Answer {
    status: u16,
    content_type: Option<String>,
    body: String,
}

/// Answers a repetition as the first one was answered.
pub async fn repeat(State(repeats): State<Repeats>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get(KEY).filter(|_| request.method() == Method::POST) else {
        return next.run(request).await;
    };
    // Whoever may not do it is told so, and takes no key.
    let Some(caller) = Caller::of(request.extensions()).ok().filter(|caller| caller.scope >= Scope::Write)
    else {
        return next.run(request).await;
    };
    let readable =
        |key: &&str| (1..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    let Some(key) = key.to_str().ok().filter(readable).map(str::to_owned) else {
        let sentence = "An Idempotency-Key has 1 to 255 letters, digits and signs, with no blanks.";
        return Problem::new(StatusCode::BAD_REQUEST, sentence).into_response();
    };
    let request = match Repeatable::read(request).await {
        Ok(request) => request,
        Err(problem) => return problem.into_response(),
    };
    match repeats.0.take_key(&caller.account, &key, &request.hash(), HELD, KEPT).await {
        Ok(Taken::Ours(seed)) => {
            // To its end also when whoever sent it has left, so that the answer is there when they come again.
            let work = answer_first(repeats, caller.account, key, request.with(seed), next).in_current_span();
            tokio::spawn(work).await.unwrap_or_else(|_| broken())
        }
        Ok(Taken::Answered(answer)) => replay(&answer),
        Ok(Taken::UnderWay) => {
            let sentence =
                "The first request with this Idempotency-Key is still being answered. Try again shortly.";
            let mut response = Problem::new(StatusCode::CONFLICT, sentence).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            response
        }
        Ok(Taken::Another) => {
            let sentence = "This Idempotency-Key was used for another request. Choose a new one for this.";
            Problem::new(StatusCode::CONFLICT, sentence).into_response()
        }
        Err(error) => Problem::from(from_store(error)).into_response(),
    }
}

async fn answer_first(
    repeats: Repeats,
    account: AccountId,
    key: String,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let (parts, body) = response.into_parts();
    let read = to_bytes(body, ANSWER_BYTES_MAX).await;
    let noted = match (&read, parts.status) {
        (Ok(bytes), status) if status.is_success() => {
            let kept = kept(status, &parts.headers, bytes);
            repeats.0.keep_answer(&account, &key, &kept).await
        }
        (Ok(_), status) if status.is_client_error() => repeats.0.forget_key(&account, &key).await,
        _ => repeats.0.leave_key(&account, &key).await,
    };
    if let Err(error) = noted {
        tracing::error!(%error, "the answer to a request with an idempotency key was not kept");
    }
    match read {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(_) => broken(),
    }
}

fn kept(status: StatusCode, headers: &HeaderMap, bytes: &Bytes) -> Secret {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let answer = Answer {
        status: status.as_u16(),
        content_type: content_type.map(str::to_owned),
        body: String::from_utf8_lossy(bytes).into_owned(),
    };
    serde_json::json!(answer).to_string().into()
}

fn replay(kept: &Secret) -> Response {
    let Ok(answer) = serde_json::from_str::<Answer>(kept.expose()) else { return broken() };
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    if let Some(value) = answer.content_type.and_then(|kind| HeaderValue::from_str(&kind).ok()) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

fn broken() -> Response {
    let sentence = "The studio could not answer this. Send it again with the same Idempotency-Key.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, sentence).into_response()
}

/// A request that was read whole.
struct Repeatable {
    parts: Parts,
    body: Bytes,
}

impl Repeatable {
    async fn read(request: Request) -> Result<Repeatable, Problem> {
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(whole, &()).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "This body is larger than the API takes.")
            }
            _ => Problem::new(StatusCode::BAD_REQUEST, "The body broke off before its end."),
        })?;
        Ok(Repeatable { parts, body })
    }

    /// Of all that makes it this request. Where a form draws a new edge each time it is sent, the edge is left out.
    fn hash(&self) -> String {
        let kind = self.parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let edge = kind.and_then(|kind| kind.split_once("boundary=")).map(|(_, edge)| edge.trim_matches('"'));
        let mut hash = Sha256::new();
        hash.update(self.parts.uri.path_and_query().map_or("", |path| path.as_str()));
        hash.update([0]);
        match edge.filter(|edge| !edge.is_empty()) {
            Some(edge) => without(&self.body, edge.as_bytes(), |part| hash.update(part)),
            None => hash.update(&self.body),
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn with(mut self, seed: Seed) -> Request {
        self.parts.extensions.insert(seed);
        Request::from_parts(self.parts, Body::from(self.body))
    }
}

/// What stands between the edges.
fn without(bytes: &[u8], edge: &[u8], mut part: impl FnMut(&[u8])) {
    let (mut rest, mut at) = (bytes, 0);
    while at + edge.len() <= rest.len() {
        if rest[at..].starts_with(edge) {
            part(&rest[..at]);
            rest = &rest[at + edge.len()..];
            at = 0;
        } else {
            at += 1;
        }
    }
    part(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(edge: &str, word: &str) -> Repeatable {
        let kind = format!("multipart/form-data; boundary={edge}");
        let request = Request::post("/api/assets").header(header::CONTENT_TYPE, kind);
        let (parts, ()) = request.body(()).unwrap().into_parts();
        Repeatable { parts, body: format!("--{edge}\r\n\r\n{word}\r\n--{edge}--").into() }
    }

    #[test]
    fn a_form_is_the_same_with_another_edge_and_another_with_other_words() {
        assert_eq!(form("abc", "picture").hash(), form("xyzxyz", "picture").hash());
        assert_ne!(form("abc", "picture").hash(), form("abc", "another").hash());
    }
}
