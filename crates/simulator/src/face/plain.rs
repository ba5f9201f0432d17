//! The plain protocol: one way to submit, look and cancel, and four capabilities.

use super::Face;
use crate::{
    Profile,
    callbacks::{Delivery, News},
    http::{Answer, Call, Mistake, Reply, check_callback, last_segment},
    job::{Job, Order},
    service::{Found, Service},
    signatures::{hex, sha256_hex},
    submit::submit,
};
use bytes::Bytes;
use hyper::Method;
use rand::{Rng, rngs::StdRng};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub struct Plain;

impl Face for Plain {
    fn new_id(&self, chance: &mut StdRng) -> String {
        format!("job_{}", hex(&chance.random::<[u8; 8]>()))
    }

    fn failure(&self, status: u16, sentence: &str) -> Answer {
        Answer::json(status, &json!({ "error": sentence }))
    }

    fn callback(&self, service: &Service, news: &News<'_>) -> Option<Delivery> {
        let mut body = json!({
            "deliveryId": news.delivery_id,
            "jobId": news.job_id,
            "status": news.status.as_str(),
        });
        if let (Profile::Echoing, Some(tag)) = (news.job.order.profile, &news.job.order.tag) {
            set(&mut body, "tag", json!(tag));
        }
        let body = body.to_string();
        let signed = if news.is_genuine { body.clone() } else { format!("{body} ") };
        let signature = service.keys.plain_signature(signed.as_bytes());
        Some(Delivery { headers: vec![("x-sim-signature", signature)], body: Bytes::from(body) })
    }
}

/// What follows the profile in the path.
pub(crate) async fn route(
    service: &Arc<Service>,
    profile: Profile,
    call: &Call,
    rest: &[&str],
) -> Result<Reply, Mistake> {
    match (&call.method, rest) {
        (&Method::POST, ["jobs"]) => {
            let order = read_order(profile, call)?;
            let answer = async |job: Job, is_new: bool| {
                Answer::json(if is_new { 201 } else { 200 }, &shown(service, &job))
            };
            submit(service, order, answer).await
        }
        (&Method::GET, ["jobs"]) if profile == Profile::Findable => find(service, call),
        (&Method::GET, ["jobs", id]) => {
            check(call)?;
            found(service, service.look(profile, id))
        }
        (&Method::POST, ["jobs", id, "cancel"]) => {
            check(call)?;
            found(service, service.cancel(profile, id))
        }
        _ => Err(call.unknown()),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Submission {
    order: Value,
    callback_url: Option<String>,
    tag: Option<String>,
}

fn read_order(profile: Profile, call: &Call) -> Result<Order, Mistake> {
    call.authorize("Bearer")?;
    call.allow_parameters(&[])?;
    let submission: Submission = call.json(400)?;
    if submission.order.is_null() {
        return Err(Mistake::new(400, "the order is missing"));
    }
    match (profile, &submission.tag) {
        (Profile::Findable | Profile::Echoing, None) => Err(Mistake::new(400, "the tag is missing")),
        (Profile::Blind, Some(_)) => Err(Mistake::new(400, "this service knows no tag")),
        (_, Some(tag)) if tag.is_empty() => Err(Mistake::new(400, "the tag is empty")),
        _ => Ok(()),
    }?;
    submission.callback_url.as_deref().map_or(Ok(()), check_callback)?;
    let idempotency_key = match (profile, call.header("idempotency-key")) {
        (Profile::Idempotent, None | Some("")) => Err(Mistake::new(400, "the idempotency-key is missing")),
        (Profile::Idempotent, Some(key)) => Ok(Some(key.to_owned())),
        // Others do not know this header, and what is not known is not honoured.
        _ => Ok(None),
    }?;
    let carried = submission.callback_url.as_deref().and_then(last_segment);
    Ok(Order {
        profile,
        key: crate::API_KEY.to_owned(),
        is_video: submission.order.get("kind").is_some_and(|kind| kind == "video"),
        input: submission.order,
        body_hash: sha256_hex(&call.body),
        model: String::new(),
        request_key: submission.tag.clone().or_else(|| idempotency_key.clone()).or(carried),
        idempotency_key,
        tag: submission.tag,
        callback_url: submission.callback_url,
        tells_beginning: false,
        tells_end: true,
    })
}

/// The calls about a job have neither parameters nor a body.
fn check(call: &Call) -> Result<(), Mistake> {
    call.authorize("Bearer")?;
    call.allow_parameters(&[])?;
    call.want_no_body()
}

fn find(service: &Service, call: &Call) -> Result<Reply, Mistake> {
    call.authorize("Bearer")?;
    call.allow_parameters(&["tag"])?;
    call.want_no_body()?;
    let tag = call.parameter("tag").ok_or_else(|| Mistake::new(400, "the parameter tag is missing"))?;
    let jobs = service.list(Profile::Findable, |job| job.order.tag.as_deref() == Some(tag));
    let items: Vec<_> = jobs.iter().map(|job| shown(service, job)).collect();
    Ok(Answer::json(200, &json!({ "items": items })).into())
}

fn found(service: &Service, found: Found) -> Result<Reply, Mistake> {
    match found {
        Found::Job(job) => Ok(Answer::json(200, &shown(service, &job)).into()),
        Found::Lost => Ok(Plain.failure(404, "There is no such job.").into()),
        Found::Broken => Ok(Plain.failure(503, "The service is not there just now.").into()),
        Found::Unknown => Err(Mistake::new(404, "there never was such a job")),
    }
}

fn shown(service: &Service, job: &Job) -> Value {
    use crate::JobStatus::{Done, Failed, Pending};
    let mut body = json!({ "id": job.id, "status": job.status.as_str(), "progress": job.progress() });
    match job.status {
        Pending => set(&mut body, "lookAfterMs", json!(job.look_after().as_millis() as u64)),
        Done => {
            set(&mut body, "costMicros", json!(job.cost_micros));
            let media = json!([{ "url": service.media_url(job), "contentType": job.content_type() }]);
            set(&mut body, "media", media);
        }
        Failed => set(&mut body, "error", json!("The picture could not be made.")),
        crate::JobStatus::Cancelled => {}
    }
    body
}

fn set(body: &mut Value, name: &str, value: Value) {
    if let Some(members) = body.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}
