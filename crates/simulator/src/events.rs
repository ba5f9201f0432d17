//! What happened, in order, and a way to wait for it: tests wait for a signal and never sleep.

use crate::{JobStatus, Profile};
use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A well-formed submission arrived; nothing is decided yet.
    SubmissionArrived { profile: Profile, key: Option<String> },
    /// A job was made.
    Accepted { key: Option<String>, job: String },
    /// A submission is about to be answered; `code` is absent where the connection is closed instead.
    Answered { key: Option<String>, code: Option<u16> },
    /// A job was looked at, or found in a list.
    Looked { job: String },
    /// A job was asked to stop.
    Cancelled { job: String },
    /// A job came to its end.
    Ended { job: String, status: JobStatus },
    /// A callback was tried; `answer` is what the client said, absent where it could not be reached.
    CallbackSent { job: String, status: JobStatus, genuine: bool, answer: Option<u16> },
}

/// The event did not come in time.
#[derive(Clone)]
pub struct NeverHappened {
    /// What happened instead, in order.
    pub events: Vec<Event>,
}

impl fmt::Debug for NeverHappened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let skipped = self.events.len().saturating_sub(30);
        writeln!(f, "it never happened; of {} events these were the last:", self.events.len())?;
        self.events.iter().skip(skipped).try_for_each(|event| writeln!(f, "  {event:?}"))
    }
}

impl fmt::Display for NeverHappened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for NeverHappened {}

/// The log. Waiting looks at the past too, so that nothing is missed between an action and the wait for it.
pub(crate) struct EventLog {
    events: Mutex<Vec<Event>>,
    length: watch::Sender<usize>,
}

impl EventLog {
    pub fn new() -> EventLog {
        EventLog { events: Mutex::default(), length: watch::Sender::new(0) }
    }

    pub fn push(&self, event: Event) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(event);
        self.length.send_replace(events.len());
    }

    pub fn all(&self) -> Vec<Event> {
        self.after(0)
    }

    fn after(&self, seen: usize) -> Vec<Event> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.iter().skip(seen).cloned().collect()
    }

    /// The first event since the start that is wanted, as soon as there is one.
    pub async fn wait_for(
        &self,
        patience: Duration,
        mut is_wanted: impl FnMut(&Event) -> bool,
    ) -> Result<Event, NeverHappened> {
        let mut length = self.length.subscribe();
        let waiting = async {
            let mut seen = 0;
            loop {
                let fresh = self.after(seen);
                seen += fresh.len();
                if let Some(event) = fresh.into_iter().find(&mut is_wanted) {
                    return event;
                }
                // Both ends are in `self`, so that it cannot have been closed.
                _ = length.wait_for(|length| *length > seen).await;
            }
        };
        let found = tokio::time::timeout(patience, waiting).await;
        found.map_err(|_| NeverHappened { events: self.all() })
    }
}
