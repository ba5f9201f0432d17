//! Leases: the right to work at an execution, renewed for all of them at once, and given up before it ends.
//!
//! The end of a lease is kept as this process's own running time, counted from before the statement that granted it was
//! sent. So no clock of another machine and no slow answer makes a lease look longer than it is: a process that was cut
//! from its database, or stood still, stops by itself what may only be done under a lease.

use crate::{registry::Command, works::Works};
use domain::ExecutionId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use store::Lease;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

/// The leases of one engine.
pub(crate) struct Leases {
    ttl: Duration,
    held: Mutex<HashMap<ExecutionId, Held>>,
}

#[derive(Clone, Copy)]
struct Held {
    epoch: u64,
    /// Before the statement was sent that granted it.
    granted: Instant,
}

impl Leases {
    pub fn new(ttl: Duration) -> Self {
        Leases { ttl, held: Mutex::default() }
    }

    /// A lease that was granted by a statement sent at `granted`.
    pub fn hold(&self, lease: &Lease, granted: Instant) {
        self.held().insert(lease.execution.clone(), Held { epoch: lease.epoch, granted });
    }

    /// It was let go.
    pub fn drop(&self, lease: &Lease) {
        let mut held = self.held();
        if held.get(&lease.execution).is_some_and(|known| known.epoch == lease.epoch) {
            held.remove(&lease.execution);
        }
    }

    /// Whether a paid call may start whose intent was written after `written`: not in the last third of a lease, so that
    /// it ends before the lease does, and not long after the intent, so that whoever finds that knows when it was sent
    /// at the latest.
    pub fn may_pay(&self, lease: &Lease, written: Instant) -> bool {
        let time = Leases::time_to_pay(self.ttl);
        let held = self.held();
        let known = held.get(&lease.execution).filter(|known| known.epoch == lease.epoch);
        known.is_some_and(|known| known.granted.elapsed() < time) && written.elapsed() < time
    }

    /// How long after it was granted, and after an intent, a paid call may start under a lease of `ttl`.
    pub fn time_to_pay(ttl: Duration) -> Duration {
        ttl * 2 / 3
    }

    /// Every lease whose end has come.
    fn over(&self) -> Vec<ExecutionId> {
        let held = self.held();
        let over = held.iter().filter(|(_, known)| known.granted.elapsed() >= self.ttl);
        over.map(|(id, _)| id.clone()).collect()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<ExecutionId, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Renews every third of the time-to-live, until all work has ended.
pub(crate) async fn renew(works: Arc<Works>) {
    let third = works.settings.lease_ttl / 3;
    let mut beat = interval(third.max(Duration::from_millis(5)));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = works.ended.cancelled() => return,
            _ = beat.tick() => {}
        }
        if works.leases.held().is_empty() {
            continue;
        }
        let sent = Instant::now();
        let settings = &works.settings;
        let renewal = works.stores.queue.renew_leases(&settings.node, settings.lease_ttl);
        match timeout(settings.lease_ttl, renewal).await {
            Ok(Ok(renewed)) => apply(&works, sent, renewed),
            Ok(Err(error)) => tracing::error!(%error, "leases could not be renewed; trying again"),
            Err(_late) => tracing::error!("leases could not be renewed in time; trying again"),
        }
        for id in works.leases.over() {
            tracing::warn!(execution = %id, "a lease ended; whoever takes it next goes on from what is stored");
            works.registry.command(&id, Command::LeaseLost);
        }
    }
}

fn apply(works: &Works, sent: Instant, renewed: Vec<store::Renewed>) {
    let standing: HashMap<ExecutionId, store::Renewed> =
        renewed.into_iter().map(|renewed| (renewed.lease.execution.clone(), renewed)).collect();
    let mut lost = Vec::new();
    let mut cancelled = Vec::new();
    for (id, known) in works.leases.held().iter_mut() {
        match standing.get(id) {
            Some(renewed) if renewed.lease.epoch == known.epoch => {
                known.granted = sent;
                if renewed.cancel_requested {
                    cancelled.push(id.clone());
                }
            }
            // One that was claimed after the statement was sent is not in its answer.
            _ if known.granted > sent => {}
            _ => lost.push(id.clone()),
        }
    }
    cancelled.iter().for_each(|id| works.registry.command(id, Command::Cancel));
    lost.iter().for_each(|id| works.registry.command(id, Command::LeaseLost));
}
