//! The end of a process, as whoever sends work to it sees it; and a database that is out of reach for a while.

use crate::{app::TestApp, outside::PostgresDatabase, person::Person};
use serde_json::json;
use std::time::{Duration, Instant};

/// Asks until the answer has this status.
pub fn ready_is(person: &Person, status: u16) {
    let began = Instant::now();
    while person.get("/readyz").status != status {
        assert!(began.elapsed() < Duration::from_secs(30), "/readyz has not become {status}");
    }
}

#[test]
fn a_process_that_ends_says_so_and_takes_no_order() {
    let mut app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.project();
    assert_eq!(person.get("/readyz").status, 200);
    app.ask_to_stop();
    ready_is(&person, 503);
    assert_eq!(person.get("/healthz").status, 200);
    let refused = person.post(&format!("/api/projects/{project}/render"), json!({}));
    assert_eq!((refused.status, refused.header("retry-after")), (503, "5"), "{}", refused.text);
    assert!(app.end().success());
}

#[test]
fn a_database_out_of_reach_is_told_and_forgotten_when_it_is_back() {
    let database = PostgresDatabase::new();
    let wire = database.proxy();
    let url = wire.url(database.name());
    let app = TestApp::with(&[("DATABASE_URL", url.as_str()), ("SECRET_KEY", PostgresDatabase::SECRET_KEY)]);
    let stranger = app.stranger();
    assert_eq!(stranger.get("/readyz").status, 200);
    wire.silence();
    ready_is(&stranger, 503);
    let asked = Instant::now();
    assert_eq!(stranger.get("/readyz").status, 503);
    assert!(asked.elapsed() < Duration::from_secs(4), "a probe waits for {:?}", asked.elapsed());
    assert_eq!(stranger.get("/healthz").status, 200);
    wire.mend();
    ready_is(&stranger, 200);
}
