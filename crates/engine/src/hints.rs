//! Hints between nodes: what changed here is told, at most ten times a second; what another node tells makes us look at
//! the table. Hints may be lost, so nothing rests on them but how soon something is seen.

use crate::{registry::Command, works::Works};
use domain::ExecutionId;
use futures::StreamExt;
use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use store::Hint;
use tokio::{sync::Notify, time::sleep};

/// The least time between two rounds of telling.
const BEAT: Duration = Duration::from_millis(100);
/// Executions that one hint names; a payload holds some 8,000 bytes.
const IDS_OF_HINT: usize = 200;
/// How long to leave a line alone that broke.
const REST: Duration = Duration::from_secs(1);

/// What is to be told.
pub(crate) struct Telling {
    to_others: bool,
    news: Mutex<News>,
    ready: Notify,
}

#[derive(Default)]
struct News {
    changed: HashSet<ExecutionId>,
    cancel: HashSet<ExecutionId>,
    due: bool,
}

impl Telling {
    /// `to_others`: whether there may be other nodes.
    pub fn new(to_others: bool) -> Self {
        Telling { to_others, news: Mutex::default(), ready: Notify::new() }
    }

    pub fn changed(&self, id: &ExecutionId) {
        self.add(|news| news.changed.extend([id.clone()]));
    }

    pub fn cancel(&self, id: &ExecutionId) {
        self.add(|news| news.cancel.extend([id.clone()]));
    }

    pub fn due(&self) {
        self.add(|news| news.due = true);
    }

    fn add(&self, what: impl FnOnce(&mut News)) {
        if self.to_others {
            what(&mut self.news());
            self.ready.notify_one();
        }
    }

    fn take(&self) -> Vec<Hint> {
        let News { changed, cancel, due } = mem::take(&mut *self.news());
        let changed: Vec<ExecutionId> = changed.into_iter().collect();
        let cancel = cancel.into_iter().map(Hint::Cancel);
        let changed = changed.chunks(IDS_OF_HINT).map(|ids| Hint::Changed(ids.to_vec()));
        cancel.chain(changed).chain(due.then_some(Hint::Due)).collect()
    }

    fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the other nodes, until all work has ended; what it left to tell is told even then.
pub(crate) async fn tell(works: Arc<Works>) {
    if !works.telling.to_others {
        return;
    }
    let mut over = false;
    while !over {
        over = tokio::select! {
            () = works.ended.cancelled() => true,
            () = works.telling.ready.notified() => false,
        };
        for hint in works.telling.take() {
            if let Err(error) = works.stores.hints.tell(&hint).await {
                tracing::warn!(%error, "other nodes were not told; they look by themselves");
            }
        }
        tokio::select! {
            () = works.ended.cancelled() => {}
            () = sleep(BEAT) => {}
        }
    }
}

/// Listens to the other nodes, until all work has ended.
pub(crate) async fn listen(works: Arc<Works>) {
    loop {
        match works.stores.hints.listen().await {
            Ok(None) => return,
            Ok(Some(mut hints)) => loop {
                tokio::select! {
                    () = works.ended.cancelled() => return,
                    hint = hints.next() => match hint {
                        Some(hint) => heard(&works, hint),
                        None => break,
                    }
                }
            },
            Err(error) => tracing::warn!(%error, "other nodes cannot be heard; trying again"),
        }
        tokio::select! {
            () = works.ended.cancelled() => return,
            () = sleep(REST) => {}
        }
        // Whatever was told meanwhile.
        works.registry.stir_all();
        works.work.notify_one();
    }
}

fn heard(works: &Works, hint: Hint) {
    match hint {
        Hint::Changed(ids) => ids.iter().for_each(|id| works.registry.stir(id)),
        Hint::Cancel(id) => {
            works.registry.command(&id, Command::Cancel);
            works.work.notify_one();
        }
        Hint::Due => works.work.notify_one(),
    }
}
