//! The command line: exit statuses, sentences and the main job.

use crate::{
    app::{TestApp, pitchreel},
    render::probe,
};
use serde_json::Value;
use std::process::{Command, Output};
use tempfile::TempDir;

fn run(folder: &TempDir, args: &[&str]) -> Output {
    pitchreel(folder.path()).args(args).output().unwrap()
}

fn sentence(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "not one sentence: {text}");
    text
}

#[test]
fn a_topic_becomes_an_mp4_with_captions_and_a_poster() {
    let folder = tempfile::tempdir().unwrap();
    let script = "Warm coffee, all day. Get your mug.";
    std::fs::write(folder.path().join("script.txt"), script).unwrap();
    let output = run(
        &folder,
        &[
            "render",
            "a warm mug",
            "--out",
            "out/ad.mp4",
            "--script-file",
            "script.txt",
            "--voice",
            "plain",
            "--format",
            "1:1",
            "--draft",
            "--json",
        ],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let line = String::from_utf8(output.stdout).unwrap();
    assert_eq!(line.lines().count(), 1);
    let made: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((made["width"].as_u64(), made["height"].as_u64()), (Some(540), Some(540)));
    assert_eq!(made["script"], script);

    let facts = probe(&folder.path().join("out/ad.mp4"));
    for fact in
        ["codec_name=h264", "pix_fmt=yuv420p", "r_frame_rate=30/1", "codec_name=aac", "sample_rate=48000"]
    {
        assert!(facts.contains(fact), "{fact} is missing: {facts}");
    }
    let seconds: f64 = facts.split("\nduration=").last().unwrap().lines().next().unwrap().parse().unwrap();
    assert!((seconds * 1_000.0 - made["durationMs"].as_f64().unwrap()).abs() < 100.0);
    let srt = std::fs::read_to_string(folder.path().join("out/ad.srt")).unwrap();
    for word in script.split_whitespace() {
        assert!(srt.contains(word), "{word} is not in {srt}");
    }
    assert!(std::fs::read_to_string(folder.path().join("out/ad.vtt")).unwrap().starts_with("WEBVTT"));
    assert!(image::open(folder.path().join("out/ad.png")).is_ok());
}

#[test]
fn bad_usage_is_2_and_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        &["render"][..],
        &["render", "mugs"],
        &["render", "mugs", "--out", "ad.mov"],
        &["render", "", "--out", "ad.mp4"],
        &["render", "mugs", "--out", "ad.mp4", "--script", "4"],
        &["render", "mugs", "--out", "ad.mp4", "--format", "4:3"],
        &["render", "mugs", "--out", "ad.mp4", "--avatar", "nobody"],
        &["render", "mugs", "--out", "ad.mp4", "--voice", "nobody"],
        &["render", "mugs", "--out", "ad.mp4", "--background", "scene:moon"],
        &["sing"],
        &[],
    ] {
        let output = run(&folder, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        sentence(&output);
    }
}

#[test]
fn other_failures_are_1_and_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("not.png"), "hello").unwrap();
    for args in [
        &["render", "mugs", "--out", "ad.mp4", "--background", "not.png"][..],
        &["render", "mugs", "--out", "ad.mp4", "--background", "absent.png"],
        &["render", "mugs", "--out", "ad.mp4", "--script-file", "absent.txt"],
        &["voices", "add", "natural", "--from", "absent"],
    ] {
        let output = run(&folder, args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        sentence(&output);
    }
    for (setting, value) in [("SIGNUP", "closed"), ("LEPTOS_SITE_ROOT", "absent")] {
        let output = pitchreel(folder.path()).arg("serve").env(setting, value).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{setting}");
        assert!(sentence(&output).contains(setting));
    }
}

#[test]
fn the_machine_is_described_and_the_database_made() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&folder, &["migrate"]).status.success());
    assert!(folder.path().join("data/pitchreel.db").is_file());
    let voices = run(&folder, &["voices"]);
    assert!(String::from_utf8(voices.stdout).unwrap().contains("plain"));
    let doctor = run(&folder, &["doctor"]);
    assert!(doctor.status.success());
    assert!(String::from_utf8(doctor.stdout).unwrap().contains("Database"));
    assert!(run(&folder, &["--help"]).status.success());
}

#[test]
fn settings_come_from_a_file_beneath_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("my.env"), "SIGNUP=closed\n").unwrap();
    let with_file = |extra: Option<&str>| {
        let mut command: Command = pitchreel(folder.path());
        command.arg("migrate").env("PITCHREEL_ENV_FILE", "my.env").envs(extra.map(|value| ("SIGNUP", value)));
        command.output().unwrap().status.code()
    };
    assert_eq!((with_file(None), with_file(Some("open"))), (Some(1), Some(0)));
}

#[test]
fn prices_are_listed_and_set() {
    let folder = tempfile::tempdir().unwrap();
    let listed = || String::from_utf8(run(&folder, &["price", "list"]).stdout).unwrap();
    assert!(listed().contains("fal  fal-ai/flux/schnell  $0.0030 a megapixel"), "{}", listed());
    let set = |usd| run(&folder, &["price", "set", "fal", "fal-ai/flux/schnell", "megapixel", usd]);
    assert!(set("0.025").status.success());
    let now = listed();
    assert!(now.contains("fal-ai/flux/schnell  $0.0250") && now.matches("flux").count() == 1, "{now}");
    for wrong in ["much", "-1"] {
        let refused = set(wrong);
        assert_eq!(refused.status.code(), Some(2));
        sentence(&refused);
    }
}

#[test]
fn the_operator_sets_what_an_account_may_use() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let limits = |arguments: &[&str]| {
        let set = app.command().arg("limits").arg("me@example.com").args(arguments).output().unwrap();
        assert!(set.status.success(), "{set:?}");
        let usage = person.get("/api/usage").json();
        (usage["monthlyLimit"].clone(), usage["costLimit"].clone())
    };
    assert_eq!(limits(&["--videos", "7", "--usd", "2.50"]), (7.into(), "2.5000".into()));
    assert_eq!(limits(&["--videos", "0"]), (0.into(), "100.0000".into()));
    let refused = person.post(&format!("/api/projects/{}/render", person.project()), serde_json::json!({}));
    assert_eq!(refused.status, 402, "{}", refused.text);
    assert_eq!(limits(&[]), (1000.into(), "100.0000".into()));
    let nobody = app.command().args(["limits", "nobody@example.com", "--videos", "1"]).output().unwrap();
    assert_eq!(nobody.status.code(), Some(1));
}
