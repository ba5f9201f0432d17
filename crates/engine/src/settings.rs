//! What an engine is made of: its settings, the stores it writes to and the makers it gives work to.

use providers::{Composer, Presenter, Speech};
use std::{num::NonZero, path::PathBuf, sync::Arc, thread::available_parallelism, time::Duration};
use store::{
    AssetStore, ExecutionLedger, ExecutionQueue, ExecutionStore, MediaStore, ProjectStore, RemovalStore,
};

/// How an engine works.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// Files between steps are kept in `work/` below it.
    pub data_dir: PathBuf,
    /// The name under which this process claims; the same after a restart.
    pub node: String,
    pub render: RenderSettings,
    /// A step that runs longer fails with code `deadline`.
    pub step_deadline: Duration,
    /// How long a cancelled step may take to stop before the end is written without it.
    pub cancel_grace: Duration,
    /// How long `cancel` waits for the end before it answers with what there is; longer than the grace.
    pub cancel_wait: Duration,
}

/// How much is rendered at once.
#[derive(Debug, Clone)]
pub struct RenderSettings {
    /// Executions that run at the same time; the others stay queued. At least 1.
    pub concurrent: usize,
}

impl EngineSettings {
    /// The defaults for this machine.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        EngineSettings {
            data_dir: data_dir.into(),
            node: "single".into(),
            render: RenderSettings::default(),
            step_deadline: Duration::from_secs(30 * 60),
            cancel_grace: Duration::from_millis(600),
            cancel_wait: Duration::from_millis(950),
        }
    }
}

impl Default for RenderSettings {
    /// One for every two cores: drawing and encoding of one ad keep two busy.
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        RenderSettings { concurrent: (cores / 2).max(1) }
    }
}

/// Where everything is kept.
#[derive(Clone)]
pub struct Stores {
    pub executions: Arc<dyn ExecutionStore>,
    pub queue: Arc<dyn ExecutionQueue>,
    pub ledger: Arc<dyn ExecutionLedger>,
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
            + ExecutionLedger
            + ProjectStore
            + AssetStore
            + RemovalStore
            + 'static,
    {
        Stores {
            executions: database.clone(),
            queue: database.clone(),
            ledger: database.clone(),
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
    pub speech: Arc<dyn Speech>,
    pub presenter: Arc<dyn Presenter>,
    pub composer: Arc<dyn Composer>,
}
