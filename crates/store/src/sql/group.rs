//! Writes of holders, many at once. Each says what it changes in its execution; those that come while others are being
//! written are written together, in one transaction of a few statements, and each is told when that is committed. One
//! that does not hold its lease any more, or decides against what it would write, is left out and told so. What a
//! provider told is written with them, and needs no lease.

use super::{
    SqlStore, Write,
    change::Locked,
    db::{Column, Dialect, Tx, with_rows},
    rows::{ExecutionRow, Seen, stored},
    submissions::SubmissionRow,
    writes::Writes,
};
use crate::{JobRecord, Lease, StoreError};
use std::{
    collections::{HashMap, HashSet},
    iter, mem, slice,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

/// How much is written at once.
struct Measure {
    /// Writes in one transaction.
    together: usize,
    /// Transactions at once: while one waits for its disk, another is put together.
    at_once: usize,
}

impl Measure {
    /// At SQLite's only writer whoever waits for an answer may stand behind such a transaction, so it is a short one.
    fn of(dialect: Dialect) -> Measure {
        match dialect {
            Dialect::Sqlite => Measure { together: 16, at_once: 1 },
            Dialect::Postgres => Measure { together: 64, at_once: 2 },
        }
    }
}

/// What a holder reads before it decides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    /// The execution and its steps.
    Steps,
    /// Its paid requests too.
    Requests,
}

/// The writes that wait. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Group(Arc<Mutex<Line>>);

#[derive(Default)]
struct Line {
    waiting: Vec<Waiting>,
    /// How many tasks write what waits.
    writers: usize,
}

struct Waiting {
    write: Held,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

/// What a holder writes.
enum Held {
    /// A change of its execution, under its lease.
    Change { lease: Lease, reads: Reads, change: Box<Change> },
    /// The job of one of its requests.
    Learned { request_key: String, job: JobRecord },
}

/// May be called again when what it decided was not written.
type Change = dyn Fn(&mut Locked) -> Result<(), StoreError> + Send + Sync;

impl Group {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether another writer is needed.
    fn line_up(&self, waiting: Waiting, at_once: usize) -> bool {
        let mut line = self.line();
        line.waiting.push(waiting);
        let wanted = line.writers < at_once;
        line.writers += usize::from(wanted);
        wanted
    }
}

/// A task that writes, counted until nothing waits. A panic ends it too, so that another one takes its place.
struct Writer(Group);

impl Writer {
    /// Those that are written next, no two of one row; none where this writer has nothing more to do.
    fn next(&self, together: usize) -> Vec<Waiting> {
        let mut line = self.0.line();
        let mut taken = HashSet::new();
        let (mut next, mut later) = (Vec::new(), Vec::new());
        for waiting in mem::take(&mut line.waiting) {
            match next.len() < together && taken.insert(waiting.write.row().to_owned()) {
                true => next.push(waiting),
                false => later.push(waiting),
            }
        }
        line.waiting = later;
        if next.is_empty() {
            line.writers -= 1;
        }
        next
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.line().writers -= 1;
        }
    }
}

