//! The stream of one execution's events: every one of them once, in order, with no gap, until it is final or
//! the engine drains; whoever comes back names the last number it saw.
//!
//! The table is the truth. Events that come straight from an actor are used when they are the very next one; whatever
//! does not fit (a gap, a listener that lagged) is answered by reading on from the table, and one slow look at the table
//! for all that are watched finds what nobody told of.

use crate::{
    EngineError, counts,
    registry::{Heard, Listener},
    works::Works,
};
use domain::{AccountId, ExecutionEvent, ExecutionId};
use futures::stream::{self, BoxStream, StreamExt};
use std::{collections::VecDeque, sync::Arc, time::Duration};
use store::StoreError;
use tokio::sync::broadcast::error::RecvError;

/// Events in order, with no gap, until the execution is final.
pub type EventStream = BoxStream<'static, ExecutionEvent>;

/// Events that are read from the table at once.
const PAGE: u32 = 200;
/// The slow look at the table, for events that nobody told us of: one for all that are watched.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Executions that are looked at in one question.
const LOOKED_AT: usize = 500;

/// Starts to watch; `NotFound` when it is not this account's.
pub(crate) async fn watch(
    works: Arc<Works>,
    account: AccountId,
    id: ExecutionId,
    after: u64,
) -> Result<EventStream, EngineError> {
    // Listen first and look second, so that nothing falls between.
    let heard = works.registry.listen(&id);
    let watcher = Watcher {
        works,
        account,
        id,
        newest: after,
        at_hand: VecDeque::new(),
        heard,
        caught_up: false,
        _counted: counts::Watching::begin(),
    };
    watcher.works.stores.executions.get_execution(&watcher.account, &watcher.id).await?;
    Ok(stream::unfold(watcher, Watcher::next).boxed())
}

/// Finds events that nobody told us of, until the engine drains.
pub(crate) async fn look(works: Arc<Works>) {
    let look = async {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            for ids in works.registry.listened().chunks(LOOKED_AT) {
                match works.stores.executions.last_events(ids).await {
                    Ok(newest) => newest.iter().for_each(|(id, seq)| works.registry.found(id, *seq)),
                    Err(error) => {
                        tracing::warn!(%error, "watched executions cannot be looked at; trying again")
                    }
                }
            }
        }
    };
    works.stopping.run_until_cancelled(look).await;
}

struct Watcher {
    works: Arc<Works>,
    account: AccountId,
    id: ExecutionId,
    /// The number of the last event that was given.
    newest: u64,
    at_hand: VecDeque<ExecutionEvent>,
    heard: Listener,
    /// Everything in the table has been read; the next one should be heard.
    caught_up: bool,
    _counted: counts::Watching,
}

impl Watcher {
    async fn next(mut self) -> Option<(ExecutionEvent, Self)> {
        loop {
            if let Some(event) = self.at_hand.pop_front() {
                self.newest = event.seq;
                return Some((event, self));
            }
            if !self.caught_up {
                match self.read_on().await {
                    Ok(true) => continue,
                    Ok(false) => return None,
                    Err(StoreError::NotFound) => return None,
                    Err(error) => {
                        tracing::error!(execution = %self.id, %error, "events cannot be read; trying again");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                        continue;
                    }
                }
            }
            self.hear().await?;
        }
    }

    /// Reads what the table has; false when there is nothing more to come.
    async fn read_on(&mut self) -> Result<bool, StoreError> {
        let executions = self.works.stores.executions.clone();
        let events = executions.list_events(&self.account, &self.id, self.newest, PAGE).await?;
        if events.is_empty() {
            let execution = executions.get_execution(&self.account, &self.id).await?;
            self.caught_up = execution.last_event <= self.newest;
            self.heard.knows(self.newest);
            return Ok(!(self.caught_up && execution.status.is_final()));
        }
        self.at_hand.extend(events);
        Ok(true)
    }

    /// Waits for the next event; `None` when the engine is about to end, so that no listener keeps the process alive.
    async fn hear(&mut self) -> Option<()> {
        let next = tokio::select! {
            () = self.works.stopping.cancelled() => return None,
            next = self.heard.recv() => next,
        };
        match next {
            Ok(Heard::Event(event)) if event.seq <= self.newest => {}
            Ok(Heard::Event(event)) if event.seq == self.newest + 1 => {
                // A retry may follow a final one, so the table is asked whether this is the end.
                self.caught_up = !event.status.is_final();
                self.at_hand.push_back(*event);
            }
            Err(RecvError::Closed) => return None,
            Ok(_) | Err(RecvError::Lagged(_)) => self.caught_up = false,
        }
        Some(())
    }
}
