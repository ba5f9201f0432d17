//! The plain protocol: what each capability promises, and how a job goes.

use crate::world::World;
use serde_json::{Value, json};
use simulator::{API_KEY, Profile, SimulatorSettings};
use std::time::Duration;

const BEARER: &str = "Bearer sim-key";

#[tokio::test]
async fn a_job_is_pending_then_done_then_charged() {
    let world = World::held().await;
    let made = world.submit().unwrap();
    assert_eq!((made.status, made.text("status")), (201, "pending"));
    let id = made.text("id");
    let pending = world.look("blind", id);
    assert!(pending.json.get("lookAfterMs").is_some() && pending.json.get("media").is_none());
    assert_eq!(world.charged(), [""; 0]);
    world.simulator.settle_all();
    let done = world.look("blind", id);
    assert_eq!((done.text("status"), done.json.get("progress")), ("done", Some(&json!(100))));
    let [line] = &world.simulator.invoice()[..] else { panic!("one job is one line") };
    assert_eq!((line.profile, line.job_id.as_str()), (Profile::Blind, id));
    assert_eq!(done.json.get("costMicros"), Some(&json!(line.cost_micros)));
    world.assert_no_mistakes();
}

#[tokio::test]
async fn a_job_is_charged_when_its_time_is_over_though_nobody_looks() {
    let world = World::new(SimulatorSettings::default()).await;
    let id = world.submit().unwrap().text("id").to_owned();
    world.ended(&id).await;
    assert_eq!(world.charged(), [id]);
}

#[tokio::test]
async fn a_job_that_takes_no_time_is_done_in_the_answer() {
    let world = World::new(SimulatorSettings {
        job_time: Duration::ZERO..Duration::ZERO,
        ..SimulatorSettings::default()
    })
    .await;
    assert_eq!(world.submit().unwrap().text("status"), "done");
}

#[tokio::test]
async fn the_same_key_is_the_same_job() {
    let world = World::held().await;
    let submit = |key: &str, prompt: &str| {
        let body = json!({ "order": { "kind": "image", "prompt": prompt } }).to_string();
        let headers =
            [("authorization", BEARER), ("content-type", "application/json"), ("idempotency-key", key)];
        world.call("POST", "/idempotent/jobs", &headers, &body).unwrap()
    };
    let (first, again, other) = (submit("a", "mug"), submit("a", "mug"), submit("b", "mug"));
    assert_eq!((first.status, again.status, other.status), (201, 200, 201));
    assert_eq!(first.text("id"), again.text("id"));
    assert_ne!(first.text("id"), other.text("id"));
    assert_eq!(world.simulator.accepted_of("a"), 1);
    let accepted: Vec<_> = world.simulator.submissions().iter().map(|seen| seen.accepted).collect();
    assert_eq!(accepted, [true, false, true]);
    world.assert_no_mistakes();
    assert_eq!(submit("a", "another mug").status, 409);
    assert_eq!(world.simulator.mistakes().len(), 1);
}

#[tokio::test]
async fn only_findable_jobs_are_found_by_their_tag() {
    let world = World::held().await;
    let id = world.submit_with("findable", json!({ "tag": "t-1" })).unwrap().text("id").to_owned();
    world.submit_with("findable", json!({ "tag": "t-2" })).unwrap();
    let ids = |tag: &str| {
        let found = world.ask("GET", &format!("/findable/jobs?tag={tag}"), None).unwrap();
        let items = found.json.get("items").and_then(Value::as_array).unwrap().clone();
        items.iter().map(|item| item.get("id").unwrap().as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((ids("t-1"), ids("t-3")), (vec![id], vec![]));
    world.assert_no_mistakes();
    for profile in ["idempotent", "echoing", "blind"] {
        assert_eq!(world.ask("GET", &format!("/{profile}/jobs?tag=t-1"), None).unwrap().status, 404);
    }
    assert_eq!(world.simulator.mistakes().len(), 3);
}

#[tokio::test]
async fn a_cancelled_job_is_not_charged() {
    let world = World::held().await;
    let id = world.submit().unwrap().text("id").to_owned();
    let cancel = || world.ask("POST", &format!("/blind/jobs/{id}/cancel"), None).unwrap();
    assert_eq!(cancel().text("status"), "cancelled");
    // Whoever asks twice gets the same answer.
    assert_eq!(cancel().text("status"), "cancelled");
    world.simulator.settle_all();
    assert_eq!(world.charged(), [""; 0]);
    world.assert_no_mistakes();
}

#[tokio::test]
async fn files_are_real_of_the_wanted_size_and_each_jobs_own() {
    let world = World::new(SimulatorSettings { media_bytes: 70_000, ..SimulatorSettings::default() }).await;
    let fetch = async |kind: &str| {
        let made = world.submit_with("blind", json!({ "order": { "kind": kind } })).unwrap();
        world.ended(made.text("id")).await;
        let media = world.look("blind", made.text("id")).json.pointer("/media/0").unwrap().clone();
        let url = media.get("url").and_then(Value::as_str).unwrap();
        let file = world.call("GET", url.strip_prefix(world.simulator.base_url()).unwrap(), &[], "").unwrap();
        assert_eq!(file.header("content-type"), media.get("contentType").and_then(Value::as_str));
        file.bytes
    };
    let (picture, other, clip) = (fetch("image").await, fetch("image").await, fetch("video").await);
    assert_eq!((picture.len(), other.len(), clip.len()), (70_000, 70_000, 70_000));
    let pixels = |file: &[u8]| image::load_from_memory(file).unwrap().into_rgb8();
    assert_eq!(pixels(&picture).dimensions(), (72, 128));
    assert_ne!(pixels(&picture), pixels(&other));
    assert_eq!(clip.get(4..8).unwrap(), b"ftyp");
    world.assert_no_mistakes();
}

#[tokio::test]
async fn the_key_is_not_for_the_files() {
    let world = World::new(SimulatorSettings::default()).await;
    let id = world.submit().unwrap().text("id").to_owned();
    world.ended(&id).await;
    let key = format!("Bearer {API_KEY}");
    let given = world.call("GET", &format!("/media/{id}.png"), &[("authorization", &key)], "").unwrap();
    assert_eq!((given.status, world.simulator.mistakes().len()), (400, 1));
}
