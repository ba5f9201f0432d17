//! Lines of log: what belongs to one request, one execution or one step can be found by it.

use crate::app::TestApp;
use serde_json::Value;

#[test]
fn json_lines_carry_the_request_the_execution_and_the_step() {
    let app = TestApp::logging(&[("LOG_FORMAT", "json"), ("RUST_LOG", "info,pitchreel::http=debug")]);
    let person = app.person("me@example.com");
    let project = person.project();
    let ordered = person.post(&format!("/api/projects/{project}/render"), serde_json::json!({}));
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    let request = ordered.header("x-request-id");
    let execution = ordered.json()["executionId"].as_str().unwrap().to_owned();
    assert_eq!(person.wait_for(&execution)["status"], "completed");

    let lines: Vec<Value> = app.into_log().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        assert!(line["timestamp"].is_string() && line["level"].is_string() && line["target"].is_string());
        assert!(line["message"].is_string(), "{line}");
    }
    let of = |message: &str, name: &str, value: &str| -> &Value {
        let found = lines.iter().find(|line| line["message"] == message && line[name] == value);
        found.unwrap_or_else(|| panic!("no line {message:?} with {name} {value}: {lines:#?}"))
    };
    let accepted = of("an order was accepted", "execution", &execution);
    assert_eq!(accepted["request_id"], request, "{accepted}");
    assert_eq!(accepted["route"], "/api/projects/{id}/render", "{accepted}");
    for step in ["speech", "presenter", "compose", "publish"] {
        let done = of("a step is done", "step", step);
        assert_eq!(done["execution"], execution.as_str(), "{done}");
        assert!(done["seconds"].is_f64() && done["epoch"] == 1, "{done}");
        assert!(done["request_id"].is_null(), "the work is no part of the request: {done}");
    }
    let stopped = of("an execution stopped running", "execution", &execution);
    assert_eq!(stopped["status"], "completed");
    let answered = lines.iter().find(|line| line["request_id"] == request && line["millis"].is_u64());
    assert_eq!(answered.unwrap()["status"], 202);
}
