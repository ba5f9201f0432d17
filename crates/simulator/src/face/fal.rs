//! fal's queue, to the letter of its documentation: submit, status, result, cancel, and the signed webhook.

use super::{Face, kind::is_video};
use crate::{
    CallKind, JobStatus, Profile,
    callbacks::{Delivery, News},
    http::{Answer, Call, Mistake, Reply, check_callback, last_segment},
    job::{Job, Order},
    service::{Found, Service},
    signatures::{hex, now_s, sha256_hex},
    submit::submit,
};
use bytes::Bytes;
use hyper::Method;
use rand::{Rng, rngs::StdRng};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The account, as the webhooks name it.
const USER: &str = "sim-user";

/// A job shows as waiting up to this progress.
const QUEUED_UNTIL: u8 = 30;

pub struct Fal;

impl Face for Fal {
    /// A UUID.
    fn new_id(&self, chance: &mut StdRng) -> String {
        let digits = hex(&chance.random::<[u8; 16]>());
        let part = |from, to| digits.get(from..to).unwrap_or_default();
        [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
    }

    fn failure(&self, status: u16, sentence: &str) -> Answer {
        let error_type = match status {
            422 => {
                return Answer::json(422, &detail("value_error", sentence)).with("x-fal-retryable", "false");
            }
            500 => "internal_error",
            503 => "runner_scheduling_failure",
            _ => return Answer::json(status, &json!({ "detail": sentence })),
        };
        Answer::json(status, &json!({ "detail": sentence, "error_type": error_type }))
            .with("x-fal-error-type", error_type)
    }

    fn callback(&self, service: &Service, news: &News<'_>) -> Option<Delivery> {
        let mut body = json!({ "request_id": news.job_id, "gateway_request_id": news.job_id });
        let (status, payload, error) = match news.status {
            JobStatus::Pending => return None,
            JobStatus::Done => ("OK", output(service, news.job), Value::Null),
            JobStatus::Failed => ("ERROR", failed_run(news.job).1, json!("The run failed.")),
            JobStatus::Cancelled => ("ERROR", Value::Null, json!("Request was cancelled.")),
        };
        extend(&mut body, json!({ "status": status, "payload": payload, "error": error }));
        let body = body.to_string();
        let signed = if news.is_genuine { body.clone() } else { format!("{body} ") };
        let timestamp = now_s();
        let signature = service.keys.fal_signature(news.job_id, USER, timestamp, signed.as_bytes());
        let headers = vec![
            ("x-fal-webhook-request-id", news.job_id.to_owned()),
            ("x-fal-webhook-user-id", USER.to_owned()),
            ("x-fal-webhook-timestamp", timestamp.to_string()),
            ("x-fal-webhook-signature", signature),
        ];
        Some(Delivery { headers, body: Bytes::from(body) })
    }
}

/// The keys that webhooks are signed with; they are public.
pub(crate) fn key_set(service: &Service, call: &Call) -> Result<Reply, Mistake> {
    if call.method != Method::GET {
        return Err(call.unknown());
    }
    call.allow_parameters(&[])?;
    service.count(Profile::Fal, CallKind::Keys);
    Ok(Answer::json(200, &service.keys.key_set()).into())
}

/// What follows `/fal` in the path.
pub(crate) async fn route(service: &Arc<Service>, call: &Call, rest: &[&str]) -> Result<Reply, Mistake> {
    let Some(key) = service.account_of(call, "Key")? else {
        return Ok(Fal.failure(401, "The key is not valid.").into());
    };
    let requests = rest.iter().position(|segment| *segment == "requests").unwrap_or(rest.len());
    let (model, request) = rest.split_at(requests);
    if model.len() < app_length(model) || model.iter().any(|segment| segment.is_empty()) {
        return Err(call.unknown());
    }
    if request.get(1).is_some_and(|id| service.is_of_another(id, &key)) {
        return Ok(Fal.failure(404, "Request not found").into());
    }
    match (&call.method, request) {
        (&Method::POST, []) => {
            let order = read_order(call, &model.join("/"), key)?;
            submit(service, order, async |job, _| Answer::json(200, &submitted(service, &job))).await
        }
        (&Method::GET, ["requests", id, "status"]) => {
            call.allow_parameters(&["logs"])?;
            status(service, call, look(service, call, model, id)?)
        }
        (&Method::GET, ["requests", id]) => {
            call.allow_parameters(&[])?;
            result(service, look(service, call, model, id)?)
        }
        (&Method::PUT, ["requests", id, "cancel"]) => {
            call.allow_parameters(&[])?;
            cancel(service, call, model, id)
        }
        _ => Err(call.unknown()),
    }
}

/// How many segments name the application; what follows them is a path inside it.
fn app_length(model: &[&str]) -> usize {
    if matches!(model.first(), Some(&("workflows" | "comfy"))) { 3 } else { 2 }
}

/// The model as the addresses of a request name it: without the path inside the application.
fn app(model: &str) -> String {
    let segments: Vec<_> = model.split('/').collect();
    segments.iter().take(app_length(&segments)).copied().collect::<Vec<_>>().join("/")
}

fn read_order(call: &Call, model: &str, key: String) -> Result<Order, Mistake> {
    call.allow_parameters(&["fal_webhook", "fal_max_queue_length"])?;
    let input: Map<String, Value> = call.json(422)?;
    if input.contains_key("input") {
        return Err(Mistake::new(422, "the body is the input itself, not wrapped in `input`"));
    }
    if input.contains_key("fal_webhook") || input.contains_key("webhook_url") {
        return Err(Mistake::new(422, "the webhook belongs to the query, as fal_webhook"));
    }
    if input.get("prompt").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(Mistake::new(422, "the prompt is missing"));
    }
    let callback_url = call.parameter("fal_webhook").map(str::to_owned);
    callback_url.as_deref().map_or(Ok(()), check_callback)?;
    let input = Value::Object(input);
    Ok(Order {
        profile: Profile::Fal,
        key,
        is_video: is_video(model, &input),
        input,
        body_hash: sha256_hex(&call.body),
        model: model.to_owned(),
        request_key: callback_url.as_deref().and_then(last_segment),
        idempotency_key: None,
        tag: None,
        callback_url,
        tells_beginning: false,
        tells_end: true,
    })
}

