//! Replicate's predictions, to the letter of its documentation: create, get, list, cancel, and the signed webhook.

use super::{Face, kind::is_video};
use crate::{
    CallKind, Event, JobStatus, Profile,
    callbacks::{Delivery, News},
    http::{Answer, Call, Mistake, Reply, check_callback, last_segment},
    job::{Job, Order},
    service::{Found, Service},
    signatures::{now_s, sha256_hex},
    submit::submit,
};
use bytes::Bytes;
use hyper::Method;
use rand::{Rng, rngs::StdRng};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A prediction shows as starting up to this progress.
const STARTING_UNTIL: u8 = 30;

pub struct Replicate;

impl Face for Replicate {
    /// 26 small letters and digits.
    fn new_id(&self, chance: &mut StdRng) -> String {
        let letters = b"0123456789abcdefghjkmnpqrstvwxyz";
        let drawn = (0..26).filter_map(|_| letters.get(chance.random_range(0..letters.len())));
        drawn.map(|&letter| char::from(letter)).collect()
    }

    fn failure(&self, status: u16, sentence: &str) -> Answer {
        if status == 429 {
            return Answer::json(status, &json!({ "detail": sentence }));
        }
        let title = match status {
            401 => "Unauthenticated",
            404 => "Not found",
            422 => "Input validation failed",
            500.. => "Internal error",
            _ => "Bad request",
        };
        let body = json!({ "title": title, "detail": sentence, "status": status });
        Answer::bytes(status, "application/problem+json", Bytes::from(body.to_string()))
    }

    fn callback(&self, service: &Service, news: &News<'_>) -> Option<Delivery> {
        let told = Job { id: news.job_id.to_owned(), status: news.status, ..news.job.clone() };
        let body = prediction(service, &told).to_string();
        let signed = if news.is_genuine { body.clone() } else { format!("{body} ") };
        let timestamp = now_s();
        let signature = service.keys.webhook_signature(
            &news.job.order.key,
            news.delivery_id,
            timestamp,
            signed.as_bytes(),
        );
        let headers = vec![
            ("webhook-id", news.delivery_id.to_owned()),
            ("webhook-timestamp", timestamp.to_string()),
            ("webhook-signature", signature),
        ];
        Some(Delivery { headers, body: Bytes::from(body) })
    }
}

/// What follows `/replicate/v1` in the path.
pub(crate) async fn route(service: &Arc<Service>, call: &Call, rest: &[&str]) -> Result<Reply, Mistake> {
    let Some(key) = service.account_of(call, "Bearer")? else {
        return Ok(Replicate.failure(401, "You did not pass a valid authentication token").into());
    };
    if let ["predictions", id, ..] = rest
        && service.is_of_another(id, &key)
    {
        return Ok(Replicate.failure(404, "The requested resource could not be found.").into());
    }
    let named = |owner: &str, name: &str| format!("{owner}/{name}");
    match (&call.method, rest) {
        (&Method::POST, ["predictions"]) => create(service, call, None, key).await,
        (&Method::POST, ["models" | "deployments", owner, name, "predictions"]) => {
            create(service, call, Some(named(owner, name)), key).await
        }
        (&Method::GET, ["predictions"]) => list(service, call, &key),
        (&Method::GET, ["predictions", id]) => {
            check(call)?;
            found(service, service.look(Profile::Replicate, id))
        }
        (&Method::POST, ["predictions", id, "cancel"]) => {
            check(call)?;
            found(service, service.cancel(Profile::Replicate, id))
        }
        (&Method::GET, ["webhooks", "default", "secret"]) => {
            check(call)?;
            service.count(Profile::Replicate, CallKind::Keys);
            Ok(Answer::json(200, &json!({ "key": service.keys.webhook_secret(&key) })).into())
        }
        _ => Err(call.unknown()),
    }
}

