//! What can go wrong, and who decides that it does: the odds of the seed, or a test that forces it.

use rand::{Rng, rngs::StdRng};
use std::{collections::BTreeMap, time::Duration};

/// One way in which a service fails. A submission may have several of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The connection is closed without an answer, and no job was made.
    DropBeforeAccept,
    /// The job is made and will cost; the connection is closed without an answer.
    DropAfterAccept,
    /// 503, and no job was made.
    ErrorBeforeAccept,
    /// The job is made and will cost; the answer is 500.
    ErrorAfterAccept,
    /// 429 with `Retry-After` in whole seconds, rounded up; no job was made.
    TooMany { retry_after: Duration },
    /// The job is made at once and the answer comes late.
    Slow { delay: Duration },
    /// The job ends at once, and its callback is delivered before the submission is answered.
    CallbackBeforeAnswer,
    /// The callback of the end is delivered twice, with one delivery id.
    CallbackTwice,
    /// After the callback of the end comes one that says that the job is pending. fal has no such callback.
    CallbackOutOfOrder,
    /// Two callbacks with wrong signatures as soon as the job is made: one says that it failed, one names a job that
    /// never was.
    CallbackForged,
    /// The service forgets the job: later looks answer 404, no callback comes, and nothing is charged.
    LoseJob,
    /// The job ends as failed and is not charged.
    FailJob,
    /// Who cancels the job is told yes, and it is done and charged all the same.
    BillCancelled,
    /// A look answers 503. Forced for a submission, it is the first look at its job.
    PollError,
}

impl Fault {
    /// Faults that decide the answer to a submission; it has one of them at most.
    fn is_of_answer(self) -> bool {
        matches!(
            self,
            Fault::DropBeforeAccept
                | Fault::DropAfterAccept
                | Fault::ErrorBeforeAccept
                | Fault::ErrorAfterAccept
                | Fault::TooMany { .. }
                | Fault::Slow { .. }
        )
    }
}

/// How often each fault happens, and what is forced for the first submissions.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    odds: Vec<(Fault, u32)>,
    forced: BTreeMap<usize, Vec<Fault>>,
}

impl Faults {
    /// Nothing goes wrong.
    pub fn none() -> Faults {
        Faults::default()
    }

    /// Adds a fault that befalls so many of a thousand submissions, or looks for [`Fault::PollError`].
    pub fn with(mut self, fault: Fault, permille: u32) -> Faults {
        self.odds.push((fault, permille));
        self
    }

    /// Every kind of fault, each for so many of a thousand.
    pub fn every_kind(permille: u32) -> Faults {
        let kinds = [
            Fault::DropBeforeAccept,
            Fault::DropAfterAccept,
            Fault::ErrorBeforeAccept,
            Fault::ErrorAfterAccept,
            Fault::TooMany { retry_after: Duration::from_secs(1) },
            Fault::Slow { delay: Duration::from_millis(50) },
            Fault::CallbackBeforeAnswer,
            Fault::CallbackTwice,
            Fault::CallbackOutOfOrder,
            Fault::CallbackForged,
            Fault::LoseJob,
            Fault::FailJob,
            Fault::BillCancelled,
            Fault::PollError,
        ];
        kinds.into_iter().fold(Faults::none(), |faults, kind| faults.with(kind, permille))
    }

    /// Forces the faults of the n-th submission, counted from 0; an empty list forces that nothing goes wrong.
    pub fn force(mut self, nth: usize, faults: impl IntoIterator<Item = Fault>) -> Faults {
        self.forced.insert(nth, faults.into_iter().collect());
        self
    }

    /// The same for the first submission from `arrived` on that nothing is forced for yet.
    pub(crate) fn force_next(&mut self, arrived: usize, faults: Vec<Fault>) {
        let nth = (arrived..).find(|nth| !self.forced.contains_key(nth));
        self.forced.extend(nth.map(|nth| (nth, faults)));
    }

    /// What befalls the n-th submission.
    pub(crate) fn plan(&self, nth: usize, chance: &mut StdRng) -> Plan {
        if let Some(forced) = self.forced.get(&nth) {
            return Plan::of(forced.clone());
        }
        let mut drawn: Vec<Fault> = Vec::new();
        for &(fault, permille) in self.odds.iter().filter(|(fault, _)| *fault != Fault::PollError) {
            // Drawn in any case, so that the odds of one fault do not change when another befalls.
            let befalls = chance.random_range(0..1000) < permille;
            let is_free = !fault.is_of_answer() || !drawn.iter().any(|earlier| earlier.is_of_answer());
            if befalls && is_free {
                drawn.push(fault);
            }
        }
        Plan::of(drawn)
    }

    /// Whether a look fails that no plan decides on.
    pub(crate) fn look_fails(&self, chance: &mut StdRng) -> bool {
        let odds = self.odds.iter().filter(|(fault, _)| *fault == Fault::PollError);
        odds.map(|(_, permille)| permille).sum::<u32>() > chance.random_range(0..1000)
    }
}

/// What befalls one submission and its job.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan(Vec<Fault>);

impl Plan {
    pub fn of(faults: Vec<Fault>) -> Plan {
        Plan(faults)
    }

    pub fn has(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }

    /// What happens to the answer.
    pub fn of_answer(&self) -> Option<Fault> {
        self.0.iter().copied().find(|fault| fault.is_of_answer())
    }
}