/// Only the application's own address leads to a request: the path inside it does not.
fn check_app(service: &Service, model: &[&str], id: &str, call: &Call) -> Result<(), Mistake> {
    let is_right = service.job(id).is_none_or(|job| app(&job.order.model) == model.join("/"));
    if is_right { call.want_no_body() } else { Err(Mistake::new(404, "the request is not at this address")) }
}

fn look(service: &Service, call: &Call, model: &[&str], id: &str) -> Result<Found, Mistake> {
    check_app(service, model, id, call)?;
    Ok(service.look(Profile::Fal, id))
}

/// What there is to say where there is no job to show.
fn absent(found: &Found) -> Result<Reply, Mistake> {
    match found {
        Found::Lost => Ok(Fal.failure(404, "Request not found").into()),
        Found::Broken => Ok(Fal.failure(503, "No runner is there just now.").into()),
        Found::Job(_) | Found::Unknown => Err(Mistake::new(404, "there never was such a request")),
    }
}

fn addresses(service: &Service, job: &Job) -> Value {
    let request = format!("{}/fal/{}/requests/{}", service.base_url, app(&job.order.model), job.id);
    json!({
        "request_id": job.id,
        "response_url": request,
        "status_url": format!("{request}/status"),
        "cancel_url": format!("{request}/cancel"),
    })
}

fn submitted(service: &Service, job: &Job) -> Value {
    let mut body = addresses(service, job);
    extend(&mut body, json!({ "gateway_request_id": job.id }));
    if job.coin {
        // Older applications answer with the addresses alone.
        extend(&mut body, json!({ "status": "IN_QUEUE", "queue_position": 0 }));
    }
    body
}

