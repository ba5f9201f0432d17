//! The only writer of a SQLite database.
//!
//! Writes line up, since SQLite itself lets whoever comes at the right moment go first, so that one who waits behind a
//! crowd may wait for as long as there is a crowd. There are two lines, so that somebody who waits for an answer does not
//! stand behind all the work. Those that stand in a line while one writes share its transaction: each writes behind a
//! savepoint of its own, so that one that fails undoes nothing but itself, and one commit, which is what takes long,
//! makes all of them last. A write is told that it is done when that commit is.

use crate::StoreError;
use sqlx::{AssertSqlSafe, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::{mem, sync::Arc};
use tokio::{
    runtime::Handle,
    sync::{Mutex, OwnedMutexGuard, oneshot},
};

pub(super) const SQLITE_BEGIN: &str = "BEGIN IMMEDIATE";

/// Gives everybody a share in a transaction. Cheap to clone.
#[derive(Clone)]
pub(in crate::sql) struct Writer {
    pool: SqlitePool,
    lines: [Arc<Mutex<()>>; 2],
    open: Arc<Mutex<Option<Open>>>,
}

/// A transaction that is not committed yet.
struct Open {
    tx: Transaction<'static, Sqlite>,
    /// Writes that are done but for the commit.
    done: Vec<oneshot::Sender<Result<(), String>>>,
    /// How many writes began in it; each has the savepoint of its number.
    begun: u64,
    /// The last write ended without being done: what it did is still to be undone.
    torn: bool,
    /// Somebody stands in this line to commit it.
    closing: [bool; 2],
}

/// Where a write lines up.
#[derive(Clone, Copy)]
pub(in crate::sql) enum Line {
    /// Somebody waits for the answer.
    Asked,
    /// Nobody does.
    Work,
}

/// One write's part of a transaction. What it did is undone unless it is committed.
pub(in crate::sql) struct Share {
    writer: Writer,
    open: Option<OwnedMutexGuard<Option<Open>>>,
    /// The line it stood in; one that passed both has its commit at once.
    line: Option<Line>,
}

impl Writer {
    pub fn new(pool: SqlitePool) -> Self {
        Writer { pool, lines: Default::default(), open: Arc::default() }
    }

    /// After everybody who stands in this line.
    pub async fn in_line(&self, line: Line) -> Result<Share, StoreError> {
        let _first = self.lines[line as usize].lock().await;
        self.share(Some(line)).await
    }

    /// Before everybody who stands in a line: it waits for the write that is under way and for at most one of each
    /// line, and its commit for nobody.
    pub async fn next(&self) -> Result<Share, StoreError> {
        self.share(None).await
    }

    pub async fn close(&self) {
        close(self.open.clone().lock_owned().await).await;
        self.pool.close().await;
    }

    async fn share(&self, line: Option<Line>) -> Result<Share, StoreError> {
        let mut open = self.open.clone().lock_owned().await;
        mend(&mut open).await;
        if open.is_none() {
            let tx = self.pool.begin_with(SQLITE_BEGIN).await?;
            *open = Some(Open { tx, done: Vec::new(), begun: 0, torn: false, closing: [false; 2] });
        }
        let mut share = Share { writer: self.clone(), open: Some(open), line };
        share.begin().await?;
        Ok(share)
    }

    /// Commits after everybody who stands in this line now.
    fn close_later(&self, open: &mut Open, line: Line) {
        if let Ok(runtime) = Handle::try_current()
            && !mem::replace(&mut open.closing[line as usize], true)
        {
            let writer = self.clone();
            runtime.spawn(async move {
                let _first = writer.lines[line as usize].lock().await;
                close(writer.open.clone().lock_owned().await).await;
            });
        }
    }
}

impl Open {
    /// Numbers are never used twice, so that nobody goes back to where somebody else began.
    async fn point(&mut self, word: &str) -> Result<(), sqlx::Error> {
        let statement = AssertSqlSafe(format!("{word} write_{}", self.begun));
        sqlx::query(statement).persistent(false).execute(&mut *self.tx).await.map(drop)
    }
}

impl Share {
    async fn begin(&mut self) -> Result<(), StoreError> {
        let open = self.open.as_mut().and_then(|open| open.as_mut()).ok_or_else(over)?;
        open.begun += 1;
        Ok(open.point("SAVEPOINT").await?)
    }

    pub fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        let open = self.open.as_mut().and_then(|open| open.as_mut());
        open.map(|open| &mut *open.tx).ok_or_else(over)
    }

    pub async fn commit(mut self) -> Result<(), StoreError> {
        let (tell, told) = oneshot::channel();
        if let Some(mut guard) = self.open.take()
            && let Some(open) = guard.as_mut()
        {
            open.done.push(tell);
            match self.line {
                Some(line) => self.writer.close_later(open, line),
                // Of its own, so that it is done to the end when whoever asked for it has left.
                None => drop(tokio::spawn(close(guard))),
            }
        }
        match told.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(cause)) => Err(StoreError::broken(cause)),
            Err(lost) => Err(StoreError::broken(lost)),
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Some(open) = self.open.as_mut().and_then(|open| open.as_mut()) {
            open.torn = true;
            self.writer.close_later(open, self.line.unwrap_or(Line::Asked));
        }
    }
}

/// Undoes what a write left that was not done.
async fn mend(open: &mut Option<Open>) {
    let Some(torn) = open.as_mut().filter(|open| open.torn) else { return };
    match torn.point("ROLLBACK TO").await {
        Ok(()) => torn.torn = false,
        // The database ended the transaction by itself, as it does when a disk is full, and undid everybody's part.
        Err(error) => {
            if let Some(lost) = open.take() {
                tell(lost.done, Err(error.to_string()));
            }
        }
    }
}

async fn close(mut open: OwnedMutexGuard<Option<Open>>) {
    mend(&mut open).await;
    if let Some(Open { tx, done, .. }) = open.take() {
        let committed = tx.commit().await;
        // The next one may write before these have heard.
        drop(open);
        tell(done, committed.map_err(|error| error.to_string()));
    }
}

fn over() -> StoreError {
    StoreError::broken("the transaction is over")
}

fn tell(done: Vec<oneshot::Sender<Result<(), String>>>, how: Result<(), String>) {
    for write in done {
        let _whoever_asked_left = write.send(how.clone());
    }
}
