//! What a finished job of fal left: its files, or why there are none.
//!
//! `COMPLETED` is not success: a failed run says so beside it, or only where its result is fetched. And a picture that
//! the filter held back comes as a black one, with a flag.

use super::DESK;
use crate::{
    FailureKind, JobFailure, JobMedia, JobState, LookError,
    http::{Answer, complaint, one_line},
};
use serde_json::Value;
use std::time::Duration;

/// A picture takes a second or two.
const LOOK_AFTER: Duration = Duration::from_secs(1);

pub fn pending(look_after: Option<Duration>) -> JobState {
    JobState::Pending { progress: None, look_after: look_after.or(Some(LOOK_AFTER)) }
}

/// What the status of a job says; nothing where its result has to be fetched to know.
pub fn status_state(status: &Value, look_after: Option<Duration>) -> Option<JobState> {
    let word = status.get("status").and_then(Value::as_str).unwrap_or_default();
    let error = status.get("error").and_then(Value::as_str).filter(|error| !error.is_empty());
    let kind = status.get("error_type").and_then(Value::as_str).unwrap_or_default();
    let failed = || failed(failure(kind, error.unwrap_or("it gave no reason")));
    match word {
        "COMPLETED" if error.is_some() => Some(failed()),
        "COMPLETED" => None,
        // fal documents no such states, but others have seen them.
        "FAILED" | "ERROR" => Some(failed()),
        "CANCELED" | "CANCELLED" => Some(JobState::Failed { failure: DESK.cancelled(), cost: None }),
        _ => Some(pending(look_after)),
    }
}

/// What the answer at the result's address means.
pub fn result_state(answer: &Answer) -> Result<JobState, LookError> {
    let body = answer.json();
    let has_detail = body.as_ref().is_some_and(|body| body.get("detail").is_some());
    let words = complaint(&answer.body).unwrap_or_else(|| "it gave no reason".into());
    match answer.status {
        200..=299 => match &body {
            Some(body) => Ok(output_state(body)),
            None => Err(LookError::Later { cause: "fal's result cannot be read".into(), retry_after: None }),
        },
        400 if words.contains("in progress") => Ok(pending(answer.retry_after())),
        401..=403 | 408 | 429 => Err(DESK.not_told(answer)),
        404 | 410 => Ok(JobState::Failed { failure: DESK.lost(), cost: None }),
        400..=499 if is_retryable(answer) => Ok(failed(DESK.broken(&words))),
        400..=499 if is_filtered(&error_type(answer, body.as_ref())) => Ok(failed(DESK.filtered())),
        400..=499 => Ok(failed(DESK.invalid(answer))),
        // The model's own failure is kept with the job and has words; without them it is fal that cannot tell now.
        500..=599 if has_detail => Ok(failed(failure(&error_type(answer, body.as_ref()), &words))),
        _ => Err(DESK.not_told(answer)),
    }
}

/// Whether an answer already holds what the model made.
pub fn has_output(body: &Value) -> bool {
    ["images", "image", "video"].iter().any(|member| body.get(member).is_some_and(|value| !value.is_null()))
}

/// What the model's output means.
pub fn output_state(body: &Value) -> JobState {
    let flags = body.get("has_nsfw_concepts").and_then(Value::as_array);
    if flags.is_some_and(|flags| flags.iter().any(|flag| flag.as_bool() == Some(true))) {
        return failed(DESK.filtered());
    }
    let several = body.get("images").and_then(Value::as_array).into_iter().flatten();
    let alone = ["image", "video"].iter().filter_map(|member| body.get(member));
    let media: Vec<JobMedia> = several.chain(alone).filter_map(medium).collect();
    if media.is_empty() {
        return failed(DESK.broken("it left no file"));
    }
    JobState::Done { media, cost: None }
}

fn medium(file: &Value) -> Option<JobMedia> {
    let content_type = file.get("content_type").and_then(Value::as_str).map(str::to_owned);
    let url = file.get("url").unwrap_or(file).as_str()?;
    Some(JobMedia { url: url.to_owned(), content_type })
}

fn failed(failure: JobFailure) -> JobState {
    JobState::Failed { failure, cost: None }
}

/// By the machine key of an error; what nobody knows may succeed another time.
fn failure(kind: &str, words: &str) -> JobFailure {
    let words = one_line(words);
    match kind {
        _ if is_filtered(kind) => DESK.filtered(),
        "client_cancelled" | "cancelled" => DESK.cancelled(),
        "bad_request" => DESK.failure(
            FailureKind::Invalid,
            format!("fal does not take this order: {words}."),
            "Change the prompt or the picture.".into(),
        ),
        _ => DESK.broken(&words),
    }
}

