//! Bad input: a clear sentence at the field, nothing stored, never a 5xx.

use crate::app::TestApp;
use serde_json::{Value, json};

#[test]
fn topics_that_say_nothing_or_too_much_or_what_nobody_here_can_speak() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    for topic in [
        String::new(),
        "   \n\t".into(),
        "🎉🎉🎉".into(),
        "?!…".into(),
        "كوب يحفظ القهوة ساخنة".into(),
        "x".repeat(501),
        "é".repeat(10_000),
    ] {
        let answer = person.post("/api/projects", json!({"topic": topic}));
        assert_eq!(answer.pointer(), "#/topic");
        let form = person.call("create_project", &[("topic", &topic)]);
        assert_eq!(form.status, 400, "{}", form.text);
        assert!(form.text.contains("topic"), "{}", form.text);
    }
    assert_eq!(person.get("/api/projects").json()["items"], json!([]));
}

#[test]
fn unusual_topics_are_taken_as_the_text_they_are() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    for topic in ["<script>alert('mug')</script>", "mugs 🎉 for cats", "x' OR 1=1 --"] {
        let answer = person.post("/api/projects", json!({"topic": topic}));
        assert_eq!(answer.status, 201, "{topic}: {}", answer.text);
        let page = person.page(&format!("/projects/{}", answer.json()["id"].as_str().unwrap()));
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("<script>alert"), "{topic} was not escaped");
    }
}

#[test]
fn bodies_that_are_not_what_the_api_takes() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let json = [("content-type", "application/json")];
    let post = |body: &str| person.send("POST", "/api/projects", &json, body.as_bytes());
    for (body, pointer) in [
        ("", "#"),
        ("{", "#"),
        ("[]", "#"),
        ("null", "#"),
        ("{}", "#/topic"),
        (r#"{"topic": 5}"#, "#/topic"),
        (r#"{"topic": "mugs", "tone": "angry"}"#, "#/tone"),
        (r#"{"topic": "mugs", "format": "4:3"}"#, "#/format"),
        (r#"{"topic": "mugs", "language": "xx"}"#, "#/language"),
        (r#"{"topic": "mugs", "audience": 1}"#, "#/audience"),
    ] {
        assert_eq!(post(body).pointer(), pointer, "{body}");
    }
    assert_eq!(person.send("POST", "/api/projects", &[], b"{}").status, 415);
    assert_eq!(post(&format!(r#"{{"topic": "{}"}}"#, "x".repeat(600_000))).status, 413);
    assert_eq!(person.send("POST", "/api/projects", &json, b"{\"topic\": \"\xff\xfe\"}").status, 400);
}

#[test]
fn choices_that_do_not_exist() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let id = person.project();
    let before = person.get(&format!("/api/projects/{id}")).json();
    let absent = |prefix: &str| format!("{prefix}_{}", "0".repeat(26));
    for (patch, pointer) in [
        (json!({"avatarId": "nobody"}), "#/avatarId"),
        (json!({"avatarId": "../../etc"}), "#/avatarId"),
        (json!({"voiceId": "nobody"}), "#/voiceId"),
        (json!({"scriptId": absent("scr")}), "#/scriptId"),
        (json!({"scriptId": "7"}), "#/scriptId"),
        (json!({"background": "scene:moon"}), "#/background"),
        (json!({"background": "#12345"}), "#/background"),
        (json!({"background": absent("ast")}), "#/background"),
        (json!({"format": "2:1"}), "#/format"),
        (json!({"captions": "loud"}), "#/captions"),
        (json!({"scriptText": "x".repeat(3_001)}), "#/scriptText"),
        (json!({"scriptText": ""}), "#/scriptText"),
        (json!({"scriptText": " … \n"}), "#/scriptText"),
        (json!({"callToAction": "x".repeat(61)}), "#/callToAction"),
    ] {
        let answer = person.patch(&format!("/api/projects/{id}"), patch.clone());
        assert_eq!(answer.pointer(), pointer, "{patch}");
    }
    assert_eq!(person.patch(&format!("/api/projects/{id}"), json!({"colour": "red"})).status, 400);
    assert_eq!(without_times(person.get(&format!("/api/projects/{id}")).json()), without_times(before));
}

#[test]
fn a_render_needs_a_script() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.post("/api/projects", json!({"topic": "mugs"})).json();
    let answer = person.post(&format!("/api/projects/{}/render", project["id"].as_str().unwrap()), json!({}));
    assert_eq!(answer.pointer(), "#/scriptId");
}

#[test]
fn addresses_that_lead_nowhere() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    for path in
        ["/api", "/api/nothing", "/api/projects/7", "/api/executions/%00", "/rpc/nothing", "/media/a/b"]
    {
        let answer = person.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
    assert_eq!(person.send("PUT", "/api/projects", &[], b"").status, 405);
    assert_eq!(person.get("/media/../../etc/passwd").status, 404);
    assert_eq!(person.get("/media/%2e%2e%2f%2e%2e%2fetc%2fpasswd").status, 404);
    let page = person.page("/no/such/page");
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html"));
}

fn without_times(mut project: Value) -> Value {
    project["updatedAt"] = Value::Null;
    project
}
