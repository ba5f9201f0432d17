//! An account's own keys of providers: tried when they are saved, never shown again, and what is ordered is made with
//! them; also when one is replaced or removed while a job is under way.

use crate::{
    app::TestApp,
    outside::settings_of,
    person::{Answer, Person},
};
use serde_json::{Value, json};
use simulator::{API_KEY, Fault, Profile, Simulator, SimulatorSettings};
use std::{fs::File, path::Path, process::Stdio, time::Duration};

const ADA: &str = "sim-key-of-ada-4f2a";
const EVE: &str = "sim-key-of-eve-91bc";
const WRONG: &str = "sim-key-of-nobody-07de";

/// The world, with two more accounts; a job ends only when a test says so where it `waits`.
fn world(waits: bool) -> Simulator {
    let hour = Duration::from_secs(3600);
    let quick = SimulatorSettings::default().job_time;
    let job_time = if waits { hour..hour * 2 } else { quick };
    let keys = vec![ADA.to_owned(), EVE.to_owned()];
    let settings = SimulatorSettings { keys, job_time, ..SimulatorSettings::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(Simulator::start(settings)).unwrap()
}

/// The simulator is everybody who has keys; the server has one of its own where it is `keyed`.
fn app(simulator: &Simulator, keyed: bool, more: &[(&'static str, &str)]) -> TestApp {
    app_logging_to(simulator, keyed, more, Stdio::inherit())
}

fn app_logging_to(simulator: &Simulator, keyed: bool, more: &[(&'static str, &str)], log: Stdio) -> TestApp {
    let at = |path: &str| format!("{}/{path}", simulator.base_url());
    let mut settings = settings_of(simulator);
    settings.extend([
        ("OPENROUTER_BASE_URL", at("openrouter/api/v1")),
        ("HEYGEN_BASE_URL", at("heygen")),
        ("ELEVENLABS_BASE_URL", at("elevenlabs")),
        ("IMAGEKIT_API_URL", at("imagekit")),
    ]);
    if !keyed {
        settings.retain(|(name, _)| !["FAL_KEY", "REPLICATE_API_TOKEN"].contains(name));
    }
    let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    TestApp::logging_to(&[settings.as_slice(), more].concat(), log)
}

fn put(who: &Person, provider: &str, key: &str) -> Answer {
    let json = [("content-type", "application/json")];
    let body = json!({ "key": key }).to_string();
    who.send("PUT", &format!("/api/provider-keys/{provider}"), &json, body.as_bytes())
}

fn saved(who: &Person, provider: &str, key: &str) -> Value {
    let answer = put(who, provider, key);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn delete(who: &Person, provider: &str) -> u16 {
    who.send("DELETE", &format!("/api/provider-keys/{provider}"), &[], b"").status
}

fn order(who: &Person) -> Answer {
    who.post("/api/generate-video", json!({"prompt": "a red bicycle"}))
}

fn ordered(who: &Person) -> String {
    let answer = order(who);
    assert_eq!(answer.status, 202, "{}", answer.text);
    answer.json()["executionId"].as_str().unwrap().to_owned()
}

fn completed(who: &Person, id: &str) {
    let done = who.wait_for(id);
    assert_eq!(done["status"], "completed", "{done}");
}

/// With which keys jobs were asked for, in order.
fn keys_used(simulator: &Simulator) -> Vec<String> {
    simulator.submissions().into_iter().map(|seen| seen.key).collect()
}

fn wait_for(simulator: &Simulator, wanted: impl Fn(&simulator::Event) -> bool) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(simulator.wait_for(wanted)).unwrap();
}

/// Waits until so many jobs were made.
fn accepted(simulator: &Simulator, jobs: usize) {
    let made = || simulator.submissions().iter().filter(|seen| seen.accepted).count();
    wait_for(simulator, |event| matches!(event, simulator::Event::Accepted { .. }) && made() == jobs);
}

#[test]
fn a_key_is_tried_kept_and_shown_by_its_end_alone() {
    let simulator = world(false);
    let app = app(&simulator, true, &[("SIGNUP", "open")]);
    let (person, other) = (app.person("me@example.com"), app.person("other@example.com"));
    for provider in ["openrouter", "heygen", "elevenlabs", "fal", "replicate", "imagekit"] {
        let key = saved(&person, provider, &format!(" {ADA}\n"));
        assert_eq!(
            (&key["id"], &key["state"], &key["lastFour"]),
            (&json!(provider), &json!("works"), &json!("4f2a"))
        );
        assert!(key["testedAt"].is_string() && key["lastError"].is_null(), "{key}");
        assert_eq!(key["used"], json!(["fal", "replicate"].contains(&provider)), "{key}");
        assert_eq!(person.get(&format!("/api/provider-keys/{provider}")).json(), key);
        assert_eq!(other.get(&format!("/api/provider-keys/{provider}")).status, 404);
        assert_eq!(delete(&other, provider), 404);
    }
    let tried: Vec<_> = simulator.key_tests().into_iter().map(|seen| (seen.provider, seen.key)).collect();
    assert_eq!(tried.len(), 6);
    assert!(tried.iter().all(|(_, key)| key == ADA), "{tried:?}");
    let listed = person.get("/api/provider-keys").json();
    assert_eq!((listed["items"].as_array().unwrap().len(), &listed["nextCursor"]), (6, &Value::Null));
    assert_eq!(other.get("/api/provider-keys").json()["items"], json!([]));
    let page = person.page("/settings").text;
    for words in
        ["Provider keys", "Works, ends in 4f2a", "Replace the fal key", "Kept. Nothing here uses it yet."]
    {
        assert!(page.contains(words), "{words} is not on the page");
    }
    assert!(!page.contains(ADA));
    let page = other.page("/settings").text;
    assert!(page.contains("Not set") && page.contains("Add the fal key") && !page.contains("4f2a"));
    assert_eq!(delete(&person, "heygen"), 204);
    assert_eq!((delete(&person, "heygen"), person.get("/api/provider-keys/heygen").status), (404, 404));
    assert_eq!(person.get("/api/provider-keys/another").status, 404);
    assert_eq!(simulator.mistakes(), Vec::<String>::new());
}

#[test]
fn a_key_that_is_refused_is_not_kept_and_one_that_cannot_be_tried_is() {
    let simulator = world(false);
    let app = app(&simulator, true, &[("HEYGEN_BASE_URL", "http://127.0.0.1:1")]);
    let person = app.person("me@example.com");
    let before = saved(&person, "fal", ADA);
    for provider in ["openrouter", "elevenlabs", "fal", "replicate", "imagekit"] {
        let refused = put(&person, provider, WRONG);
        assert_eq!(refused.pointer(), "#/key");
        assert!(
            refused.text.contains("does not accept this key") && !refused.text.contains(WRONG),
            "{}",
            refused.text
        );
    }
    assert_eq!(person.get("/api/provider-keys").json()["items"], json!([before]));
    let untested = saved(&person, "heygen", WRONG);
    assert_eq!((&untested["state"], &untested["testedAt"]), (&json!("untested"), &Value::Null));
    assert_eq!(untested["lastError"], "HeyGen could not be reached.");
    assert!(person.page("/settings").text.contains("Not tested, ends in 07de"));
    // What is no key is refused before anybody is asked, and without its words.
    let tried = simulator.key_tests().len();
    for (kind, body) in [
        ("application/json", format!("{{\"key\": \"{WRONG} {WRONG}\"}}")),
        ("application/json", format!("\"{WRONG}\"")),
        ("application/json", format!("{{\"{WRONG}\": 1}}")),
        ("application/json", format!("{{\"key\": \"{WRONG}\", \"{WRONG}\": 1}}")),
        ("application/json", format!("{{\"key\": [\"{WRONG}\"]}}")),
        ("application/json", "{}".to_owned()),
    ] {
        let refused =
            person.send("PUT", "/api/provider-keys/fal", &[("content-type", kind)], body.as_bytes());
        assert_eq!(refused.pointer(), "#/key", "{body}");
        assert!(!refused.text.contains(WRONG), "{}", refused.text);
    }
    assert_eq!(simulator.key_tests().len(), tried);
}

#[test]
fn the_form_of_the_settings_works_without_the_script() {
    let simulator = world(false);
    let app = app(&simulator, true, &[]);
    let person = app.person("me@example.com");
    let send = |function: &str, body: String| {
        let url = format!("{}/settings", app.url);
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
            ("referer", url.as_str()),
        ];
        let answer = person.send("POST", &format!("/rpc/{function}"), &headers, body.as_bytes());
        assert_eq!(answer.status, 302, "{}", answer.text);
        answer.header("location").to_owned()
    };
    assert_eq!(send("save_provider_key", format!("provider=fal&key={ADA}")), "/settings#keys");
    assert!(person.page("/settings").text.contains("Works, ends in 4f2a"));
    let way = send("save_provider_key", format!("provider=replicate&key={WRONG}"));
    assert!(!way.contains(WRONG), "a key stands in no address: {way}");
    let told = person.page(way.trim_start_matches(&app.url));
    assert!(told.text.contains("Replicate does not accept this key") && !told.text.contains(WRONG));
    assert_eq!(send("remove_provider_key", "provider=fal".into()), "/settings#keys");
    assert_eq!(person.get("/api/provider-keys").json()["items"], json!([]));
}

#[test]
fn jobs_are_made_with_the_accounts_own_key_and_else_with_the_servers() {
    let simulator = world(false);
    let app = app(&simulator, true, &[("SIGNUP", "open")]);
    let (person, other) = (app.person("me@example.com"), app.person("other@example.com"));
    saved(&person, "fal", ADA);
    saved(&person, "replicate", ADA);
    completed(&person, &ordered(&person));
    assert_eq!(keys_used(&simulator), [ADA, ADA]);
    completed(&other, &ordered(&other));
    assert_eq!(keys_used(&simulator)[2..], [API_KEY, API_KEY]);
    assert_eq!(delete(&person, "fal"), 204);
    completed(&person, &ordered(&person));
    assert_eq!(keys_used(&simulator)[4..], [API_KEY, ADA]);
    assert_eq!(simulator.invoice().len(), 6, "each job is paid once");
    assert_eq!(simulator.mistakes(), Vec::<String>::new());
}

#[test]
fn where_the_server_has_no_key_an_account_needs_its_own() {
    let simulator = world(false);
    let app = app(&simulator, false, &[("SIGNUP", "open")]);
    let (person, other) = (app.person("me@example.com"), app.person("other@example.com"));
    let refused = |who: &Person, words: &str| {
        let answer = order(who);
        assert_eq!(answer.status, 409, "{}", answer.text);
        assert!(answer.json()["detail"].as_str().unwrap().contains(words), "{}", answer.text);
    };
    refused(&person, "Save a key of fal in the settings");
    saved(&person, "fal", ADA);
    refused(&person, "Save a key of Replicate in the settings");
    saved(&person, "replicate", EVE);
    completed(&person, &ordered(&person));
    assert_eq!(keys_used(&simulator), [ADA, EVE]);
    refused(&other, "Save a key of fal in the settings");
    assert_eq!(delete(&person, "fal"), 204);
    refused(&person, "Save a key of fal in the settings");
    assert_eq!(keys_used(&simulator).len(), 2);
}

#[test]
fn a_job_whose_key_is_gone_waits_for_it_and_is_paid_once() {
    let simulator = world(true);
    let app = app(&simulator, true, &[]);
    let person = app.person("me@example.com");
    saved(&person, "fal", ADA);
    let id = ordered(&person);
    wait_for(&simulator, |event| matches!(event, simulator::Event::Looked { .. }));
    // Neither the other account at fal nor the server's knows this job, and their no is not believed.
    saved(&person, "fal", EVE);
    let stopped = person.wait_for(&id);
    assert_eq!(
        (&stopped["status"], &stopped["errorDetail"]["retryable"]),
        (&json!("failed"), &json!(true)),
        "{stopped}"
    );
    assert!(
        stopped["error"].as_str().unwrap().contains("key of fal that this was ordered with"),
        "{stopped}"
    );
    assert_ne!(stopped["cost"]["reservedUsd"], "0.0000", "what may be owed stays held");
    assert_eq!(person.post(&format!("/api/executions/{id}/retry"), json!({})).status, 202);
    assert_eq!(person.wait_for(&id)["status"], "failed");
    assert_eq!(keys_used(&simulator), [ADA], "nothing is asked for again");
    saved(&person, "fal", ADA);
    assert_eq!(person.post(&format!("/api/executions/{id}/retry"), json!({})).status, 202);
    // The picture, and then the film that it is set in motion for.
    simulator.settle_all();
    accepted(&simulator, 2);
    simulator.settle_all();
    completed(&person, &id);
    assert_eq!(keys_used(&simulator), [ADA, API_KEY]);
    assert_eq!(simulator.invoice().len(), 2, "each job is paid once");
    assert_eq!(simulator.mistakes(), Vec::<String>::new());
}

#[test]
fn an_answer_that_was_lost_is_not_given_up_because_another_key_sees_no_job() {
    let simulator = world(true);
    simulator.force_when(|seen| (seen.profile == Profile::Replicate).then(|| vec![Fault::DropAfterAccept]));
    // Nobody reaches this installation, so no callback does.
    let app = app(&simulator, true, &[("PUBLIC_URL", "http://127.0.0.1:1")]);
    let person = app.person("me@example.com");
    saved(&person, "replicate", ADA);
    let id = ordered(&person);
    wait_for(&simulator, |event| matches!(event, simulator::Event::Looked { .. }));
    // The film is ordered, and while its answer is on its way the key is removed.
    let held = simulator.hold_answers();
    simulator.settle_all();
    accepted(&simulator, 2);
    assert_eq!(delete(&person, "replicate"), 204);
    drop(held);
    let stopped = person.wait_for(&id);
    assert_eq!(stopped["status"], "failed", "{stopped}");
    assert_eq!(stopped["errorDetail"]["code"], "needs_review", "{stopped}");
    assert_eq!(keys_used(&simulator), [API_KEY, ADA], "nothing is asked for again with another key");
    saved(&person, "replicate", ADA);
    let job = simulator.submissions()[1].job_id.clone().unwrap();
    let said = json!({"step": "video", "made": true, "providerJobId": job});
    let answer = person.post(&format!("/api/executions/{id}/resolve"), said);
    assert_eq!(answer.status, 202, "{}", answer.text);
    simulator.settle_all();
    completed(&person, &id);
    assert_eq!(simulator.invoice().len(), 2, "each job is paid once");
}

#[test]
fn callbacks_are_checked_with_the_secret_of_the_keys_account() {
    let simulator = world(false);
    // Nobody looks before a callback says so.
    let app = app(&simulator, true, &[("POLL_INTERVAL", "1h")]);
    let person = app.person("me@example.com");
    saved(&person, "replicate", ADA);
    completed(&person, &ordered(&person));
    assert_eq!(keys_used(&simulator), [API_KEY, ADA]);
    assert_eq!(simulator.mistakes(), Vec::<String>::new());
}

#[test]
fn a_key_that_is_refused_when_it_is_used_shows_that() {
    let simulator = world(false);
    let app = app(&simulator, true, &[]);
    let person = app.person("me@example.com");
    saved(&person, "fal", ADA);
    simulator.revoke(ADA);
    let stopped = person.wait_for(&ordered(&person));
    assert_eq!(stopped["status"], "failed", "{stopped}");
    assert_eq!(stopped["errorDetail"]["code"], "refused", "{stopped}");
    // It is written down a moment after the step has ended.
    let known = || person.get("/api/provider-keys/fal").json();
    while known()["state"] == "works" {}
    assert_eq!(known()["state"], "refused");
    assert!(person.page("/settings").text.contains("Refused, ends in 4f2a"));
    assert_eq!(simulator.invoice(), []);
}

#[test]
fn a_key_stands_in_no_file_no_log_and_no_answer() {
    let simulator = world(false);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let file = File::create(&log).unwrap();
    let mut app = app_logging_to(&simulator, false, &[("RUST_LOG", "trace")], file.into());
    let person = app.person("me@example.com");
    let mut answers = vec![put(&person, "fal", ADA).text, put(&person, "replicate", ADA).text];
    answers.push(put(&person, "openrouter", WRONG).text);
    answers.push(person.call("save_provider_key", &[("provider", "heygen"), ("key", WRONG)]).text);
    let id = ordered(&person);
    completed(&person, &id);
    for path in ["/api/provider-keys", "/api/provider-keys/fal", "/api/usage"] {
        answers.push(person.get(path).text);
    }
    answers.push(person.get(&format!("/api/executions/{id}")).text);
    answers.push(person.page("/settings").text);
    answers.push(person.page(&format!("/executions/{id}")).text);
    assert_eq!(keys_used(&simulator), [ADA, ADA]);
    app.stop();
    for answer in &answers {
        assert!(!answer.contains(ADA) && !answer.contains(WRONG), "{answer}");
    }
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    no_file_holds(folder.path());
    no_file_holds(&app.data_dir());
}

fn no_file_holds(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            no_file_holds(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for key in [ADA, WRONG] {
            let holds = bytes.windows(key.len()).any(|part| part == key.as_bytes());
            assert!(!holds, "a key stands in {}", path.display());
        }
    }
}