fn is_filtered(kind: &str) -> bool {
    kind == "content_policy_violation"
}

/// The machine key of an error, wherever this endpoint puts it.
fn error_type(answer: &Answer, body: Option<&Value>) -> String {
    let member = body.and_then(|body| body.get("error_type")?.as_str());
    let first = body.and_then(|body| body.get("detail")?.get(0)?.get("type")?.as_str());
    member.or(first).or(answer.header("x-fal-error-type")).unwrap_or_default().to_owned()
}

fn is_retryable(answer: &Answer) -> bool {
    let names = ["x-fal-retryable", "x-fal-needs-retry"];
    names.iter().any(|name| matches!(answer.header(name), Some("true" | "1")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use serde_json::json;

    fn kind(state: Option<JobState>) -> Option<FailureKind> {
        match state {
            Some(JobState::Failed { failure, .. }) => Some(failure.kind),
            _ => None,
        }
    }

    fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &Value) -> Answer {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Answer { status, headers: HeaderMap::from_iter(headers), body: body.to_string().into() }
    }

    #[test]
    fn completed_is_not_success() {
        let state = |status: Value| status_state(&status, None);
        assert!(matches!(
            state(json!({"status": "IN_QUEUE", "queue_position": 2})),
            Some(JobState::Pending { .. })
        ));
        assert!(matches!(state(json!({"status": "IN_PROGRESS"})), Some(JobState::Pending { .. })));
        assert_eq!(state(json!({"status": "COMPLETED", "error": null})), None);
        let broken =
            json!({"status": "COMPLETED", "error": "Runner died", "error_type": "runner_server_error"});
        assert_eq!(kind(state(broken)), Some(FailureKind::Broken));
        let filtered =
            json!({"status": "COMPLETED", "error": "no", "error_type": "content_policy_violation"});
        assert_eq!(kind(state(filtered)), Some(FailureKind::Invalid));
        assert_eq!(kind(state(json!({"status": "CANCELLED"}))), Some(FailureKind::Cancelled));
        assert_eq!(kind(state(json!({"status": "FAILED"}))), Some(FailureKind::Broken));
    }

    #[test]
    fn a_result_is_a_file_or_a_reason() {
        let filtered = json!({"detail": [{"loc": ["body", "prompt"], "msg": "flagged", "type": "content_policy_violation"}]});
        let invalid =
            json!({"detail": [{"loc": ["body", "prompt"], "msg": "too long", "type": "string_too_long"}]});
        let cases = [
            (answer(422, &[], &filtered), FailureKind::Invalid),
            (answer(422, &[], &invalid), FailureKind::Invalid),
            (answer(422, &[("x-fal-retryable", "true")], &invalid), FailureKind::Broken),
            (answer(500, &[], &json!({"detail": "CUDA out of memory"})), FailureKind::Broken),
            (answer(404, &[], &json!({"detail": "Not found"})), FailureKind::Lost),
            (answer(200, &[], &json!({"images": []})), FailureKind::Broken),
            (
                answer(200, &[], &json!({"images": [{"url": "https://a/b"}], "has_nsfw_concepts": [true]})),
                FailureKind::Invalid,
            ),
        ];
        for (answer, expected) in cases {
            assert_eq!(kind(result_state(&answer).ok()), Some(expected), "{answer:?}");
        }
        for later in [answer(503, &[], &json!({})), answer(429, &[], &json!({"detail": "slow down"}))] {
            assert!(matches!(result_state(&later), Err(LookError::Later { .. })), "{later:?}");
        }
        let early = answer(400, &[], &json!({"detail": "Request is still in progress"}));
        assert!(matches!(result_state(&early), Ok(JobState::Pending { .. })));
        let removed = answer(401, &[], &json!({"detail": "no"}));
        assert!(matches!(result_state(&removed), Err(LookError::Refused(_))));
    }

    #[test]
    fn files_of_every_shape() {
        let png = json!({"url": "https://a/b.png", "content_type": "image/png"});
        for body in [json!({"images": [png]}), json!({"image": png}), json!({"video": png})] {
            let JobState::Done { media, .. } = output_state(&body) else { panic!("{body}") };
            assert_eq!(
                media,
                [JobMedia { url: "https://a/b.png".into(), content_type: Some("image/png".into()) }]
            );
        }
    }
}
