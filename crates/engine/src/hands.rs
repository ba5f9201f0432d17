//! Hands: how much is done at once. Steps that work on this machine share few, steps that talk to somebody outside
//! many; an execution that waits has none.

use domain::StepKind;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
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
    local: Kind,
    remote: Kind,
    freed: Arc<Notify>,
}

/// The hands for one place.
struct Kind {
    in_all: usize,
    free: Arc<Semaphore>,
    at_work: Arc<AtomicUsize>,
}

/// One hand. Whoever looks for work is told when it is free again.
pub(crate) struct Hand {
    pub place: Place,
    permit: Option<OwnedSemaphorePermit>,
    freed: Arc<Notify>,
    used: bool,
    at_work: Arc<AtomicUsize>,
}

impl Hand {
    /// It has work now: when that ends, somebody else may have use for it.
    pub fn used(mut self) -> Hand {
        if !self.used {
            self.used = true;
            self.at_work.fetch_add(1, Ordering::Relaxed);
        }
        self
    }
}

impl Hands {
    /// `freed` is told whenever a hand is free again.
    pub fn new(local: usize, remote: usize, freed: Arc<Notify>) -> Self {
        Hands { local: Kind::of(local), remote: Kind::of(remote), freed }
    }

    /// Hands that are free, at most so many.
    pub fn take_up_to(&self, place: Place, most: usize) -> Vec<Hand> {
        std::iter::from_fn(|| self.take(place)).take(most).collect()
    }

    /// A hand, if one is free.
    pub fn take(&self, place: Place) -> Option<Hand> {
        let kind = self.kind(place);
        let permit = kind.free.clone().try_acquire_owned().ok()?;
        let (freed, at_work) = (self.freed.clone(), kind.at_work.clone());
        Some(Hand { place, permit: Some(permit), freed, used: false, at_work })
    }

    /// How many there are, and how many of them have work. Those with which somebody only looks for some have none.
    pub fn at_work(&self, place: Place) -> (usize, usize) {
        let kind = self.kind(place);
        (kind.in_all, kind.at_work.load(Ordering::Relaxed))
    }

    fn kind(&self, place: Place) -> &Kind {
        match place {
            Place::Local => &self.local,
            Place::Remote => &self.remote,
        }
    }
}

impl Kind {
    fn of(hands: usize) -> Kind {
        let in_all = hands.max(1);
        Kind { in_all, free: Arc::new(Semaphore::new(in_all)), at_work: Arc::default() }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        drop(self.permit.take());
        if self.used {
            self.at_work.fetch_sub(1, Ordering::Relaxed);
            self.freed.notify_one();
        }
    }
}
