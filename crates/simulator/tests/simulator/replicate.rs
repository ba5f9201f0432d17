//! Replicate's face: create, get, list, cancel, waiting for the answer, and the signed webhook.

use crate::{
    receiver::{Received, Receiver},
    world::{Answer, World},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use simulator::{Event, Fault, Profile, SimulatorSettings};

const MODEL: &str = "/replicate/v1/models/black-forest-labs/flux-schnell/predictions";

fn create(world: &World, more: Value) -> Answer {
    let mut body = json!({ "input": { "prompt": "a mug", "aspect_ratio": "9:16" } });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.ask("POST", MODEL, Some(body)).unwrap()
}

fn get(world: &World, id: &str) -> Answer {
    world.ask("GET", &format!("/replicate/v1/predictions/{id}"), None).unwrap()
}

/// Checked as Standard Webhooks says, with the secret that the service gives out.
fn is_genuine(world: &World, received: &Received) -> bool {
    let secret = world.ask("GET", "/replicate/v1/webhooks/default/secret", None).unwrap();
    let key = STANDARD.decode(secret.text("key").strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(
        format!("{}.{}.", received.header("webhook-id"), received.header("webhook-timestamp")).as_bytes(),
    );
    mac.update(&received.body);
    received.header("webhook-signature") == format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_prediction_starts_and_succeeds_and_the_webhook_is_signed() {
    let (world, receiver) = (World::held().await, Receiver::start());
    let filter = json!(["start", "completed"]);
    let made = create(&world, json!({ "webhook": receiver.url("key-1"), "webhook_events_filter": filter }));
    assert_eq!((made.status, made.text("status")), (201, "starting"));
    let id = made.text("id");
    assert_eq!(id.len(), 26);
    assert_eq!((made.text("model"), made.text("version")), ("black-forest-labs/flux-schnell", "hidden"));
    for member in ["input", "output", "error", "created_at", "data_removed", "urls"] {
        assert!(made.json.get(member).is_some(), "{member}");
    }
    world.simulator.wait_for(|event| matches!(event, Event::CallbackSent { .. })).await.unwrap();
    world.simulator.settle_all();
    let ended =
        |event: &Event| matches!(event, Event::CallbackSent { status: simulator::JobStatus::Done, .. });
    world.simulator.wait_for(ended).await.unwrap();
    let done = get(&world, id);
    assert_eq!(done.text("status"), "succeeded");
    let received = receiver.received();
    assert!(received.iter().all(|received| is_genuine(&world, received)));
    let statuses: Vec<_> = received.iter().map(|received| received.json()["status"].clone()).collect();
    assert_eq!(statuses, ["starting", "succeeded"]);
    assert_eq!(received.last().unwrap().json(), done.json);
    let url = done.json.get("output").and_then(|output| output.get(0).unwrap_or(output).as_str()).unwrap();
    let file = world.call("GET", url.strip_prefix(world.simulator.base_url()).unwrap(), &[], "").unwrap();
    assert_eq!(file.header("content-type"), Some("image/png"));
    let [line] = &world.simulator.invoice()[..] else { panic!("one line") };
    assert_eq!((line.profile, line.request_key.as_deref()), (Profile::Replicate, Some("key-1")));
    world.assert_no_mistakes();
}

#[tokio::test]
async fn a_version_is_created_at_the_common_address() {
    let world = World::held().await;
    let create = |version: &str| {
        let body = json!({ "version": version, "input": { "prompt": "a mug" } });
        world.ask("POST", "/replicate/v1/predictions", Some(body)).unwrap()
    };
    let hash = "ab".repeat(32);
    assert_eq!(create("minimax/video-01").text("version"), "hidden");
    assert_eq!(create(&hash).text("version"), hash);
    assert_eq!(create(&format!("stability-ai/sdxl:{hash}")).text("model"), "stability-ai/sdxl");
    world.assert_no_mistakes();
    assert_eq!(create("sdxl").status, 422);
}

#[tokio::test]
async fn whoever_prefers_to_wait_gets_the_output_or_is_told_that_it_goes_on() {
    let wait = |world: &World, prefer: &str| {
        let headers =
            [("authorization", "Bearer sim-key"), ("content-type", "application/json"), ("prefer", prefer)];
        world.call("POST", MODEL, &headers, r#"{"input":{"prompt":"a mug"}}"#).unwrap()
    };
    let quick = World::new(SimulatorSettings::default()).await;
    let done = wait(&quick, "wait");
    assert_eq!((done.status, done.text("status")), (201, "succeeded"));
    let held = World::held().await;
    let pending = wait(&held, "wait=1");
    assert_eq!((pending.status, pending.text("status")), (202, "starting"));
    held.assert_no_mistakes();
    assert_eq!((wait(&held, "wait=0").status, wait(&held, "wait=61").status), (400, 400));
}

#[tokio::test]
async fn the_list_has_pages_newest_first() {
    let world = World::new(SimulatorSettings { list_page: 2, ..SimulatorSettings::default() }).await;
    let mut made: Vec<_> = (0..5).map(|_| create(&world, json!({})).text("id").to_owned()).collect();
    made.reverse();
    let (mut listed, mut pages) = (Vec::new(), 0);
    let mut next = Some("/replicate/v1/predictions".to_owned());
    while let Some(path) = next {
        let page = world.ask("GET", &path, None).unwrap().json;
        let results = page.get("results").and_then(Value::as_array).unwrap();
        listed.extend(results.iter().map(|result| result["id"].as_str().unwrap().to_owned()));
        let url = page.get("next").unwrap().as_str();
        next = url.map(|url| url.strip_prefix(world.simulator.base_url()).unwrap().to_owned());
        pages += 1;
    }
    assert_eq!((listed, pages), (made, 3));
    world.assert_no_mistakes();
}

#[tokio::test]
async fn a_prediction_is_canceled_or_fails_and_costs_nothing() {
    let world = World::held().await;
    let id = create(&world, json!({})).text("id").to_owned();
    let canceled = world.ask("POST", &format!("/replicate/v1/predictions/{id}/cancel"), None).unwrap();
    assert_eq!((canceled.status, canceled.text("status")), (200, "canceled"));
    world.simulator.force_next([Fault::FailJob]);
    let id = create(&world, json!({})).text("id").to_owned();
    world.simulator.settle_all();
    let failed = get(&world, &id);
    assert_eq!((failed.text("status"), failed.text("error").contains("E005")), ("failed", true));
    assert_eq!(world.charged(), [""; 0]);
    world.assert_no_mistakes();
}

#[tokio::test]
async fn a_throttled_creation_says_its_wait_in_words_and_in_the_header() {
    let world = World::with([Fault::TooMany { retry_after: std::time::Duration::from_secs(3) }]).await;
    let refused = create(&world, json!({}));
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("3")));
    assert!(refused.text("detail").contains("3 s"));
}

#[tokio::test]
async fn requests_that_replicate_would_refuse_are_mistakes() {
    let world = World::held().await;
    let input = json!({ "prompt": "a mug" });
    let common = "/replicate/v1/predictions";
    let requests = [
        (422, "POST", common, Some(json!({ "input": input }))),
        (422, "POST", MODEL, Some(json!({ "input": input, "version": "a/b" }))),
        (422, "POST", MODEL, Some(json!({ "prompt": "a mug" }))),
        (422, "POST", MODEL, Some(json!({ "input": input, "webhook_events_filter": ["ended"] }))),
        (400, "POST", MODEL, Some(json!({ "input": input, "webhook": "nowhere" }))),
        (404, "GET", "/replicate/v1/predictions/nobody", None),
        (400, "GET", "/replicate/v1/predictions?page=2", None),
        (404, "PUT", "/replicate/v1/predictions/nobody/cancel", None),
    ];
    for (at, (status, method, path, body)) in requests.into_iter().enumerate() {
        assert_eq!(world.ask(method, path, body).unwrap().status, status, "{method} {path}");
        assert_eq!(world.simulator.mistakes().len(), at + 1, "{method} {path}");
    }
}
