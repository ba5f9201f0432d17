//! What is counted: who may read it, that it is documented, that it is true, and that it is nobody's secret.

use crate::{
    app::TestApp,
    outside::{PostgresDatabase, simulator, start},
    person::Answer,
    receiver::Receiver,
};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// What people are told of the metrics.
pub const PAPER: &str = include_str!("../../../docs/metrics.md");
const TOKEN: &str = "a-token-that-nobody-guesses";

/// Metrics as the paper lists them: name, kind and labels.
pub fn documented() -> BTreeMap<&'static str, (&'static str, BTreeSet<&'static str>)> {
    let rows = PAPER.lines().filter(|line| line.starts_with("| `pitchreel_"));
    let read = |line: &'static str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let labels = cells[3].split(", ").filter(|label| *label != "-").map(|label| label.trim_matches('`'));
        (cells[1].trim_matches('`'), (cells[2].split(',').next().unwrap(), labels.collect()))
    };
    rows.map(read).collect()
}

/// One line of a scrape: its name, labels and value.
struct Sample {
    name: String,
    labels: BTreeMap<String, String>,
    value: f64,
}

/// No value of a label has a quotation mark or a comma with one behind it, which the tests would notice.
fn samples(scrape: &Answer) -> Vec<Sample> {
    let lines = scrape.text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = |line: &str| {
        let (head, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = head.trim_end_matches('}').split_once('{').unwrap_or((head, ""));
        let labels = labels.split("\",").filter(|label| !label.is_empty()).map(|label| {
            let (name, value) = label.trim_end_matches('"').split_once("=\"").unwrap();
            (name.to_owned(), value.to_owned())
        });
        Sample { name: name.to_owned(), labels: labels.collect(), value: value.parse().unwrap() }
    };
    lines.map(read).collect()
}

fn scrape(app: &TestApp) -> Answer {
    let scrape = app.stranger().get("/metrics");
    assert_eq!(scrape.status, 200, "{}", scrape.text);
    scrape
}

/// The sum of all series of this name that have these labels.
fn value(scrape: &Answer, name: &str, labels: &[(&str, &str)]) -> f64 {
    let fits = |sample: &Sample| {
        sample.name == name
            && labels.iter().all(|(name, value)| sample.labels.get(*name).map(String::as_str) == Some(value))
    };
    samples(scrape).iter().filter(|sample| fits(sample)).map(|sample| sample.value).sum()
}

/// Scrapes until a value is this.
fn becomes(app: &TestApp, name: &str, labels: &[(&str, &str)], wanted: f64) -> Answer {
    let began = Instant::now();
    loop {
        let scrape = scrape(app);
        let found = value(&scrape, name, labels);
        if found == wanted {
            return scrape;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{name} {labels:?} is {found} and not {wanted}");
    }
}

#[test]
fn metrics_are_there_for_this_machine_and_for_the_token_alone() {
    let app = TestApp::with(&[("METRICS_TOKEN", TOKEN)]);
    let stranger = app.stranger();
    let here = stranger.get("/metrics");
    assert_eq!((here.status, here.header("content-type")), (200, "text/plain; version=0.0.4; charset=utf-8"));
    assert!(here.text.contains("# TYPE pitchreel_build_info gauge"), "{}", here.text);

    let proxied = ("x-forwarded-for", "203.0.113.9");
    let authorized = |token: &str| stranger.get_with("/metrics", &[proxied, ("authorization", token)]);
    let absent = plain(stranger.get_with("/metrixx", &[proxied]));
    let shortened = format!("Bearer {}", &TOKEN[1..]);
    for refused in [
        stranger.get_with("/metrics", &[proxied]),
        stranger.get_with("/metrics", &[("forwarded", "for=203.0.113.9")]),
        stranger.get_with("/metrics", &[("host", "ads.example.com")]),
        authorized("Bearer"),
        authorized("Bearer wrong"),
        authorized(&shortened),
        authorized(TOKEN),
        stranger.get_with("/metrics/", &[]),
    ] {
        assert_eq!(plain(refused), absent);
    }
    assert_eq!(authorized(&format!("Bearer {TOKEN}")).status, 200);
    assert!(!here.text.contains(TOKEN));
    let without = TestApp::start();
    assert_eq!(
        plain(without.stranger().get_with("/metrics", &[proxied, ("authorization", "Bearer ")])),
        absent
    );
}

/// An answer without what differs each time.
fn plain(answer: Answer) -> (u16, String, String) {
    let nonce = answer.text.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("-");
    let text = answer.text.replace(nonce, "NONCE");
    (answer.status, answer.header("content-type").to_owned(), text)
}

#[test]
fn every_metric_is_in_the_paper_and_no_label_is_anybodys() {
    let (simulator, receiver) = (simulator(), Receiver::start());
    let app = start(&simulator, &[]);
    let _person = app.person("somebody@example.com");
    let program = app.program("somebody@example.com");
    let order = json!({ "prompt": "a scarlet bicycle", "duration": 6, "webhook": receiver.url() });
    let id = program.post("/api/generate-video", order).json()["executionId"].as_str().unwrap().to_owned();
    let done = program.wait_for(&id);
    assert_eq!(done["status"], "completed", "{done}");
    receiver.letter();
    let of_video = [("type", "generate-video")];
    let delivered = [("outcome", "delivered")];
    let scrape = becomes(&app, "pitchreel_webhook_deliveries_total", &delivered, 1.0);

    let told: BTreeMap<&str, &str> =
        scrape.text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' ')).collect();
    let documented = documented();
    let kinds: BTreeMap<&str, &str> = documented.iter().map(|(name, (kind, _))| (*name, *kind)).collect();
    assert_eq!(told, kinds, "the left is what /metrics has, the right is what the paper says");
    for sample in samples(&scrape) {
        let known = |end: &str| sample.name.strip_suffix(end).and_then(|name| documented.get(name));
        let of_histogram = known("_bucket").or(known("_sum")).or(known("_count"));
        let (_, labels) = documented.get(sample.name.as_str()).or(of_histogram).unwrap();
        let own: BTreeSet<&str> =
            sample.labels.keys().map(String::as_str).filter(|label| *label != "le").collect();
        assert_eq!(&own, labels, "{}", sample.name);
    }
    for anybodys in [id.as_str(), "somebody", "bicycle", "127.0.0.1", "/told", "sim-", "pr_", "ex_"] {
        assert!(!scrape.text.contains(anybodys), "{anybodys} is in {}", scrape.text);
    }
    let of_order = [("method", "POST"), ("route", "/api/generate-video"), ("status", "202")];
    assert_eq!(value(&scrape, "pitchreel_http_requests_total", &of_order), 1.0);
    for name in ["accepted", "started", "completed"] {
        assert_eq!(value(&scrape, &format!("pitchreel_executions_{name}_total"), &of_video), 1.0, "{name}");
    }
    assert_eq!(value(&scrape, "pitchreel_executions_failed_total", &[]), 0.0);
    assert_eq!(value(&scrape, "pitchreel_execution_wait_seconds_count", &of_video), 1.0);
    let completed = [("type", "generate-video"), ("status", "completed")];
    assert_eq!(value(&scrape, "pitchreel_execution_duration_seconds_count", &completed), 1.0);
    for (step, provider) in [("image", "fal"), ("video", "replicate"), ("publish", "studio")] {
        let of_step = [("step", step), ("provider", provider)];
        assert_eq!(value(&scrape, "pitchreel_step_duration_seconds_count", &of_step), 1.0, "{step}");
    }
    // What a provider names no cost of is booked at its price.
    let booked: f64 = done["cost"]["actualUsd"].as_str().unwrap().parse().unwrap();
    let counted = value(&scrape, "pitchreel_provider_cost_microdollars_total", &[]);
    assert!(counted > 0.0 && (counted - booked * 1e6).abs() < 100.0, "{counted} {booked}");
    let paid = [("operation", "pay"), ("outcome", "2xx")];
    assert_eq!(value(&scrape, "pitchreel_provider_answers_total", &paid), 2.0);
    promtool_takes(&scrape.text);
}