/// The calls without parameters and body.
fn check(call: &Call) -> Result<(), Mistake> {
    call.allow_parameters(&[])?;
    call.want_no_body()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Creation {
    version: Option<String>,
    input: Map<String, Value>,
    webhook: Option<String>,
    webhook_events_filter: Option<Vec<WebhookEvent>>,
    #[serde(rename = "stream")]
    _stream: Option<bool>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum WebhookEvent {
    Start,
    Output,
    Logs,
    Completed,
}

async fn create(
    service: &Arc<Service>,
    call: &Call,
    model: Option<String>,
    key: String,
) -> Result<Reply, Mistake> {
    call.allow_parameters(&[])?;
    let wait = wait_of(call)?;
    let order = read_order(call, model, key)?;
    let answer = async |job: Job, _| {
        let Some(wait) = wait else { return Answer::json(201, &prediction(service, &job)) };
        let ended = |event: &Event| matches!(event, Event::Ended { job: ended, .. } if *ended == job.id);
        // Whoever waits in vain is shown how it stands.
        _ = service.events.wait_for(wait, ended).await;
        let job = service.job(&job.id).unwrap_or(job);
        Answer::json(if job.is_pending() { 202 } else { 201 }, &prediction(service, &job))
    };
    submit(service, order, answer).await
}

/// `Prefer: wait` or `wait=n`, with n from 1 to 60.
fn wait_of(call: &Call) -> Result<Option<Duration>, Mistake> {
    let Some(prefer) = call.header("prefer") else { return Ok(None) };
    let seconds = match prefer.strip_prefix("wait") {
        Some("") => Some(60),
        Some(rest) => rest.strip_prefix('=').and_then(|text| text.parse().ok()),
        None => None,
    };
    match seconds.filter(|seconds| (1..=60).contains(seconds)) {
        Some(seconds) => Ok(Some(Duration::from_secs(seconds))),
        None => Err(Mistake::new(400, format!("`Prefer: {prefer}` is not wait or wait=1 to wait=60"))),
    }
}

fn read_order(call: &Call, model: Option<String>, key: String) -> Result<Order, Mistake> {
    let creation: Creation = call.json(422)?;
    let model = match (model, creation.version) {
        (Some(model), None) => Ok(model),
        (None, Some(version)) if is_version(&version) => Ok(version),
        (None, Some(_)) => Err(Mistake::new(422, "the version is neither an id nor owner/name")),
        (None, None) => Err(Mistake::new(422, "the version is missing")),
        (Some(_), Some(_)) => Err(Mistake::new(422, "the version does not belong here")),
    }?;
    creation.webhook.as_deref().map_or(Ok(()), check_callback)?;
    let wants = |event| creation.webhook_events_filter.as_ref().map(|filter| filter.contains(&event));
    let (tells_beginning, tells_end) =
        (wants(WebhookEvent::Start).unwrap_or(false), wants(WebhookEvent::Completed).unwrap_or(true));
    let input = Value::Object(creation.input);
    Ok(Order {
        profile: Profile::Replicate,
        key,
        is_video: is_video(&model, &input),
        input,
        body_hash: sha256_hex(&call.body),
        model,
        request_key: creation.webhook.as_deref().and_then(last_segment),
        idempotency_key: None,
        tag: None,
        callback_url: creation.webhook,
        tells_beginning,
        tells_end,
    })
}

/// 64 hexadecimal digits, `owner/name`, or `owner/name:version`.
fn is_version(version: &str) -> bool {
    let is_id = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_name =
        |text: &str| text.split_once('/').is_some_and(|(owner, name)| !owner.is_empty() && !name.is_empty());
    match version.split_once(':') {
        Some((name, id)) => is_name(name) && is_id(id),
        None => is_id(version) || is_name(version),
    }
}

/// Newest first, a page at a time; the cursor is the submission that the last page ended with.
fn list(service: &Service, call: &Call, key: &str) -> Result<Reply, Mistake> {
    call.allow_parameters(&["cursor"])?;
    call.want_no_body()?;
    let before: usize = match call.parameter("cursor") {
        None => usize::MAX,
        Some(cursor) => cursor.parse().map_err(|_| Mistake::new(400, "the cursor is not one of ours"))?,
    };
    let mut jobs = service.list(Profile::Replicate, |job| job.number < before && job.order.key == key);
    jobs.reverse();
    let page = service.settings.list_page.max(1);
    let address = format!("{}/replicate/v1/predictions", service.base_url);
    let last = jobs.get(page - 1).filter(|_| jobs.len() > page);
    let next = last.map(|job| format!("{address}?cursor={}", job.number));
    let previous = call.parameter("cursor").map(|_| address.clone());
    let results: Vec<_> = jobs.iter().take(page).map(|job| prediction(service, job)).collect();
    Ok(Answer::json(200, &json!({ "results": results, "next": next, "previous": previous })).into())
}

fn found(service: &Service, found: Found) -> Result<Reply, Mistake> {
    match found {
        Found::Job(job) => Ok(Answer::json(200, &prediction(service, &job)).into()),
        Found::Lost => Ok(Replicate.failure(404, "The requested resource could not be found.").into()),
        Found::Broken => Ok(Replicate.failure(503, "The service is not there just now.").into()),
        Found::Unknown => Err(Mistake::new(404, "there never was such a prediction")),
    }
}

/// A prediction as every answer and every webhook has it.
fn prediction(service: &Service, job: &Job) -> Value {
    let (model, version) = match job.order.model.split_once(':') {
        Some(named) => named,
        None if job.order.model.contains('/') => (job.order.model.as_str(), "hidden"),
        None => ("sim/model", job.order.model.as_str()),
    };
    let address = format!("{}/replicate/v1/predictions/{}", service.base_url, job.id);
    let status = match job.status {
        JobStatus::Pending if job.progress() < STARTING_UNTIL => "starting",
        JobStatus::Pending => "processing",
        JobStatus::Done => "succeeded",
        JobStatus::Failed => "failed",
        JobStatus::Cancelled => "canceled",
    };
    let url = service.media_url(job);
    let output = match job.status {
        // Models differ: one file, or a list of them.
        JobStatus::Done if job.order.is_video || job.coin => json!(url),
        JobStatus::Done => json!([url]),
        _ => Value::Null,
    };
    let error = match job.status {
        JobStatus::Failed => json!("The input or output was flagged as sensitive. Please try again. (E005)"),
        _ => Value::Null,
    };
    let metrics = match job.status {
        JobStatus::Done => json!({ "predict_time": job.time.as_secs_f64() }),
        _ => json!({}),
    };
    json!({
        "id": job.id,
        "model": model,
        "version": version,
        "status": status,
        "input": job.order.input,
        "output": output,
        "error": error,
        "logs": "",
        "metrics": metrics,
        "created_at": moment(job.created_at),
        "started_at": moment(job.created_at),
        "completed_at": job.ended_at.filter(|_| !job.is_pending()).map(moment),
        "data_removed": false,
        "source": "api",
        "urls": { "get": address, "cancel": format!("{address}/cancel"), "web": format!("{address}/web") },
    })
}

fn moment(time: SystemTime) -> String {
    OffsetDateTime::from(time).format(&Rfc3339).unwrap_or_default()
}
