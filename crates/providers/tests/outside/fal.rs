//! fal through its public door.

use crate::{
    orders,
    stand::{Reply, Seen, Stand},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use ed25519_dalek::{Signer, SigningKey};
use providers::{
    CallbackRequest, Capability, FailureKind, ForgedCallback, JobHandle, JobProvider, JobState, LookError,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

fn queued(seen: &Seen) -> Value {
    let job = format!("{}/fal-ai/flux/requests/f1", seen.base);
    json!({
        "request_id": "f1", "status": "IN_QUEUE", "queue_position": 0,
        "response_url": job, "status_url": format!("{job}/status"), "cancel_url": format!("{job}/cancel"),
    })
}

fn image() -> Value {
    json!({
        "images": [{"url": "https://v3.fal.media/files/mug.png", "width": 720, "height": 1280, "content_type": "image/png"}],
        "has_nsfw_concepts": [false],
    })
}

#[tokio::test]
async fn a_picture_from_order_to_file() {
    let looks = AtomicU32::new(0);
    let stand = Stand::start(move |seen| match seen.path.as_str() {
        path if path.ends_with("/status") => match looks.fetch_add(1, Ordering::Relaxed) {
            0 => Reply::Json(202, json!({"status": "IN_QUEUE", "queue_position": 1})),
            _ => Reply::Json(200, json!({"status": "COMPLETED", "request_id": "f1"})),
        },
        path if path.ends_with("/requests/f1") => Reply::Json(200, image()),
        _ => Reply::Json(200, queued(seen)),
    })
    .await;
    let fal = orders::fal(&stand.base);
    let order = orders::picture();
    let accepted = fal.submit(orders::submission(&order)).await.unwrap();
    assert_eq!(accepted.job.id, "f1");
    assert!(matches!(accepted.state, JobState::Pending { .. }));
    assert!(matches!(fal.look(&accepted.job).await.unwrap(), JobState::Pending { .. }));
    let JobState::Done { media, cost } = fal.look(&accepted.job).await.unwrap() else { panic!() };
    assert_eq!((media[0].url.as_str(), cost), ("https://v3.fal.media/files/mug.png", None));
    insta::assert_json_snapshot!(stand.seen().iter().map(Seen::plain).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_answer_with_the_picture_is_done_at_once() {
    for body in [
        |seen: &Seen| {
            let mut body = queued(seen);
            body["images"] = image()["images"].clone();
            body
        },
        |_: &Seen| image(),
    ] {
        let stand = Stand::start(move |seen| Reply::Json(200, body(seen))).await;
        let order = orders::picture();
        let accepted = orders::fal(&stand.base).submit(orders::submission(&order)).await.unwrap();
        assert!(matches!(accepted.state, JobState::Done { .. }));
        assert!(!accepted.job.id.is_empty());
    }
}

#[tokio::test]
async fn a_callback_is_only_asked_for_where_one_is_given() {
    let fal = orders::fal("http://127.0.0.1:1");
    assert_eq!(fal.capability(true), Capability::Echoing);
    assert_eq!(fal.capability(false), Capability::Blind);
    let stand = Stand::start(|seen| Reply::Json(200, queued(seen))).await;
    let order = orders::picture();
    let submission = providers::Submission { callback_url: None, ..orders::submission(&order) };
    orders::fal(&stand.base).submit(submission).await.unwrap();
    assert_eq!(stand.seen()[0].path, "/fal-ai/flux/schnell");
}

#[tokio::test]
async fn an_address_of_another_origin_is_never_followed() {
    let elsewhere = Stand::start(|_| Reply::Json(200, json!({"status": "IN_QUEUE"}))).await;
    let stand = Stand::start(|_| Reply::Json(200, json!({"status": "IN_PROGRESS"}))).await;
    let urls = ["status", "result", "cancel"].map(|name| (name.to_owned(), format!("{}/x", elsewhere.base)));
    let job = JobHandle { id: "f1".into(), urls: BTreeMap::from(urls) };
    let fal = orders::fal(&stand.base);
    assert!(matches!(fal.look(&job).await.unwrap(), JobState::Pending { .. }));
    fal.cancel(&job).await.unwrap();
    assert!(elsewhere.seen().is_empty());
    let paths: Vec<_> = stand.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/fal-ai/flux/requests/f1/status", "/fal-ai/flux/requests/f1/cancel"]);
}

#[tokio::test]
async fn a_look_tells_lost_refused_and_later_apart() {
    let look = async |answer: fn(&Seen) -> Reply| {
        let stand = Stand::start(answer).await;
        orders::fal(&stand.base).look(&JobHandle { id: "f1".into(), urls: BTreeMap::new() }).await
    };
    let lost = look(|_| Reply::Json(404, json!({"detail": "Not found"}))).await.unwrap();
    assert!(matches!(lost, JobState::Failed { failure, .. } if failure.kind == FailureKind::Lost));
    let removed = look(|_| Reply::Json(401, json!({"detail": "no key"}))).await;
    assert!(matches!(removed, Err(LookError::Refused(_))));
    let busy = look(|_| Reply::With(429, vec![("retry-after", "5".into())], vec![])).await;
    assert!(matches!(busy, Err(LookError::Later { retry_after: Some(wait), .. }) if wait.as_secs() == 5));
    assert!(matches!(look(|_| Reply::Json(500, json!({}))).await, Err(LookError::Later { .. })));
    assert!(matches!(look(|_| Reply::Close).await, Err(LookError::Later { .. })));
}

fn signed(key: &SigningKey, age_s: i64, body: &str) -> CallbackRequest {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let timestamp = (i64::try_from(now).unwrap() - age_s).to_string();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let message = format!("f1\nuser\n{timestamp}\n{}", hex(&Sha256::digest(body)));
    let signature = hex(&key.sign(message.as_bytes()).to_bytes());
    let headers = [
        ("x-fal-webhook-request-id", "f1".to_owned()),
        ("x-fal-webhook-user-id", "user".to_owned()),
        ("x-fal-webhook-timestamp", timestamp),
        ("x-fal-webhook-signature", signature),
    ];
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    CallbackRequest { headers, body: Bytes::from(body.to_owned()) }
}

#[tokio::test]
async fn a_callback_is_believed_by_its_signature_alone() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let published = URL_SAFE_NO_PAD.encode(key.verifying_key().to_bytes());
    let stand = Stand::start(move |_| {
        let other = json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"});
        Reply::Json(200, json!({"keys": [other, {"kty": "OKP", "crv": "Ed25519", "x": published}]}))
    })
    .await;
    let fal = orders::fal(&stand.base);
    let body = r#"{"request_id":"f1","gateway_request_id":"g2","status":"OK","payload":null}"#;
    let news = fal.read_callback(&signed(&key, 0, body)).await.unwrap();
    assert_eq!((news.delivery_id.as_str(), news.job.unwrap().id.as_str()), ("f1:OK", "f1"));

    let refused = async |request: CallbackRequest| fal.read_callback(&request).await.unwrap_err();
    let mut changed = signed(&key, 0, body);
    changed.body = Bytes::from(body.replace("f1", "f2"));
    let forged = ForgedCallback("no signature fits".into());
    assert_eq!(refused(changed).await, forged);
    assert_eq!(refused(signed(&SigningKey::from_bytes(&[8; 32]), 0, body)).await, forged);
    assert_eq!(refused(signed(&key, 301, body)).await, ForgedCallback("it is too old".into()));
    assert_eq!(refused(signed(&key, -310, body)).await, ForgedCallback("it is from the future".into()));
    let mut unsigned = signed(&key, 0, body);
    unsigned.headers.remove("x-fal-webhook-signature");
    assert!(refused(unsigned).await.0.contains("is missing"));

    let fetches = stand.seen();
    assert_eq!(fetches.len(), 1, "forgeries do not make it fetch the keys again and again");
    assert_eq!(fetches[0].path, "/.well-known/jwks.json");
    assert_eq!(fetches[0].headers.get("authorization"), None);
}
