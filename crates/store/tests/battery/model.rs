//! What the queue promises, so simply that it can be seen to be right: who holds what, and what is due.

use domain::ExecutionId;
use std::collections::HashSet;
use store::{Claim, Lease};

/// An execution as it should be.
#[derive(Debug)]
pub struct Known {
    pub id: ExecutionId,
    pub epoch: u64,
    pub stand: Stand,
    pub cancel_requested: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Queued,
    /// For somebody outside; `due` once that is over.
    Waiting {
        due: bool,
    },
    /// `ended` once the time of the lease is over; until somebody takes it, its holder may still write.
    Held {
        node: usize,
        ended: bool,
        nudged: bool,
    },
    Completed,
    /// It failed or was cancelled, and may be tried again.
    Stopped,
}

impl Known {
    pub fn new(id: ExecutionId) -> Known {
        Known { id, epoch: 0, stand: Stand::Queued, cancel_requested: false }
    }

    pub fn is_over(&self) -> bool {
        matches!(self.stand, Stand::Completed | Stand::Stopped)
    }

    pub fn is_due(&self) -> bool {
        self.stand == Stand::Queued || self.is_to_wake()
    }

    fn is_to_wake(&self) -> bool {
        matches!(self.stand, Stand::Waiting { due: true } | Stand::Held { ended: true, .. })
    }

    /// Whether this lease may write now.
    pub fn is_held_under(&self, lease: &Lease) -> bool {
        matches!(self.stand, Stand::Held { .. }) && self.epoch == lease.epoch
    }

    pub fn time_passes(&mut self) {
        match &mut self.stand {
            Stand::Waiting { due } => *due = true,
            Stand::Held { ended, .. } => *ended = true,
            _ => {}
        }
    }

    pub fn is_nudged(&mut self) {
        match &mut self.stand {
            Stand::Waiting { due } => *due = true,
            Stand::Held { nudged, .. } => *nudged = true,
            _ => {}
        }
    }

    pub fn is_renewed(&mut self, by: usize) -> bool {
        match &mut self.stand {
            Stand::Held { node, ended, .. } if *node == by => {
                *ended = false;
                true
            }
            _ => false,
        }
    }

    pub fn waits(&mut self, long: bool) {
        let Stand::Held { nudged, .. } = self.stand else { return };
        self.stand = Stand::Waiting { due: !long || nudged || self.cancel_requested };
    }

    pub fn is_handed_back(&mut self) {
        self.stand = if self.cancel_requested { Stand::Stopped } else { Stand::Queued };
    }

    /// One that has not begun ends at once; one under way is asked to stop.
    pub fn is_cancelled(&mut self) {
        match self.stand {
            Stand::Queued => self.stand = Stand::Stopped,
            Stand::Waiting { .. } | Stand::Held { .. } if !self.cancel_requested => {
                self.cancel_requested = true;
                self.is_nudged();
            }
            _ => {}
        }
    }

    pub fn is_queued_again(&mut self) -> bool {
        let may = self.stand == Stand::Stopped;
        if may {
            self.stand = Stand::Queued;
            self.cancel_requested = false;
        }
        may
    }
}

/// What nodes took, asking together for `limit`, must be what was due, once each, under the next epoch.
pub fn take(known: &mut [Known], limit: usize, taken: &[(usize, Claim)]) -> Result<(), String> {
    let to_wake = known.iter().filter(|known| known.is_to_wake()).count();
    let due = known.iter().filter(|known| known.is_due()).count();
    let ids: HashSet<&ExecutionId> = taken.iter().map(|(_, claim)| &claim.lease.execution).collect();
    let woken = known.iter().filter(|known| known.is_to_wake() && ids.contains(&known.id)).count();
    let expected = (due.min(limit), due.min(limit), to_wake.min(limit));
    if (taken.len(), ids.len(), woken) != expected {
        return Err(format!(
            "claims, executions and those under way: {:?} are not {expected:?}",
            (taken.len(), ids.len(), woken)
        ));
    }
    for (node, claim) in taken {
        let of_claim = known.iter_mut().find(|known| known.id == claim.lease.execution);
        let known = of_claim.ok_or("an execution of another schedule was taken")?;
        if !known.is_due() || claim.lease.epoch != known.epoch + 1 {
            return Err(format!("taken under epoch {}: {known:?}", claim.lease.epoch));
        }
        if claim.cancel_requested != known.cancel_requested {
            return Err(format!("to be stopped: {} for {known:?}", claim.cancel_requested));
        }
        known.epoch = claim.lease.epoch;
        known.stand = Stand::Held { node: *node, ended: false, nudged: false };
    }
    Ok(())
}
