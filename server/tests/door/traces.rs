//! Traces: one from whoever asks to whoever is asked, and to nobody else; a collector that is away costs nothing.

use crate::{
    app::TestApp,
    receiver::{Letter, Receiver},
};
use serde_json::json;
use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const TRACE_BYTES: [u8; 16] =
    [0x0a, 0xf7, 0x65, 0x19, 0x16, 0xcd, 0x43, 0xdd, 0x84, 0x48, 0xeb, 0x21, 0x1c, 0x80, 0x31, 0x9c];

/// Orders a video under a trace. The provider takes the request and says nothing of use, so the execution fails, and
/// its webhook says so. Gives what the provider and the receiver of the webhook were sent.
fn ordered_under_a_trace(more: &[(&'static str, &str)]) -> (TestApp, Letter, Letter) {
    let (provider, told) = (Receiver::start(), Receiver::start());
    let base = provider.url();
    let settings = [
        ("FAL_KEY", "key"),
        ("FAL_BASE_URL", base.as_str()),
        ("REPLICATE_API_TOKEN", "key"),
        ("REPLICATE_BASE_URL", base.as_str()),
        ("EGRESS_ALLOW", "127.0.0.0/8"),
        ("STEP_DEADLINE", "500ms"),
    ];
    let app = TestApp::with(&[settings.as_slice(), more].concat());
    let person = app.person("me@example.com");
    let order = json!({ "prompt": "a bicycle", "duration": 5, "webhook": told.url() }).to_string();
    let headers = [
        ("content-type", "application/json"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("tracestate", "vendor=secret"),
    ];
    let ordered = person.send("POST", "/api/generate-video", &headers, order.as_bytes());
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    let id = ordered.json()["executionId"].as_str().unwrap().to_owned();
    let asked = provider.letter();
    let end = person.wait_for(&id);
    assert_eq!(end["status"], "failed", "{end}");
    (app, asked, told.letter())
}

#[test]
fn a_trace_goes_on_to_the_provider_and_to_no_stranger() {
    let collector = Receiver::start();
    let address = collector.url();
    let (mut app, asked, told) = ordered_under_a_trace(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &address)]);
    let traceparent: Vec<&str> = asked.headers["traceparent"].split('-').collect();
    let [version, trace, span, flags] = traceparent[..] else { panic!("{traceparent:?}") };
    assert_eq!((version, trace, flags), ("00", TRACE, "01"));
    assert_ne!(span, "b7ad6b7169203331", "the provider's parent is our call and not the order");
    assert!(!asked.headers.contains_key("tracestate"), "{:?}", asked.headers);
    let of_traces = |letter: &Letter| letter.headers.keys().any(|name| name.starts_with("trace"));
    assert!(!of_traces(&told), "{:?}", told.headers);

    assert!(app.stop().success());
    // What was under way is sent before the process ends.
    let mut missing = vec!["request", "execution", "step", "provider"];
    let has = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    while !missing.is_empty() {
        let batch = collector.letter();
        assert_eq!(batch.headers["content-type"], "application/x-protobuf");
        if has(&batch.body, &TRACE_BYTES) {
            missing.retain(|name| !has(&batch.body, name.as_bytes()));
        }
        assert!(!has(&batch.body, b"bicycle"), "a span holds what somebody wrote");
    }
}

#[test]
fn where_nobody_collects_nothing_is_passed_on() {
    let (_app, asked, told) = ordered_under_a_trace(&[]);
    for letter in [asked, told] {
        assert!(!letter.headers.keys().any(|name| name.starts_with("trace")), "{:?}", letter.headers);
    }
}

#[test]
fn a_collector_that_never_answers_holds_up_nothing() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let mut app = TestApp::with(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &address)]);
    let person = app.person("me@example.com");
    let execution = person.wait_for(&person.render(&person.project()));
    assert_eq!(execution["status"], "completed", "{execution}");
    let asked = Instant::now();
    assert!(app.stop().success());
    assert!(asked.elapsed() < Duration::from_secs(10), "it took {:?} to end", asked.elapsed());
}
