//! Secrets of a whole run stand nowhere in the clear: in no file of the data folder, no line of log, no page, no answer
//! and no figure.

use crate::{app::TestApp, outside, receiver::Receiver};
use serde_json::json;
use simulator::API_KEY;
use std::path::Path;

const PASSWORD: &str = "a long enough password";
const SECRET_KEY: &str = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MDE=";
const METRICS_TOKEN: &str = "metrics-token-0123456789";
const OF_AN_ORDER: &str = "whsec_c2VjcmV0IG9mIG9uZSBvcmRlcg==";

/// Every file below, but for media.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn no_secret_of_a_run_is_found_anywhere() {
    let (simulator, receiver) = (outside::simulator(), Receiver::start());
    let base = simulator.base_url();
    let (fal, replicate) = (format!("{base}/fal"), format!("{base}/replicate"));
    let app = TestApp::logging(&[
        ("FAL_KEY", API_KEY),
        ("FAL_BASE_URL", &fal),
        ("REPLICATE_API_TOKEN", API_KEY),
        ("REPLICATE_BASE_URL", &replicate),
        ("EGRESS_ALLOW", "127.0.0.0/8"),
        ("POLL_INTERVAL", "50ms"),
        ("SECRET_KEY", SECRET_KEY),
        ("METRICS_TOKEN", METRICS_TOKEN),
        ("RUST_LOG", "trace"),
    ]);
    let person = app.person("me@example.com");
    let made = person.post("/api/keys", json!({"name": "a program"})).json();
    let key = made["key"].as_str().unwrap().to_owned();
    let program = app.stranger().with_key(&key);
    let own = program.get("/api/webhooks/secret").json()["secret"].as_str().unwrap().to_owned();
    let invitation = program.post("/api/invitations", json!({"role": "member"})).json();
    let token = invitation["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let headers = [("content-type", "application/json"), ("idempotency-key", "order-1")];
    let order = json!({
        "prompt": "a red bicycle", "duration": 2, "webhook": receiver.url(), "webhookSecret": OF_AN_ORDER,
    });
    let ordered = program.send("POST", "/api/generate-video", &headers, order.to_string().as_bytes());
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    let execution = ordered.json()["executionId"].as_str().unwrap().to_owned();
    assert_eq!(program.wait_for(&execution)["status"], "completed");
    receiver.letter();
    program.post("/api/webhooks/test", json!({"webhook": receiver.url()}));
    receiver.letter();
    let wrong = app.stranger().log_in("me@example.com", "another wrong password");
    assert_eq!(wrong.status, 400);

    let secrets = [
        ("the password", PASSWORD),
        ("a wrong password", "another wrong password"),
        ("the key that seals", SECRET_KEY),
        ("the token of the metrics", METRICS_TOKEN),
        ("the secret of an order", OF_AN_ORDER),
        ("the account's secret", &own),
        ("an API key", &key),
        ("an invitation", &token),
        ("a provider's key", API_KEY),
    ];
    let nowhere_in = |place: &str, bytes: &[u8]| {
        for (name, secret) in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{name} stands in {place}");
        }
    };
    let listed = app.command().arg("routes").output().unwrap();
    for line in String::from_utf8(listed.stdout).unwrap().lines() {
        let [needs, method, path] = line.split_whitespace().collect::<Vec<_>>().try_into().unwrap();
        // The one call that shows what it is for.
        if method != "GET" || needs == "function" || path == "/api/webhooks/secret" {
            continue;
        }
        let path = path.replace("{id}", &execution).replace(":id", &execution);
        let answer = if needs == "page" { person.page(&path) } else { program.get(&path) };
        nowhere_in(&format!("{path} ({})", answer.status), &answer.bytes);
    }
    let mut kept = Vec::new();
    files(&app.data_dir(), &mut kept);
    assert!(kept.iter().any(|file| file.ends_with("pitchreel.db-wal")), "{kept:?}");
    for file in kept {
        nowhere_in(&file.display().to_string(), &std::fs::read(&file).unwrap_or_default());
    }
    let log = app.into_log();
    assert!(log.contains("an order was accepted"), "{}", log.len());
    nowhere_in("the log", log.as_bytes());
}
