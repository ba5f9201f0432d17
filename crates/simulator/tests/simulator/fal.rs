//! fal's face: the main path, the two ways to fail, and the signed webhook.

use crate::{
    receiver::{Received, Receiver},
    world::World,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use simulator::{CallKind, Event, Fault, Profile, SimulatorSettings};

/// The path of an address on the simulator.
fn path<'a>(world: &World, url: &'a str) -> &'a str {
    url.strip_prefix(world.simulator.base_url()).unwrap()
}

fn submit(world: &World, query: &str) -> crate::world::Answer {
    let body = json!({ "prompt": "a mug", "image_size": "portrait_16_9" });
    world.ask("POST", &format!("/fal/fal-ai/flux/schnell{query}"), Some(body)).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checked as the documentation says, with whichever key of the set fits.
fn is_genuine(world: &World, received: &Received) -> bool {
    let set = world.call("GET", "/.well-known/jwks.json", &[], "").unwrap().json;
    let header = |name: &str| received.header(&format!("x-fal-webhook-{name}")).to_owned();
    let hash = hex(&Sha256::digest(&received.body));
    let message = [header("request-id"), header("user-id"), header("timestamp"), hash].join("\n");
    let signature: Vec<u8> = header("signature")
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let signature = Signature::from_slice(&signature).unwrap();
    set.get("keys").unwrap().as_array().unwrap().iter().any(|key| {
        assert_eq!((key.get("kty"), key.get("crv")), (Some(&json!("OKP")), Some(&json!("Ed25519"))));
        let bytes = URL_SAFE_NO_PAD.decode(key.get("x").unwrap().as_str().unwrap()).unwrap();
        let key = VerifyingKey::from_bytes(&bytes.try_into().unwrap()).unwrap();
        key.verify(message.as_bytes(), &signature).is_ok()
    })
}

#[tokio::test]
async fn a_picture_goes_from_the_queue_to_its_file() {
    let (world, receiver) = (World::held().await, Receiver::start());
    let webhook = receiver.url("key-1").replace(':', "%3A").replace('/', "%2F");
    let made = submit(&world, &format!("?fal_webhook={webhook}"));
    assert_eq!(made.status, 200);
    let id = made.text("request_id");
    let (status_url, response_url) =
        (path(&world, made.text("status_url")), path(&world, made.text("response_url")));
    assert_eq!(status_url, format!("/fal/fal-ai/flux/requests/{id}/status"));
    let queued = world.ask("GET", status_url, None).unwrap();
    assert_eq!((queued.status, queued.text("status")), (202, "IN_QUEUE"));
    assert_eq!(world.ask("GET", response_url, None).unwrap().status, 400);
    world.simulator.settle_all();
    let done = world.ask("GET", &format!("{status_url}?logs=1"), None).unwrap();
    assert_eq!((done.status, done.text("status")), (200, "COMPLETED"));
    let result = world.ask("GET", response_url, None).unwrap();
    assert_eq!(result.header("x-fal-request-id"), Some(id));
    let url = result.json.pointer("/images/0/url").unwrap().as_str().unwrap();
    assert_eq!(
        world.call("GET", path(&world, url), &[], "").unwrap().header("content-type"),
        Some("image/png")
    );
    world.simulator.wait_for(|event| matches!(event, Event::CallbackSent { .. })).await.unwrap();
    let [received] = &receiver.received()[..] else { panic!("one webhook") };
    assert!(is_genuine(&world, received));
    let said = received.json();
    assert_eq!((said.get("request_id"), said.get("status")), (Some(&json!(id)), Some(&json!("OK"))));
    assert_eq!(said.get("payload"), Some(&result.json));
    assert_eq!(world.simulator.accepted_of("key-1"), 1);
    let [line] = &world.simulator.invoice()[..] else { panic!("one line") };
    assert_eq!((line.profile, line.job_id.as_str()), (Profile::Fal, id));
    assert_eq!(world.simulator.count(Profile::Fal, CallKind::Keys), 1);
    world.assert_no_mistakes();
}

#[tokio::test]
async fn a_failure_shows_in_the_status_or_only_in_the_result() {
    let world = World::held().await;
    let mut ways = Vec::new();
    for _ in 0..12 {
        world.simulator.force_next([Fault::FailJob]);
        let made = submit(&world, "");
        world.simulator.settle_all();
        let status = world.ask("GET", path(&world, made.text("status_url")), None).unwrap();
        assert_eq!((status.status, status.text("status")), (200, "COMPLETED"));
        let result = world.ask("GET", path(&world, made.text("response_url")), None).unwrap();
        let kind = result.json.pointer("/detail/0/type").or(result.json.get("error_type"));
        ways.push((status.json.get("error").is_some(), result.status, kind.cloned()));
    }
    ways.sort_by_key(|(shows, ..)| *shows);
    ways.dedup();
    let refused = (false, 422, Some(json!("content_policy_violation")));
    assert_eq!(ways, [refused, (true, 500, Some(json!("runner_server_error")))]);
    assert_eq!(world.charged(), [""; 0]);
}

#[tokio::test]
async fn a_cancel_is_asked_for_or_too_late() {
    let world = World::held().await;
    let made = submit(&world, "");
    let cancel = || world.ask("PUT", path(&world, made.text("cancel_url")), None).unwrap();
    let asked = cancel();
    assert_eq!((asked.status, asked.text("status")), (202, "CANCELLATION_REQUESTED"));
    let late = cancel();
    assert_eq!((late.status, late.text("status")), (400, "ALREADY_COMPLETED"));
    let status = world.ask("GET", path(&world, made.text("status_url")), None).unwrap();
    assert_eq!((status.text("status"), status.json.get("error").is_some()), ("COMPLETED", true));
    assert_eq!(world.charged(), [""; 0]);
    world.assert_no_mistakes();
}

#[tokio::test]
async fn a_clip_is_a_video_with_its_size() {
    let world = World::new(SimulatorSettings::default()).await;
    let body =
        json!({ "prompt": "a mug turns", "duration": "5", "image_url": "https://ads.example/mug.png" });
    let made = world.ask("POST", "/fal/fal-ai/kling/v2/image-to-video", Some(body)).unwrap();
    world.ended(made.text("request_id")).await;
    let result = world.ask("GET", path(&world, made.text("response_url")), None).unwrap();
    let video = result.json.get("video").unwrap();
    let url = video.get("url").and_then(Value::as_str).unwrap();
    let file = world.call("GET", path(&world, url), &[], "").unwrap();
    assert_eq!(video.get("file_size"), Some(&json!(file.bytes.len())));
    assert_eq!(video.get("content_type"), Some(&json!("video/mp4")));
}

#[tokio::test]
async fn a_forged_webhook_has_a_wrong_signature() {
    let (world, receiver) =
        (World::with([Fault::CallbackForged, Fault::CallbackOutOfOrder]).await, Receiver::start());
    submit(&world, &format!("?fal_webhook={}", receiver.url("k")));
    let stranger =
        |event: &Event| matches!(event, Event::CallbackSent { status: simulator::JobStatus::Failed, .. });
    world.simulator.wait_for(stranger).await.unwrap();
    assert_eq!(receiver.received().len(), 2);
    assert!(!receiver.received().iter().any(|received| is_genuine(&world, received)));
}

#[tokio::test]
async fn requests_that_fal_would_refuse_are_mistakes() {
    let world = World::held().await;
    let made = submit(&world, "");
    let id = made.text("request_id");
    let prompt = || Some(json!({ "prompt": "a mug" }));
    let requests = [
        (422, "POST", "/fal/fal-ai/flux/schnell".to_owned(), Some(json!({ "input": { "prompt": "a mug" } }))),
        (422, "POST", "/fal/fal-ai/flux/schnell".to_owned(), Some(json!({ "image_size": "square" }))),
        (400, "POST", "/fal/fal-ai/flux/schnell?webhook=x".to_owned(), prompt()),
        (404, "POST", "/fal/fal-ai".to_owned(), prompt()),
        (404, "GET", format!("/fal/fal-ai/flux/schnell/requests/{id}/status"), None),
        (404, "POST", format!("/fal/fal-ai/flux/requests/{id}/cancel"), None),
        (404, "GET", "/fal/fal-ai/flux/requests/nobody".to_owned(), None),
    ];
    for (at, (status, method, path, body)) in requests.into_iter().enumerate() {
        assert_eq!(world.ask(method, &path, body).unwrap().status, status, "{method} {path}");
        assert_eq!(world.simulator.mistakes().len(), at + 1, "{method} {path}");
    }
    let bearer = [("authorization", "Bearer sim-key")];
    assert_eq!(world.call("GET", path(&world, made.text("status_url")), &bearer, "").unwrap().status, 401);
}
