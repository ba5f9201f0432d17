//! The whole way: a topic, a choice, a render, an MP4.

use crate::app::TestApp;
use serde_json::json;
use std::process::Command;

#[test]
fn from_a_topic_to_a_video_that_plays() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.post("/api/projects", json!({"topic": "a mug that keeps coffee warm"})).json();
    assert_eq!(project["scripts"].as_array().unwrap().len(), 3);
    let id = person.project();
    let estimate = person.get(&format!("/api/projects/{id}/estimate")).json();
    assert_eq!(estimate["costUsd"], "0.0000");
    assert!(estimate["durationMs"].as_u64().unwrap() > 3_000);

    let execution = person.wait_for(&person.render(&id));
    assert_eq!(execution["status"], "completed", "{execution}");
    assert_eq!(execution["progress"], 100);
    let result = &execution["result"];
    let video = app.stranger().get(result["url"].as_str().unwrap());
    assert_eq!((video.status, video.header("content-type")), (200, "video/mp4"));
    assert_eq!(result["height"], 960);

    let file = tempfile::NamedTempFile::with_suffix(".mp4").unwrap();
    std::fs::write(file.path(), &video.bytes).unwrap();
    let streams = probe(file.path());
    assert!(streams.contains("codec_name=h264") && streams.contains("codec_name=aac"), "{streams}");

    let captions = app.stranger().get(result["captionsUrl"].as_str().unwrap());
    assert!(captions.text.starts_with("WEBVTT"), "{}", captions.text);
    let poster = app.stranger().get(result["posterUrl"].as_str().unwrap());
    assert_eq!(poster.header("content-type"), "image/jpeg");
    let listed = person.get("/api/projects?filter=done").json();
    assert_eq!(listed["items"][0]["id"], json!(id));
}

#[test]
fn a_render_under_way_is_not_started_twice_and_can_be_stopped_and_taken_up() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.project();
    let execution = person.render(&project);
    assert_eq!(person.render(&project), execution);
    let cancelled = person.post(&format!("/api/executions/{execution}/cancel"), json!({}));
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    assert_eq!(person.wait_for(&execution)["status"], "cancelled");
    let again = person.post(&format!("/api/executions/{execution}/retry"), json!({}));
    assert_eq!(again.status, 202, "{}", again.text);
    assert_eq!(person.wait_for(&execution)["status"], "completed");
    assert_eq!(person.post(&format!("/api/executions/{execution}/retry"), json!({})).status, 409);
}

/// What ffprobe says of a file; the tests need it, the product does not.
pub fn probe(file: &std::path::Path) -> String {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-show_streams", "-show_format"])
        .arg(file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
