//! What the parts of one engine share.

use crate::{
    EngineSettings, Makers, Stores, estimate::StepTimes, hands::Hands, hints::Telling, leases::Leases,
    registry::ExecutionRegistry, workplace::Workplaces,
};
use domain::{ExecutionEvent, ExecutionId};
use std::sync::Arc;
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// One engine's insides.
pub(crate) struct Works {
    pub settings: EngineSettings,
    pub stores: Stores,
    pub makers: Makers,
    pub registry: ExecutionRegistry,
    pub workplaces: Workplaces,
    pub leases: Leases,
    pub hands: Hands,
    pub telling: Telling,
    pub times: StepTimes,
    /// Told when there may be work: something was queued, a hand is free, another node said so.
    pub work: Arc<Notify>,
    /// Told when there may be a webhook to carry.
    pub outgoing: Notify,
    /// Told when there may be a cost to settle.
    pub unsettled: Notify,
    /// Cancelled when the process is about to end.
    pub stopping: CancellationToken,
    /// Cancelled when all work has ended, so that leases are renewed until then.
    pub ended: CancellationToken,
    /// Everything that works.
    pub tasks: TaskTracker,
    /// What must go on until all work has ended.
    pub keepers: TaskTracker,
}

impl Works {
    pub fn new(settings: EngineSettings, stores: Stores, makers: Makers) -> Self {
        let work = Arc::new(Notify::new());
        Works {
            workplaces: Workplaces::new(settings.data_dir.join("work"), stores.media.clone()),
            leases: Leases::new(settings.lease_ttl),
            hands: Hands::new(settings.render.concurrent, settings.render.remote, work.clone()),
            registry: ExecutionRegistry::default(),
            telling: Telling::new(!settings.alone),
            times: StepTimes::default(),
            work,
            outgoing: Notify::new(),
            unsettled: Notify::new(),
            stopping: CancellationToken::new(),
            ended: CancellationToken::new(),
            tasks: TaskTracker::new(),
            keepers: TaskTracker::new(),
            settings,
            stores,
            makers,
        }
    }

    /// Passes a stored event on to everybody who watches, here and on other nodes.
    pub fn publish(&self, id: &ExecutionId, event: &ExecutionEvent) {
        self.registry.publish(id, event);
        self.telling.changed(id);
        if event.status.is_final() {
            self.outgoing.notify_one();
            self.unsettled.notify_one();
        }
    }

    /// Something is due: for a free hand here, or for another node.
    pub fn due(&self) {
        self.work.notify_one();
        self.telling.due();
    }
}