/// promtool's own opinion of names, kinds and texts.
fn promtool_takes(scrape: &str) {
    let mut promtool = Command::new("promtool");
    promtool.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut promtool = promtool.spawn().unwrap();
    promtool.stdin.take().unwrap().write_all(scrape.as_bytes()).unwrap();
    let said = promtool.wait_with_output().unwrap();
    let words = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success() && words.is_empty(), "{words}");
}

#[test]
fn what_is_under_way_and_who_watches_is_seen() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    let mut watching = person.events(&execution, 0);
    watching.find(|event| event["currentJob"] == "compose").unwrap();
    let scrape = scrape(&app);
    for (name, label, wanted) in [
        ("pitchreel_watchers", None, 1.0),
        ("pitchreel_hands_busy", Some(("kind", "local")), 1.0),
        ("pitchreel_executions", Some(("state", "held")), 1.0),
        ("pitchreel_executions", Some(("state", "queued")), 0.0),
    ] {
        assert_eq!(value(&scrape, name, label.as_slice()), wanted, "{name} {label:?}");
    }
    person.post(&format!("/api/executions/{execution}/cancel"), json!({}));
    watching.for_each(drop);
    let scrape = becomes(&app, "pitchreel_watchers", &[], 0.0);
    assert_eq!(value(&scrape, "pitchreel_executions_cancelled_total", &[("type", "avatar-ad")]), 1.0);
}

#[test]
fn a_database_out_of_reach_leaves_the_rest_readable() {
    let database = PostgresDatabase::new();
    let wire = database.proxy();
    let url = wire.url(database.name());
    let app = TestApp::with(&[("DATABASE_URL", url.as_str()), ("SECRET_KEY", PostgresDatabase::SECRET_KEY)]);
    becomes(&app, "pitchreel_database_readable", &[], 1.0);
    wire.silence();
    becomes(&app, "pitchreel_database_readable", &[], 0.0);
    let asked = Instant::now();
    let without = scrape(&app);
    assert!(asked.elapsed() < Duration::from_secs(4), "a scrape waits for {:?}", asked.elapsed());
    assert!(value(&without, "pitchreel_queue_oldest_seconds", &[]).is_nan(), "{}", without.text);
    assert!(value(&without, "pitchreel_http_requests_total", &[]) > 0.0);
    wire.mend();
    let back = becomes(&app, "pitchreel_database_readable", &[], 1.0);
    assert_eq!(value(&back, "pitchreel_queue_oldest_seconds", &[]), 0.0);
}
