//! Orders by programs: what is taken, and what is refused with which words.

use crate::app::TestApp;
use serde_json::{Value, json};

#[test]
fn a_pipeline_is_told_of_every_place_that_is_wrong() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let order = |pipeline: Value| person.post("/api/executions", json!({ "pipeline": pipeline }));
    let wrong = order(json!([
        {"id": "words", "step": "speech", "input": {"text": "Warm coffee."}},
        {"id": "film", "step": "compose", "input": {"take": {"ref": "words.sound"}, "colour": "red"}},
    ]));
    assert_eq!(wrong.status, 400, "{}", wrong.text);
    let wrong = wrong.json();
    let pointers: Vec<_> =
        wrong["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["#/pipeline/1/input/colour", "#/pipeline/1/input/take"]);
    assert!(wrong["errors"][0]["detail"].as_str().unwrap().contains("takes"), "{wrong}");

    for (pipeline, pointer) in [
        (json!([]), "#/pipeline"),
        (json!([{"id": "a", "step": "dance"}]), "#/pipeline/0/step"),
        (json!([{"id": "A", "step": "image"}]), "#/pipeline/0/id"),
        (json!([{"step": "image"}]), "#/pipeline/0/id"),
        (json!({}), "#/pipeline"),
    ] {
        assert_eq!(order(pipeline).pointer(), pointer);
    }
    assert_eq!(person.get("/api/executions").json()["items"], json!([]), "nothing was ordered");
}

#[test]
fn a_pipeline_of_known_steps_is_made() {
    let app = TestApp::start();
    let _person = app.person("me@example.com");
    let program = app.program("me@example.com");
    let ordered = program.post(
        "/api/executions",
        json!({ "pipeline": [
            {"id": "words", "step": "speech", "input": {"text": "Warm coffee.", "voice": "plain"}},
            {"id": "take", "step": "presenter", "input": {"sound": {"ref": "words.sound"}}},
            {"id": "film", "step": "compose", "input": {
                "take": {"ref": "take.take"}, "background": "#1f3742", "quality": "draft", "format": "1:1"
            }},
        ]}),
    );
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    let ordered = ordered.json();
    let id = ordered["executionId"].as_str().unwrap();
    assert_eq!(ordered["status"], "queued");
    assert_eq!(ordered["statusUrl"], format!("/api/executions/{id}"));
    let done = program.wait_for(id);
    assert_eq!(done["status"], "completed", "{done}");
    assert_eq!((done["type"].as_str(), done["result"]["height"].as_u64()), (Some("pipeline"), Some(540)));
    let steps: Vec<_> = done["jobs"].as_array().unwrap().iter().map(|job| job["step"].clone()).collect();
    assert_eq!(steps, ["speech", "presenter", "compose", "publish"]);
}

#[test]
fn without_a_key_of_a_provider_its_name_is_told() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let refused = person.post("/api/generate-video", json!({"prompt": "a red bicycle"}));
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(refused.json()["detail"].as_str().unwrap().contains("FAL_KEY"), "{}", refused.text);
    for (body, pointer) in [
        (json!({}), "#/prompt"),
        (json!({"prompt": " "}), "#/prompt"),
        (json!({"prompt": "x".repeat(501)}), "#/prompt"),
        (json!({"prompt": "x", "duration": 0}), "#/duration"),
        (json!({"prompt": "x", "duration": 31}), "#/duration"),
        (json!({"prompt": "x", "duration": "5"}), "#/duration"),
    ] {
        assert_eq!(person.post("/api/generate-video", body).pointer(), pointer);
    }
}

#[test]
fn a_webhook_is_looked_at_before_anything_is_ordered() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.project();
    let render = |body: Value| person.post(&format!("/api/projects/{project}/render"), body);
    let inside = render(json!({"webhook": "http://127.0.0.1:8080/hook"}));
    assert_eq!(inside.pointer(), "#/webhook");
    assert!(
        inside.json()["errors"][0]["detail"].as_str().unwrap().contains("EGRESS_ALLOW"),
        "{}",
        inside.text
    );
    assert_eq!(render(json!({"webhook": "example.com"})).pointer(), "#/webhook");
    let short = json!({"webhook": "https://example.com/hook", "webhookSecret": "short"});
    assert_eq!(render(short).pointer(), "#/webhookSecret");
    assert_eq!(render(json!({"webhookSecret": "long enough"})).pointer(), "#/webhook");
    assert_eq!(person.get("/api/executions").json()["items"], json!([]), "nothing was ordered");
    let empty = person.send("POST", &format!("/api/projects/{project}/render"), &[], b"");
    assert_eq!(empty.status, 202, "{}", empty.text);
}

#[test]
fn the_month_has_as_many_places_as_were_given() {
    let app = TestApp::with(&[("MONTHLY_VIDEO_LIMIT", "1"), ("MONTHLY_COST_LIMIT_USD", "2.5")]);
    let person = app.person("me@example.com");
    let usage = person.get("/api/usage").json();
    assert_eq!(
        usage,
        json!({
            "videosThisMonth": 0, "monthlyLimit": 1,
            "costThisMonth": "0.0000", "costReserved": "0.0000", "costLimit": "2.5000", "lines": [],
        })
    );
    let first = person.render(&person.project());
    let second = person.post(&format!("/api/projects/{}/render", person.project()), json!({}));
    assert_eq!((second.status, second.header("content-type")), (402, "application/problem+json"));
    assert!(second.json()["detail"].as_str().unwrap().contains("month"), "{}", second.text);
    assert_eq!(person.get("/api/usage").json()["videosThisMonth"], 1);
    // What was cancelled gives its place back.
    assert_eq!(person.post(&format!("/api/executions/{first}/cancel"), json!({})).status, 200);
    assert_eq!(person.get("/api/usage").json()["videosThisMonth"], 0);
}

#[test]
fn there_is_nothing_to_settle_where_nothing_was_lost() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    person.post(&format!("/api/executions/{execution}/cancel"), json!({}));
    let settle = |body: Value| person.post(&format!("/api/executions/{execution}/resolve"), body);
    assert_eq!(settle(json!({"step": "speech", "made": false})).status, 409);
    assert_eq!(settle(json!({"step": "speech", "made": true})).pointer(), "#/providerJobId");
    let both = json!({"step": "speech", "made": false, "providerJobId": "j1"});
    assert_eq!(settle(both).pointer(), "#/providerJobId");
    assert_eq!(settle(json!({"step": "Speech", "made": false})).pointer(), "#/step");
    assert_eq!(person.get(&format!("/api/executions/{execution}/deliveries")).json()["items"], json!([]));
    let absent = "whd_01kb0000000000000000000000";
    assert_eq!(person.post(&format!("/api/deliveries/{absent}/redeliver"), json!({})).status, 404);
}
