//! What the parts of one engine share.

use crate::{EngineSettings, Makers, Stores, registry::ExecutionRegistry, workplace::Workplaces};
use std::sync::Arc;
use tokio::sync::{Notify, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// One engine's insides.
pub(crate) struct Works {
    pub settings: EngineSettings,
    pub stores: Stores,
    pub makers: Makers,
    pub registry: ExecutionRegistry,
    pub workplaces: Workplaces,
    /// One permit for each execution that may run at once.
    pub hands: Arc<Semaphore>,
    /// Told when something was queued, so that nobody has to ask the table all the time.
    pub queued: Notify,
    /// Cancelled when the process is about to end.
    pub stopping: CancellationToken,
    /// Everything that runs.
    pub tasks: TaskTracker,
}

impl Works {
    pub fn new(settings: EngineSettings, stores: Stores, makers: Makers) -> Self {
        Works {
            workplaces: Workplaces::new(settings.data_dir.join("work")),
            hands: Arc::new(Semaphore::new(settings.render.concurrent.max(1))),
            registry: ExecutionRegistry::default(),
            queued: Notify::new(),
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
            settings,
            stores,
            makers,
        }
    }
}
