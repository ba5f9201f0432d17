//! `Idempotency-Key`: what is sent again makes nothing again, also at the same time, after a restart, and where the
//! first one was cut off.

use crate::{
    app::TestApp,
    person::{Answer, Person},
};
use serde_json::{Value, json};
use std::thread;

fn post(who: &Person, path: &str, key: &str, body: &Value) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    who.send("POST", path, &headers, body.to_string().as_bytes())
}

#[test]
fn of_twenty_at_once_one_makes_something_and_all_get_its_answer() {
    let app = TestApp::start();
    let _person = app.person("me@example.com");
    let program = app.program("me@example.com");
    let project = json!({"topic": "a mug that keeps coffee warm"});
    let answers: Vec<Answer> = thread::scope(|scope| {
        let asked: Vec<_> =
            (0..20).map(|_| scope.spawn(|| post(&program, "/api/projects", "one", &project))).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| matches!(answer.status, 201 | 409)), "{answers:?}");
    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert!(!made.is_empty() && made.iter().all(|answer| answer.text == made[0].text));
    assert_eq!(made.iter().filter(|answer| answer.header("idempotency-replayed").is_empty()).count(), 1);
    let replayed = post(&program, "/api/projects", "one", &project);
    assert_eq!((replayed.status, &replayed.text), (201, &made[0].text));
    assert_eq!(replayed.header("idempotency-replayed"), "true");
    assert_eq!(replayed.header("content-type"), "application/json");
    assert_eq!(program.get("/api/projects").json()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_key_survives_a_restart_and_belongs_to_one_request() {
    let mut app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.project();
    let program = app.program("me@example.com");
    let render = format!("/api/projects/{project}/render");
    let first = post(&program, &render, "r-1", &json!({}));
    assert_eq!(first.status, 202, "{}", first.text);
    app.kill_and_restart();
    let program = program.at(&app.url);
    let again = post(&program, &render, "r-1", &json!({}));
    assert_eq!((again.status, &again.text), (202, &first.text));
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other_body = post(&program, &render, "r-1", &json!({"webhook": "https://example.com/hook"}));
    assert_eq!(other_body.status, 409, "{}", other_body.text);
    assert_eq!(post(&program, "/api/projects", "r-1", &json!({"topic": "a mug"})).status, 409);
    assert_eq!(program.get("/api/executions").json()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_refusal_keeps_no_key_and_a_key_is_text() {
    let app = TestApp::start();
    let _person = app.person("me@example.com");
    let program = app.program("me@example.com");
    let refused = post(&program, "/api/projects", "k", &json!({"topic": ""}));
    assert_eq!(refused.pointer(), "#/topic");
    assert_eq!(post(&program, "/api/projects", "k", &json!({"topic": "a mug"})).status, 201);
    assert_eq!(post(&program, "/api/projects", "", &json!({"topic": "a mug"})).status, 400);
    assert_eq!(post(&program, "/api/projects", &"k".repeat(256), &json!({"topic": "a mug"})).status, 400);
    assert_eq!(post(&app.stranger(), "/api/projects", "k", &json!({"topic": "a mug"})).status, 401);
}

#[test]
fn a_picture_sent_again_in_another_form_is_the_same_picture() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let png = crate::uploads::png(8, 8);
    let send = |edge: &str| {
        let head =
            format!("--{edge}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n");
        let body = [head.as_bytes(), &png, format!("\r\n--{edge}--\r\n").as_bytes()].concat();
        let kind = format!("multipart/form-data; boundary={edge}");
        person.send("POST", "/api/assets", &[("content-type", &kind), ("idempotency-key", "pic")], &body)
    };
    let (first, again) = (send("abcdef"), send("uvwxyz123"));
    assert_eq!((first.status, again.status), (201, 201), "{} {}", first.text, again.text);
    assert_eq!(first.text, again.text);
    assert_eq!(person.get("/api/assets").json()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_new_key_is_replayed_and_stands_nowhere_in_the_clear() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let first = post(&person, "/api/keys", "k", &json!({"name": "one"}));
    let again = post(&person, "/api/keys", "k", &json!({"name": "one"}));
    assert_eq!((first.status, &first.text), (201, &again.text));
    let key = first.json()["key"].as_str().unwrap().to_owned();
    assert_eq!(app.stranger().with_key(&key).get("/api/projects").status, 200);
    for file in std::fs::read_dir(app.data_dir()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(key.len()).any(|window| window == key.as_bytes()), "{}", path.display());
        }
    }
}
