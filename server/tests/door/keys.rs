//! API keys: a program is let in by one, and by none that is wrong or gone.

use crate::app::TestApp;
use serde_json::json;

#[test]
fn a_key_opens_what_its_account_has_until_it_is_removed() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.project();
    let made = person.post("/api/keys", json!({"name": "build server"}));
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    let key = made["key"].as_str().unwrap();
    assert!(key.starts_with("pr_") && key.len() == 46, "{key}");

    let program = app.stranger().with_key(key);
    assert_eq!(program.get(&format!("/api/projects/{project}")).status, 200);
    let listed = program.get("/api/keys");
    assert!(!listed.text.contains(key), "a key is shown once: {}", listed.text);
    let listed = &listed.json()["items"][0];
    assert_eq!((&listed["id"], &listed["name"]), (&made["id"], &json!("build server")));
    assert!(listed["createdAt"].is_string() && listed["lastUsedAt"].is_string(), "{listed}");

    let id = made["id"].as_str().unwrap();
    assert_eq!(person.send("DELETE", &format!("/api/keys/{id}"), &[], b"").status, 204);
    assert_eq!(person.send("DELETE", &format!("/api/keys/{id}"), &[], b"").status, 404);
    let refused = program.get("/api/projects");
    assert_eq!((refused.status, refused.header("content-type")), (401, "application/problem+json"));
}

#[test]
fn a_wrong_key_is_refused_also_where_somebody_is_logged_in() {
    let app = TestApp::start();
    let person = app.person("me@example.com").with_key("pr_0123456789012345678901234567890123456789012");
    assert_eq!(person.get("/api/projects").status, 401);
    assert_eq!(person.get_with("/api/projects", &[("authorization", "Bearer")]).status, 401);
}

#[test]
fn a_request_with_a_key_may_come_from_anywhere_and_acts_by_the_key_alone() {
    let app = TestApp::start();
    let _person = app.person("me@example.com");
    let elsewhere = [("origin", "https://elsewhere.example"), ("content-type", "application/json")];
    let program = app.program("me@example.com");
    let made = program.send("POST", "/api/projects", &elsewhere, br#"{"topic": "mugs"}"#);
    assert_eq!(made.status, 201, "{}", made.text);
    // What is no API has no use for a key, so its other guards stay.
    let rpc = program.send("POST", "/rpc/log_out", &elsewhere, b"{}");
    assert_eq!(rpc.status, 403);
}

#[test]
fn keys_of_others_are_not_there() {
    let app = TestApp::with(&[("SIGNUP", "open")]);
    let (mine, other) = (app.person("me@example.com"), app.person("other@example.com"));
    let made = mine.post("/api/keys", json!({})).json();
    assert_eq!(other.get("/api/keys").json()["items"], json!([]));
    let id = made["id"].as_str().unwrap();
    assert_eq!(other.send("DELETE", &format!("/api/keys/{id}"), &[], b"").status, 404);
    assert_eq!(mine.send("POST", "/api/keys", &[], b"").status, 201, "the name may be left out");
    assert_eq!(mine.post("/api/keys", json!(null)).status, 201, "or be nothing");
    assert_eq!(mine.post("/api/keys", json!({"name": "x".repeat(81)})).pointer(), "#/name");
}

#[test]
fn the_operator_hands_keys_out_and_takes_them_back() {
    let app = TestApp::start();
    let _person = app.person("me@example.com");
    let program = app.program("me@example.com");
    assert_eq!(program.get("/api/usage").status, 200);
    let run = |args: &[&str]| {
        let output = app.command().args(args).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), said, String::from_utf8(output.stderr).unwrap())
    };
    let (status, listed, _) = run(&["key", "list", "me@example.com"]);
    assert!(status == Some(0) && listed.contains("a program"), "{listed}");
    let id = listed.split_whitespace().next().unwrap();
    assert_eq!(run(&["key", "rm", id]).0, Some(0));
    assert_eq!(program.get("/api/usage").status, 401);
    let (status, _, said) = run(&["key", "rm", id]);
    assert!(status == Some(1) && said.contains(id) && said.lines().count() == 1, "{said}");
    let (status, _, said) = run(&["key", "add", "nobody@example.com"]);
    assert!(status == Some(1) && said.contains("nobody@example.com"), "{said}");
    assert_eq!(run(&["key", "rm", "7"]).0, Some(2));
}
