//! An engine on a runtime of its own, which can be killed like a process: its tasks end where they stand.

use crate::{
    database::Database,
    post_office::{NothingToFetch, PostOffice},
    staged_store::{HeldQueue, StagedMedia},
    stagehands::Stagehands,
    stumbling_ledger::{Call, Stumble, StumblingLedger},
    world::PATIENCE,
};
use engine::{Engine, EngineSettings, Makers, Stores};
use providers::JobProvider;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use store::{ObjectMedia, SqlStore, Vault};
use tokio::{
    runtime::Runtime,
    sync::{Semaphore, mpsc},
};

pub struct Process {
    pub engine: Engine,
    pub store: SqlStore,
    /// Where the ledger stumbled.
    pub stalled: mpsc::UnboundedReceiver<Call>,
    /// Files of steps that are under way here.
    pub work: PathBuf,
    runtime: Option<Runtime>,
}

pub struct Start {
    /// Two processes at the same time have two names, and so two folders of work.
    pub node: &'static str,
    pub stumble: Option<(Call, Stumble)>,
    /// A ledger that stalls until it is released goes on when it gets a permit here.
    pub released: Arc<Semaphore>,
    /// Each execution that is taken waits for a permit before it is handed over.
    pub held: Option<Arc<Semaphore>>,
    /// Changes the settings that all tests begin with.
    pub settings: fn(&mut EngineSettings),
}

impl Default for Start {
    fn default() -> Self {
        Start {
            node: "node-a",
            stumble: None,
            released: Arc::new(Semaphore::new(0)),
            held: None,
            settings: |_| {},
        }
    }
}

impl Start {
    pub fn with(settings: fn(&mut EngineSettings)) -> Start {
        Start { settings, ..Start::default() }
    }

    pub fn stumbling(call: Call, stumble: Stumble) -> Start {
        Start { stumble: Some((call, stumble)), ..Start::default() }
    }
}

/// What processes share: the database, and the folder that their media are in.
pub struct Site<'a> {
    pub folder: &'a Path,
    pub database: &'a Database,
}

impl Process {
    /// `hands` do every step, and put the files in place.
    pub async fn start(site: Site<'_>, hands: &Stagehands, post: &PostOffice, start: Start) -> Process {
        Process::start_with(site, makers(hands, post), hands.clone(), start).await
    }

    /// With makers of their own; `hands` put the files in place.
    pub async fn start_with(site: Site<'_>, makers: Makers, hands: Stagehands, start: Start) -> Process {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (url, media) = (site.database.url(), site.folder.join("media"));
        let data = site.folder.join(start.node);
        let work = data.join("work");
        let opened = runtime.spawn(async move {
            let vault = Arc::new(Vault::new([7; 32], None));
            let store = Database::open(&url, vault.clone()).await;
            let inner = ObjectMedia::in_folder(&media).unwrap();
            let media = Arc::new(StagedMedia { inner, hands });
            let (ledger, stalled) = StumblingLedger::new(store.clone(), start.stumble, start.released);
            let stores = Stores::new(Arc::new(store.clone()), media);
            let mut stores = Stores { steps: ledger.clone(), leases: ledger, ..stores };
            if let Some(handed_over) = start.held {
                stores.queue = Arc::new(HeldQueue { inner: store.clone(), handed_over });
            }
            let mut settings = EngineSettings::new(data, vault);
            settings.alone = true;
            settings.render.concurrent = 1;
            // Who is deaf is not worth a wait, and who is slow may have all the time of a busy machine.
            settings.cancel_grace = Duration::from_millis(50);
            settings.cancel_wait = PATIENCE;
            settings.webhook_retry_base = Duration::from_millis(50);
            (start.settings)(&mut settings);
            let engine = Engine::open(settings, stores, makers).await.unwrap();
            (engine, store, stalled)
        });
        let (engine, store, stalled) = opened.await.unwrap();
        Process { engine, store, stalled, work, runtime: Some(runtime) }
    }

    /// Ends it without a word, as SIGKILL would.
    pub fn kill(mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Stagehands for everything, and nobody who is paid.
pub fn makers(hands: &Stagehands, post: &PostOffice) -> Makers {
    Makers {
        writer: Arc::new(hands.clone()),
        speech: Arc::new(hands.clone()),
        presenter: Arc::new(hands.clone()),
        composer: Arc::new(hands.clone()),
        jobs: Arc::new(Vec::<Arc<dyn JobProvider>>::new()),
        fetch: Arc::new(NothingToFetch),
        courier: Arc::new(post.clone()),
    }
}
