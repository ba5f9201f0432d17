//! The whole way of a video that is made elsewhere, with everybody outside on loopback; on each database.

use crate::{app::TestApp, receiver::Receiver};
use providers::{WebhookSecret, verify};
use serde_json::{Value, json};
use simulator::{API_KEY, CuttableProxy, PostgresCluster, Simulator, SimulatorSettings};
use std::time::SystemTime;

/// An empty database of one test's own, on a PostgreSQL server.
pub struct PostgresDatabase {
    cluster: PostgresCluster,
    name: String,
}

impl PostgresDatabase {
    /// Nodes that share a database share a key.
    pub const SECRET_KEY: &str = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MDE=";

    pub fn new() -> Self {
        let cluster = PostgresCluster::shared_or_own().unwrap();
        let name = format!("door_{}", domain::ProjectId::generate());
        cluster.create_database(&name).unwrap();
        PostgresDatabase { cluster, name }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn url(&self) -> String {
        self.cluster.url(&self.name)
    }

    /// A wire to its server that can be cut.
    pub fn proxy(&self) -> CuttableProxy {
        self.cluster.proxy().unwrap()
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // Where this fails, the cluster's end removes it.
        let _ = self.cluster.query("postgres", &format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name));
    }
}

/// The world, quick and with nothing wrong.
pub fn simulator() -> Simulator {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(Simulator::start(SimulatorSettings::default())).unwrap()
}

/// Settings with which the simulator is the world.
pub fn settings_of(simulator: &Simulator) -> Vec<(&'static str, String)> {
    let base = simulator.base_url();
    vec![
        ("FAL_KEY", API_KEY.into()),
        ("FAL_BASE_URL", format!("{base}/fal")),
        ("REPLICATE_API_TOKEN", API_KEY.into()),
        ("REPLICATE_BASE_URL", format!("{base}/replicate")),
        ("EGRESS_ALLOW", "127.0.0.0/8".into()),
        ("POLL_INTERVAL", "50ms".into()),
    ]
}

/// A Pitchreel in that world.
pub fn start(simulator: &Simulator, more: &[(&'static str, &str)]) -> TestApp {
    let settings = settings_of(simulator);
    let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    TestApp::with(&[settings.as_slice(), more].concat())
}

fn a_prompt_becomes_a_video_and_its_receiver_is_told(more: &[(&'static str, &str)]) {
    let (simulator, receiver) = (simulator(), Receiver::start());
    let app = start(&simulator, more);
    let _person = app.person("me@example.com");
    let program = app.program("me@example.com");
    let secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0";
    let order = json!({
        "prompt": "a red bicycle", "duration": 6, "webhook": receiver.url(), "webhookSecret": secret,
    });
    let ordered = program.post("/api/generate-video", order);
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    let id = ordered.json()["executionId"].as_str().unwrap().to_owned();
    let done = program.wait_for(&id);
    assert_eq!(done["status"], "completed", "{done}");
    assert_eq!(done["type"], "generate-video");
    let jobs: Vec<_> = done["jobs"].as_array().unwrap().iter().map(|job| job["provider"].clone()).collect();
    assert_eq!(jobs, ["fal", "replicate", "studio"]);
    let film = app.stranger().get(done["result"]["url"].as_str().unwrap());
    assert_eq!((film.status, film.header("content-type")), (200, "video/mp4"));
    assert!(done["result"]["posterUrl"].is_string(), "{done}");

    let letter = receiver.letter();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let secret = WebhookSecret::parse(secret).unwrap();
    verify(&letter.headers, &letter.body, &secret, i64::try_from(now).unwrap()).unwrap();
    let told: Value = serde_json::from_slice(&letter.body).unwrap();
    assert_eq!((&told["executionId"], &told["status"]), (&json!(id), &json!("completed")), "{told}");
    the_log_tells_it(&program, &id, &receiver);

    assert_eq!(simulator.mistakes(), Vec::<String>::new());
    assert_eq!(simulator.invoice().len(), 2, "each job is paid once");
    let usage = program.get("/api/usage").json();
    assert_eq!((&usage["videosThisMonth"], &usage["costReserved"]), (&json!(1), &json!("0.0000")), "{usage}");
    assert_eq!(usage["costThisMonth"], done["cost"]["actualUsd"], "{usage}");
    assert_ne!(usage["costThisMonth"], "0.0000");
    let paid: Vec<_> =
        usage["lines"].as_array().unwrap().iter().map(|line| line["provider"].clone()).collect();
    assert_eq!(paid, ["fal", "replicate"]);
}

/// The delivery as the log shows it, and once more on demand.
fn the_log_tells_it(program: &crate::person::Person, id: &str, receiver: &Receiver) {
    let log = || program.get(&format!("/api/executions/{id}/deliveries")).json();
    // The receiver has its letter a moment before that is written down.
    while log()["items"][0]["status"] == "pending" {}
    let delivery = log()["items"][0].clone();
    assert_eq!(
        (&delivery["status"], &delivery["url"]),
        (&json!("delivered"), &json!(receiver.url())),
        "{delivery}"
    );
    let attempt = &delivery["attempts"][0];
    assert_eq!((&attempt["number"], &attempt["statusCode"]), (&json!(1), &json!(204)), "{delivery}");
    assert!(attempt["at"].is_string() && attempt["durationMs"].is_u64() && attempt["error"].is_null());
    let again =
        program.post(&format!("/api/deliveries/{}/redeliver", delivery["id"].as_str().unwrap()), json!({}));
    assert_eq!(again.status, 202, "{}", again.text);
    assert_eq!(receiver.letter().headers["webhook-id"], delivery["id"].as_str().unwrap());
}

mod a_prompt_becomes_a_video {
    use super::*;

    #[test]
    fn sqlite() {
        a_prompt_becomes_a_video_and_its_receiver_is_told(&[]);
    }

    #[test]
    fn postgres() {
        let database = PostgresDatabase::new();
        let url = database.url();
        let settings = [("DATABASE_URL", url.as_str()), ("SECRET_KEY", PostgresDatabase::SECRET_KEY)];
        a_prompt_becomes_a_video_and_its_receiver_is_told(&settings);
    }
}

#[test]
fn nodes_that_share_a_database_need_one_key_and_no_failure_shows_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let serve = |more: &[(&str, &str)]| {
        let mut command = crate::app::pitchreel(folder.path());
        command.arg("migrate").envs(more.iter().copied());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let database = PostgresDatabase::new();
    let url = database.url().replace("postgres@", "nobody:hunter2@");
    let without = serve(&[("DATABASE_URL", &url)]);
    assert!(without.contains("SECRET_KEY") && without.lines().count() == 1, "{without}");
    let wrong = serve(&[("DATABASE_URL", &url), ("SECRET_KEY", PostgresDatabase::SECRET_KEY)]);
    assert!(wrong.contains(database.name()) && wrong.lines().count() == 1, "{wrong}");
    assert!(!wrong.contains("hunter2"), "{wrong}");
}
