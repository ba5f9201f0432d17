//! The store on SQLite: one file, write-ahead log, foreign keys on, one writer.
//!
//! Reads run beside each other on their own connections. All writes go through a single connection, each in one
//! `BEGIN IMMEDIATE` transaction or one statement, so that nothing is read and then written by two at once. Between
//! the first write and the commit nothing but statements happens. The clock is the database's.

mod accounts;
mod assets;
mod change;
mod events;
mod executions;
mod ledger;
mod project_list;
mod projects;
mod queue;
mod removals;
mod rows;
mod sessions;
mod shares;

use crate::StoreError;
use sqlx::{
    Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");

const READERS: u32 = 4;
/// How long a statement waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for its turn.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);

/// All tables in one SQLite file. Cheap to clone.
#[derive(Clone)]
pub struct SqliteStore {
    reads: SqlitePool,
    writes: SqlitePool,
}

/// A write under way, with the moment it began.
struct Write {
    tx: Transaction<'static, Sqlite>,
    now_ms: i64,
}

impl SqliteStore {
    /// Opens the database of a URL such as `sqlite://data/pitchreel.db`, makes it if it is not there, and brings it up
    /// to date.
    pub async fn open(url: &str) -> Result<SqliteStore, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        if let Some(folder) = options.get_filename().parent() {
            tokio::fs::create_dir_all(folder).await.map_err(StoreError::broken)?;
        }
        let writes = pool(1).connect_with(options.clone()).await?;
        MIGRATIONS.run(&writes).await.map_err(StoreError::broken)?;
        let reads = pool(READERS).connect_with(options).await?;
        Ok(SqliteStore { reads, writes })
    }

    /// Ends all connections once their work is done.
    pub async fn close(&self) {
        self.reads.close().await;
        self.writes.close().await;
    }

    async fn begin(&self) -> Result<Write, StoreError> {
        let mut tx = self.writes.begin_with("BEGIN IMMEDIATE").await?;
        let now_ms = sqlx::query_scalar("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)")
            .fetch_one(&mut *tx)
            .await?;
        Ok(Write { tx, now_ms })
    }
}

impl Write {
    async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
}
