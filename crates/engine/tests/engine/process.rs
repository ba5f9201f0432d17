//! An engine on a runtime of its own, which can be killed like a process: its tasks end where they stand.

use crate::{
    staged_store::{HeldQueue, StagedMedia},
    stagehands::Stagehands,
    stumbling_ledger::{Call, Stumble, StumblingLedger},
    world::PATIENCE,
};
use engine::{Engine, EngineSettings, Makers, Stores};
use std::{path::Path, sync::Arc, time::Duration};
use store::{ObjectMedia, SqliteStore};
use tokio::{
    runtime::Runtime,
    sync::{Semaphore, mpsc},
};

pub struct Process {
    pub engine: Engine,
    pub store: SqliteStore,
    /// Where the ledger stumbled.
    pub stalled: mpsc::UnboundedReceiver<Call>,
    runtime: Option<Runtime>,
}

pub struct Start {
    pub stumble: Option<(Call, Stumble)>,
    pub step_deadline: Duration,
    pub concurrent: usize,
    /// Each execution that is taken waits for a permit before it is handed over.
    pub held: Option<Arc<Semaphore>>,
}

impl Default for Start {
    fn default() -> Self {
        Start { stumble: None, step_deadline: Duration::from_secs(60), concurrent: 1, held: None }
    }
}

impl Process {
    pub async fn start(folder: &Path, hands: &Stagehands, start: Start) -> Process {
        let makers = Makers {
            speech: Arc::new(hands.clone()),
            presenter: Arc::new(hands.clone()),
            composer: Arc::new(hands.clone()),
        };
        Process::start_with(folder, makers, hands.clone(), start).await
    }

    /// With makers of their own; `hands` put the files in place.
    pub async fn start_with(folder: &Path, makers: Makers, hands: Stagehands, start: Start) -> Process {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let folder = folder.to_owned();
        let opened = runtime.spawn(async move {
            let url = format!("sqlite://{}", folder.join("pitchreel.db").display());
            let store = SqliteStore::open(&url).await.unwrap();
            let inner = ObjectMedia::in_folder(&folder.join("media")).unwrap();
            let media = Arc::new(StagedMedia { inner, hands });
            let (ledger, stalled) = StumblingLedger::new(store.clone(), start.stumble);
            let mut stores = Stores { ledger, ..Stores::new(Arc::new(store.clone()), media) };
            if let Some(handed_over) = start.held {
                stores.queue = Arc::new(HeldQueue { inner: store.clone(), handed_over });
            }
            let mut settings = EngineSettings::new(&folder);
            settings.step_deadline = start.step_deadline;
            // Who is deaf is not worth a wait, and who is slow may have all the time of a busy machine.
            settings.cancel_grace = Duration::from_millis(50);
            settings.cancel_wait = PATIENCE;
            settings.render.concurrent = start.concurrent;
            let engine = Engine::open(settings, stores, makers).await.unwrap();
            (engine, store, stalled)
        });
        let (engine, store, stalled) = opened.await.unwrap();
        Process { engine, store, stalled, runtime: Some(runtime) }
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