/// 202 while it runs and 200 when it has ended, and there is no word for a failure.
fn status(service: &Service, call: &Call, found: Found) -> Result<Reply, Mistake> {
    let Found::Job(job) = found else { return absent(&found) };
    let mut body = addresses(service, &job);
    if call.parameter("logs") == Some("1") {
        extend(&mut body, json!({ "logs": [] }));
    }
    let more = match job.status {
        JobStatus::Pending if job.progress() < QUEUED_UNTIL => {
            json!({ "status": "IN_QUEUE", "queue_position": 0 })
        }
        JobStatus::Pending => json!({ "status": "IN_PROGRESS" }),
        JobStatus::Done => {
            json!({ "status": "COMPLETED", "metrics": { "inference_time": job.time.as_secs_f64() } })
        }
        JobStatus::Failed if job.coin => {
            json!({ "status": "COMPLETED", "error": "The runner broke.", "error_type": "runner_server_error" })
        }
        JobStatus::Failed => json!({ "status": "COMPLETED", "metrics": { "inference_time": null } }),
        JobStatus::Cancelled => {
            json!({ "status": "COMPLETED", "error": "Request was cancelled.", "error_type": "client_cancelled" })
        }
    };
    extend(&mut body, more);
    Ok(Answer::json(if job.is_pending() { 202 } else { 200 }, &body).into())
}

fn result(service: &Service, found: Found) -> Result<Reply, Mistake> {
    let Found::Job(job) = found else { return absent(&found) };
    let answer = match job.status {
        JobStatus::Pending => Fal.failure(400, "Request is still in progress"),
        JobStatus::Done => Answer::json(200, &output(service, &job)).with("x-fal-billable-units", "1"),
        JobStatus::Failed => {
            let (status, body) = failed_run(&job);
            Answer::json(status, &body).with("x-fal-retryable", job.coin.to_string())
        }
        JobStatus::Cancelled => Answer::json(
            400,
            &json!({ "detail": "Request was cancelled.", "error_type": "client_cancelled" }),
        ),
    };
    Ok(answer.with("x-fal-request-id", job.id).into())
}

fn cancel(service: &Arc<Service>, call: &Call, model: &[&str], id: &str) -> Result<Reply, Mistake> {
    check_app(service, model, id, call)?;
    let was_pending = service.job(id).is_some_and(|job| job.is_pending());
    match service.cancel(Profile::Fal, id) {
        Found::Job(_) if was_pending => {
            Ok(Answer::json(202, &json!({ "status": "CANCELLATION_REQUESTED" })).into())
        }
        Found::Job(_) => Ok(Answer::json(400, &json!({ "status": "ALREADY_COMPLETED" })).into()),
        Found::Lost => Ok(Answer::json(404, &json!({ "status": "NOT_FOUND" })).into()),
        other => absent(&other),
    }
}

fn output(service: &Service, job: &Job) -> Value {
    let (url, content_type) = (service.media_url(job), job.content_type());
    let size = service.media(job).len();
    if job.order.is_video {
        let name = format!("{}.mp4", job.id);
        return json!({
            "video": { "url": url, "content_type": content_type, "file_name": name, "file_size": size },
        });
    }
    json!({
        "images": [{ "url": url, "width": 72, "height": 128, "content_type": content_type }],
        "seed": job.number,
        "timings": { "inference": job.time.as_secs_f64() },
        "has_nsfw_concepts": [false],
        "prompt": job.order.input.get("prompt"),
    })
}

/// A run that failed: the platform broke, or the model refused.
fn failed_run(job: &Job) -> (u16, Value) {
    if job.coin {
        return (500, json!({ "detail": "The runner broke.", "error_type": "runner_server_error" }));
    }
    (422, detail("content_policy_violation", "The content filter refused the prompt."))
}

fn detail(kind: &str, sentence: &str) -> Value {
    json!({ "detail": [{ "loc": ["body", "prompt"], "msg": sentence, "type": kind }] })
}

fn extend(body: &mut Value, more: Value) {
    if let (Some(members), Value::Object(more)) = (body.as_object_mut(), more) {
        members.extend(more);
    }
}
