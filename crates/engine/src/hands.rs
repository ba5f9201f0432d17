//! Hands: how much is done at once. Steps that work on this machine share few, steps that talk to somebody outside
//! many; an execution that waits has none.

use domain::StepKind;
use std::sync::Arc;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Which kind of hand a step needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Works on this machine.
    Local,
    /// Talks to somebody outside, or only moves files.
    Remote,
}

impl Place {
    pub fn of(kind: StepKind) -> Place {
        match kind {
            StepKind::Scripts | StepKind::Speech | StepKind::Presenter | StepKind::Compose => Place::Local,
            StepKind::Image | StepKind::Video | StepKind::Publish => Place::Remote,
        }
    }
}

/// The hands of one engine.
pub(crate) struct Hands {
    local_in_all: usize,
    remote_in_all: usize,
    local: Arc<Semaphore>,
    remote: Arc<Semaphore>,
    freed: Arc<Notify>,
}

/// One hand. Whoever looks for work is told when it is free again.
pub(crate) struct Hand {
    pub place: Place,
    permit: Option<OwnedSemaphorePermit>,
    freed: Arc<Notify>,
    used: bool,
}

impl Hand {
    /// It has work now: when that ends, somebody else may have use for it.
    pub fn used(mut self) -> Hand {
        self.used = true;
        self
    }
}

impl Hands {
    /// `freed` is told whenever a hand is free again.
    pub fn new(local: usize, remote: usize, freed: Arc<Notify>) -> Self {
        let (local, remote) = (local.max(1), remote.max(1));
        Hands {
            local_in_all: local,
            remote_in_all: remote,
            local: Arc::new(Semaphore::new(local)),
            remote: Arc::new(Semaphore::new(remote)),
            freed,
        }
    }

    /// Hands that are free, at most so many.
    pub fn take_up_to(&self, place: Place, most: usize) -> Vec<Hand> {
        std::iter::from_fn(|| self.take(place)).take(most).collect()
    }

    /// A hand, if one is free.
    pub fn take(&self, place: Place) -> Option<Hand> {
        let permit = self.semaphore(place).clone().try_acquire_owned().ok()?;
        Some(Hand { place, permit: Some(permit), freed: self.freed.clone(), used: false })
    }

    /// How many there are of a kind, and how many of them are taken.
    pub fn in_use(&self, place: Place) -> (usize, usize) {
        let all = match place {
            Place::Local => self.local_in_all,
            Place::Remote => self.remote_in_all,
        };
        (all, all.saturating_sub(self.semaphore(place).available_permits()))
    }

    fn semaphore(&self, place: Place) -> &Arc<Semaphore> {
        match place {
            Place::Local => &self.local,
            Place::Remote => &self.remote,
        }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        drop(self.permit.take());
        if self.used {
            self.freed.notify_one();
        }
    }
}