impl SqlStore {
    /// Changes an execution under a lease, if that still stands; it stays so until the change is committed.
    pub(super) async fn under<T: Send + 'static>(
        &self,
        lease: &Lease,
        reads: Reads,
        change: impl Fn(&mut Locked) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let made = Arc::new(Mutex::new(None));
        let keep = made.clone();
        let change = move |locked: &mut Locked| {
            let outcome = change(locked)?;
            *keep.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            Ok(())
        };
        let write = Held::Change { lease: lease.clone(), reads, change: Box::new(change) };
        self.write_with_others(write).await?;
        let made = made.lock().unwrap_or_else(PoisonError::into_inner).take();
        made.ok_or_else(|| StoreError::broken("a change was written and left nothing"))
    }

    /// Keeps the job of a request, whoever holds its execution.
    pub(super) async fn learn(&self, request_key: &str, job: &JobRecord) -> Result<(), StoreError> {
        self.write_with_others(Held::Learned { request_key: request_key.to_owned(), job: job.clone() }).await
    }

    async fn write_with_others(&self, write: Held) -> Result<(), StoreError> {
        let (answer, answered) = oneshot::channel();
        if self.group.line_up(Waiting { write, answer }, Measure::of(self.dialect()).at_once) {
            // Of its own, so that whoever came first may leave and the others are written all the same.
            let store = self.clone();
            tokio::spawn(async move { store.write_what_waits().await });
        }
        answered.await.map_err(StoreError::broken)?
    }

    async fn write_what_waits(&self) {
        let writer = Writer(self.group.clone());
        let together = Measure::of(self.dialect()).together;
        loop {
            let next = writer.next(together);
            if next.is_empty() {
                return;
            }
            match self.write_together(&next).await {
                Ok(told) => next.into_iter().zip(told).for_each(|(waiting, told)| waiting.tell(told)),
                // Which of them it refused is not known, so each is written by itself.
                Err(error) if next.len() > 1 && error.refusal().is_some() => {
                    tracing::warn!(%error, writes = next.len(), "writes were refused together; each by itself now");
                    self.write_one_by_one(next).await;
                }
                Err(error) => fail(next, error),
            }
        }
    }

    async fn write_one_by_one(&self, these: Vec<Waiting>) {
        let mut these = these.into_iter();
        while let Some(waiting) = these.next() {
            match self.write_together(slice::from_ref(&waiting)).await {
                Ok(told) => waiting.tell(told.into_iter().collect()),
                Err(error) if error.refusal().is_some() => waiting.tell(Err(error)),
                // It does not answer, and whoever waits is told at once.
                Err(error) => fail(iter::once(waiting).chain(these.by_ref()), error),
            }
        }
    }

    /// Writes these in one transaction, and gives what each is told.
    async fn write_together(&self, these: &[Waiting]) -> Result<Vec<Result<(), StoreError>>, StoreError> {
        let tx = self.pools.begin_work().await?;
        let (mut write, mut locked) = self.lock_held(tx, these).await?;
        let mut writes = write.writes();
        let mut told = Vec::with_capacity(these.len());
        for waiting in these {
            told.push(match &waiting.write {
                Held::Change { lease, change, .. } => {
                    let locked = locked.remove(lease.execution.as_str());
                    decide(locked, change).map(|more| writes.add(more))
                }
                Held::Learned { request_key, job } => {
                    writes.learned(request_key, job);
                    Ok(())
                }
            });
        }
        if !writes.is_empty() {
            write.store(writes).await?;
            write.commit().await?;
        }
        Ok(told)
    }

    /// The executions of these whose leases stand, as they stay until this transaction ends. All are locked in one
    /// order, so that nobody waits for somebody who waits for him.
    async fn lock_held(
        &self,
        mut tx: Tx,
        these: &[Waiting],
    ) -> Result<(Write, HashMap<String, Locked>), StoreError> {
        let now = tx.dialect().now();
        let lock = tx.dialect().for_update_of("executions");
        let (mut leases, mut asked) = (Vec::new(), Vec::new());
        for waiting in these {
            if let Held::Change { lease, reads, .. } = &waiting.write {
                let id = lease.execution.as_str();
                leases.push(vec![id.into(), stored(lease.epoch).into()]);
                asked.extend((*reads == Reads::Requests).then_some(id));
            }
        }
        if leases.is_empty() {
            return Ok((self.write_at(tx, 0), HashMap::new()));
        }
        // Whoever lost his lease locks nothing: the next holder would pass over what is locked.
        let found: Vec<Seen<ExecutionRow>> = with_rows(
            tx.dialect(),
            &format!(
                "SELECT executions.*, ({now}) AS now_ms FROM {{given}}
                 JOIN executions ON executions.id = given.id AND executions.lease_epoch = given.epoch
                 WHERE executions.held = 1 AND executions.status = 'running' ORDER BY executions.id{lock}"
            ),
            &[("id", Column::Text), ("epoch", Column::Int)],
            leases,
        )?
        .fetch_all(&mut tx)
        .await?;
        let now_ms = found.iter().map(|seen| seen.now_ms).max().unwrap_or_default();
        let mut write = self.write_at(tx, now_ms);
        if found.is_empty() {
            return Ok((write, HashMap::new()));
        }
        let ids: Vec<&str> = found.iter().map(|seen| seen.row.id.as_str()).collect();
        asked.retain(|id| ids.contains(id));
        let mut steps = write.states_of(&ids).await?;
        let mut requests: HashMap<String, Vec<SubmissionRow>> = HashMap::new();
        if !asked.is_empty() {
            for request in write.requests_of(&asked).await? {
                let execution = request.execution_id.clone().unwrap_or_default();
                requests.entry(execution).or_default().push(request);
            }
        }
        let mut held = HashMap::new();
        for Seen { row, .. } in found {
            let steps = steps.remove(&row.id).unwrap_or_default();
            let requests = requests.remove(&row.id).unwrap_or_default();
            held.insert(row.id.clone(), Locked::new(row, steps, requests, write.writes()));
        }
        Ok((write, held))
    }
}

impl Waiting {
    fn tell(self, told: Result<(), StoreError>) {
        let _whoever_asked_left = self.answer.send(told);
    }
}

impl Held {
    /// Which row it writes first of all.
    fn row(&self) -> &str {
        match self {
            Held::Change { lease, .. } => lease.execution.as_str(),
            Held::Learned { request_key, .. } => request_key,
        }
    }
}

/// Tells all of these what went wrong.
fn fail(these: impl IntoIterator<Item = Waiting>, error: StoreError) {
    let cause = error.to_string();
    let mut error = Some(error);
    for waiting in these {
        waiting.tell(Err(error.take().unwrap_or_else(|| StoreError::broken(cause.clone()))));
    }
}

/// What follows from a change for its execution, if its lease still stands.
fn decide(locked: Option<Locked>, change: &Change) -> Result<Writes, StoreError> {
    let mut locked = locked.ok_or(StoreError::LeaseLost)?;
    change(&mut locked)?;
    Ok(locked.into_writes())
}
