//! What an engine is made of: its settings, the stores it writes to and the makers it gives work to.

use crate::desk::JobDesk;
use domain::StepKind;
use providers::{Composer, Courier, DELIVERY_TIMEOUT, MediaFetch, Presenter, ScriptWriter, Speech};
use std::{num::NonZero, path::PathBuf, sync::Arc, thread::available_parallelism, time::Duration};
use store::{
    AssetStore, CallbackStore, DeliveryStore, ExecutionQueue, ExecutionStore, HintChannel, LeaseLedger,
    MediaStore, MoneyStore, ProjectStore, RemovalStore, SettlementQueue, StepLedger, SubmissionLedger, Vault,
};

/// How an engine works.
#[derive(Clone)]
pub struct EngineSettings {
    /// Files of steps under way are kept in `work/` below it.
    pub data_dir: PathBuf,
    /// The name under which this process claims. No two processes that live at the same time have the same.
    pub node: String,
    /// No other process uses the database: whatever is held when this one starts has lost its holder.
    pub alone: bool,
    pub render: RenderSettings,
    /// Steps that this node takes.
    pub steps: Vec<StepKind>,
    /// How long a claim holds unless it is renewed. It is renewed every third of it.
    pub lease_ttl: Duration,
    /// How often a job outside is looked at; the provider's advice where it is `None`.
    pub poll_interval: Option<Duration>,
    /// A step that runs longer fails with code `deadline`.
    pub step_deadline: Duration,
    /// How long the answer to a paid request may take.
    pub submit_timeout: Duration,
    /// The wait after the first try that a provider did not take or answer; each next one is longer.
    pub retry_base: Duration,
    /// How long a webhook's receiver may take, its whole answer included; the courier waits no longer than
    /// [`DELIVERY_TIMEOUT`].
    pub delivery_timeout: Duration,
    /// The wait after the first failed delivery of a webhook; each next one is about three times as long.
    pub webhook_retry_base: Duration,
    /// How long a cancelled step may take to stop before the end is written without it.
    pub cancel_grace: Duration,
    /// How long `cancel` waits for the end before it answers with what there is; longer than the grace.
    pub cancel_wait: Duration,
    /// Scheme, host and port at which providers reach this installation, with no slash at the end.
    pub public_url: String,
    /// Signs the addresses that providers call back.
    pub vault: Arc<Vault>,
}

/// How much is done at once.
#[derive(Debug, Clone)]
pub struct RenderSettings {
    /// Steps that work on this machine at the same time; the others stay queued. At least 1.
    pub concurrent: usize,
    /// Steps that talk to somebody outside at the same time. One that waits for a job there takes none of it.
    pub remote: usize,
    /// Executions of one account that may be under way at the same time.
    pub account_cap: u32,
}

impl EngineSettings {
    /// The defaults for this machine, for a process that is alone with its database.
    pub fn new(data_dir: impl Into<PathBuf>, vault: Arc<Vault>) -> Self {
        EngineSettings {
            data_dir: data_dir.into(),
            node: fresh_node(),
            alone: true,
            render: RenderSettings::default(),
            steps: StepKind::ALL.to_vec(),
            lease_ttl: Duration::from_secs(60),
            poll_interval: None,
            step_deadline: Duration::from_secs(30 * 60),
            submit_timeout: Duration::from_secs(30),
            retry_base: Duration::from_secs(2),
            delivery_timeout: DELIVERY_TIMEOUT,
            webhook_retry_base: Duration::from_secs(5),
            cancel_grace: Duration::from_millis(600),
            cancel_wait: Duration::from_millis(950),
            public_url: "http://127.0.0.1:3000".into(),
            vault,
        }
    }
}

/// A name that no process had before.
fn fresh_node() -> String {
    format!("node-{}-{:016x}", std::process::id(), rand::random::<u64>())
}

impl Default for RenderSettings {
    /// One for every two cores: drawing and encoding of one ad keep two busy.
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        RenderSettings { concurrent: (cores / 2).max(1), remote: 128, account_cap: 10_000 }
    }
}

/// Where everything is kept.
#[derive(Clone)]
pub struct Stores {
    pub executions: Arc<dyn ExecutionStore>,
    pub queue: Arc<dyn ExecutionQueue>,
    pub steps: Arc<dyn StepLedger>,
    pub leases: Arc<dyn LeaseLedger>,
    pub submissions: Arc<dyn SubmissionLedger>,
    pub settlements: Arc<dyn SettlementQueue>,
    pub money: Arc<dyn MoneyStore>,
    pub deliveries: Arc<dyn DeliveryStore>,
    pub callbacks: Arc<dyn CallbackStore>,
    pub hints: Arc<dyn HintChannel>,
    pub projects: Arc<dyn ProjectStore>,
    pub assets: Arc<dyn AssetStore>,
    pub removals: Arc<dyn RemovalStore>,
    pub media: Arc<dyn MediaStore>,
}

impl Stores {
    /// All tables in one database, media beside it.
    pub fn new<S>(database: Arc<S>, media: Arc<dyn MediaStore>) -> Self
    where
        S: ExecutionStore
            + ExecutionQueue
            + StepLedger
            + LeaseLedger
            + SubmissionLedger
            + SettlementQueue
            + MoneyStore
            + DeliveryStore
            + CallbackStore
            + HintChannel
            + ProjectStore
            + AssetStore
            + RemovalStore
            + 'static,
    {
        Stores {
            executions: database.clone(),
            queue: database.clone(),
            steps: database.clone(),
            leases: database.clone(),
            submissions: database.clone(),
            settlements: database.clone(),
            money: database.clone(),
            deliveries: database.clone(),
            callbacks: database.clone(),
            hints: database.clone(),
            projects: database.clone(),
            assets: database.clone(),
            removals: database,
            media,
        }
    }
}

/// Who does the work.
#[derive(Clone)]
pub struct Makers {
    pub writer: Arc<dyn ScriptWriter>,
    pub speech: Arc<dyn Speech>,
    pub presenter: Arc<dyn Presenter>,
    pub composer: Arc<dyn Composer>,
    /// Knows who does jobs for money.
    pub jobs: Arc<dyn JobDesk>,
    /// Fetches what jobs left.
    pub fetch: Arc<dyn MediaFetch>,
    /// Carries webhooks.
    pub courier: Arc<dyn Courier>,
}
