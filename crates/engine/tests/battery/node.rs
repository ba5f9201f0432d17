//! A node: an engine on a runtime of its own in this process, or a whole process that can be killed.
//!
//! A process is this test program once more, told by its environment to be a node. It says on its output when it is
//! ready and where it listens for callbacks.

use crate::{
    clocks,
    database::{open, vault},
    killing::{Killing, Point},
    plain_jobs::PlainJobs,
    quick_makers::{Quick, Taken},
};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use domain::AccountId;
use engine::{Engine, EngineSettings, Makers, Order, Stores};
use providers::{CallbackRequest, Egress, GuardedClient, JobProvider, MediaFetcher};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};
use store::{ObjectMedia, SqlStore};

/// What a node is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NodeSettings {
    pub database: String,
    /// Its own files; `media` beside them is shared.
    pub folder: PathBuf,
    pub media: PathBuf,
    pub simulator: String,
    pub profile: String,
    pub alone: bool,
    pub lease_ttl: Duration,
    pub submit_timeout: Duration,
    pub step_deadline: Duration,
    pub poll_interval: Option<Duration>,
    /// It only takes orders.
    pub idle: bool,
    /// Where it ends by itself.
    pub kill_at: Option<Point>,
    /// Where it listens for callbacks.
    pub listen: String,
    /// For whom it orders when it has started.
    pub order_for: Option<AccountId>,
    /// How far its clock is off, as faketime takes it (`+1h`).
    pub clock: Option<String>,
}

impl NodeSettings {
    pub fn new(database: &str, folder: &std::path::Path, simulator: &str, profile: &str) -> NodeSettings {
        NodeSettings {
            database: database.to_owned(),
            folder: folder.to_owned(),
            media: folder.join("media"),
            simulator: simulator.to_owned(),
            profile: profile.to_owned(),
            alone: database.starts_with("sqlite"),
            lease_ttl: Duration::from_millis(600),
            submit_timeout: Duration::from_millis(400),
            step_deadline: Duration::from_secs(20),
            poll_interval: None,
            idle: false,
            kill_at: None,
            listen: "127.0.0.1:0".into(),
            order_for: None,
            clock: None,
        }
    }
}

/// A node in this process.
pub struct Node {
    pub engine: Engine,
    pub store: SqlStore,
    pub taken: Arc<Taken>,
    listening: tokio::task::JoinHandle<()>,
}

impl Node {
    pub async fn start(settings: &NodeSettings) -> Node {
        let store = open(&settings.database).await;
        Node::on(settings, store).await
    }

    /// On a store that others use as well.
    pub async fn on(settings: &NodeSettings, store: SqlStore) -> Node {
        let listener = tokio::net::TcpListener::bind(&settings.listen).await.unwrap();
        let mut of_engine = EngineSettings::new(&settings.folder, vault());
        of_engine.alone = settings.alone;
        of_engine.lease_ttl = settings.lease_ttl;
        of_engine.submit_timeout = settings.submit_timeout;
        of_engine.step_deadline = settings.step_deadline;
        of_engine.poll_interval = settings.poll_interval;
        of_engine.retry_base = Duration::from_millis(20);
        of_engine.webhook_retry_base = Duration::from_millis(50);
        of_engine.render.concurrent = 4;
        of_engine.public_url = format!("http://{}", listener.local_addr().unwrap());
        if settings.idle {
            of_engine.steps = Vec::new();
        }
        let media = Arc::new(ObjectMedia::in_folder(&settings.media).unwrap());
        let mut stores = Stores::new(Arc::new(store.clone()), media);
        if let Some(point) = settings.kill_at {
            let killing = Arc::new(Killing { inner: store.clone(), point });
            stores.steps = killing.clone();
            stores.leases = killing.clone();
            stores.submissions = killing;
        }
        let quick = Arc::new(Quick);
        let taken = Arc::new(Taken::default());
        let guarded = GuardedClient::new(Egress::parse("127.0.0.0/8").unwrap()).unwrap();
        let profile = crate::database::PROFILES.into_iter().find(|known| *known == settings.profile).unwrap();
        let makers = Makers {
            writer: quick.clone(),
            speech: quick.clone(),
            presenter: quick.clone(),
            composer: quick,
            jobs: Arc::new(vec![
                Arc::new(PlainJobs::new(&settings.simulator, profile)) as Arc<dyn JobProvider>
            ]),
            fetch: Arc::new(MediaFetcher::new(guarded)),
            courier: taken.clone(),
        };
        let engine = Engine::open(of_engine, stores, makers).await.unwrap();
        let routes =
            Router::new().route("/hooks/{provider}/{mac}/{key}", post(callback)).with_state(engine.clone());
        let listening = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Node { engine, store, taken, listening }
    }

    pub async fn order(&self, account: &AccountId, order: Order) -> domain::ExecutionId {
        let webhook = store::NewWebhook { url: "http://127.0.0.1:1/hook".into(), secret: None };
        self.engine
            .start(account, domain::ExecutionId::generate(), None, order, Some(webhook))
            .await
            .unwrap()
            .id
    }

    pub async fn stop(self) {
        self.engine.drain().await;
        self.listening.abort();
    }
}

async fn callback(
    State(engine): State<Engine>,
    Path((provider, mac, key)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let headers: BTreeMap<String, String> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    match engine.callback(&provider, &key, &mac, CallbackRequest { headers, body }).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(engine::EngineError::NotFound) => StatusCode::NOT_FOUND,
        Err(error) => {
            eprintln!("a callback was not taken: {error}");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

const SETTINGS: &str = "PITCHREEL_BATTERY_NODE";
const READY: &str = "the node is ready";

/// A node as a process of its own.
pub struct NodeProcess {
    child: Child,
}

impl NodeProcess {
    /// Starts it, and waits until it works.
    pub fn start(settings: &NodeSettings) -> NodeProcess {
        let mut command = Command::new(std::env::current_exe().unwrap());
        if let Some(off) = &settings.clock {
            command.env("LD_PRELOAD", clocks::library()).env("FAKETIME", off);
            // How long it runs is true on any machine.
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        let mut child = command
            .args(["node::a_node_as_a_process", "--exact", "--ignored", "--nocapture"])
            .env(SETTINGS, serde_json::to_string(settings).unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut lines = output.lines();
        let ready = lines.by_ref().any(|line| line.is_ok_and(|line| line.contains(READY)));
        // Whatever it says afterwards must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        assert!(ready || settings.kill_at.is_some(), "a node did not start");
        NodeProcess { child }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it was killed or ended.
    pub async fn ended(&mut self) {
        crate::database::in_time(async {
            while self.child.try_wait().unwrap().is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
    }
}

impl Drop for NodeProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[ignore = "this is what a node process runs; other tests start it"]
fn a_node_as_a_process() {
    let Ok(settings) = std::env::var(SETTINGS) else { return };
    let settings: NodeSettings = serde_json::from_str(&settings).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let node = Node::start(&settings).await;
        if let Some(account) = &settings.order_for {
            node.order(account, crate::orders::everything()).await;
        }
        println!("{READY}");
        std::future::pending::<()>().await;
    });
}
