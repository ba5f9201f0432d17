//! A disk that is full for a while: it is told, nothing is broken, and it goes on by itself.

use crate::{app::TestApp, draining::ready_is};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use std::time::{Duration, Instant};

#[test]
fn a_full_disk_is_told_within_two_seconds_and_heals_by_itself() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.project();
    let id = person.render(&project);
    assert_eq!(person.get("/readyz").status, 200);

    app.limit_files(Some(4_096));
    let full = Instant::now();
    ready_is(&person, 503);
    assert!(full.elapsed() < Duration::from_secs(2), "told after {:?}", full.elapsed());
    assert_eq!(person.get("/healthz").status, 200);

    app.limit_files(None);
    ready_is(&person, 200);
    // What could not be saved failed with a sentence, or goes on; either way it comes to its end.
    let mut execution = person.wait_for(&id);
    if execution["status"] == "failed" {
        let retried = person.post(&format!("/api/executions/{id}/retry"), json!({}));
        assert_eq!(retried.status, 200, "{}", retried.text);
        execution = person.wait_for(&id);
    }
    assert_eq!(execution["status"], "completed", "{execution}");

    let url = format!("sqlite://{}", app.data_dir().join("pitchreel.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let whole: String = runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap()
    });
    assert_eq!(whole, "ok");
}
