//! Opening a database by its URL, and the connections to it.

use super::{
    Dialect, Looking, Reading, Tx,
    writer::{Line, SQLITE_BEGIN, Share, Writer},
};
use crate::{PoolFigures, StoreError};
use sqlx::{
    Connection, Database, PgPool, Pool, SqlitePool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

const POSTGRES_BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
const READERS: u32 = 4;
/// For whoever waits for an answer.
const CONNECTIONS: u32 = 12;
/// For work, most of which is written together.
const WORK_CONNECTIONS: u32 = 6;
/// How long a statement waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for its turn, and for a server that does not answer.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// A connection that was not used for so long is tried before it is used: its server may be gone.
const TRY_AFTER: Duration = Duration::from_secs(1);
/// A lease that could not be renewed for this long is tried again on a new connection.
const LEASE_TIMEOUT: Duration = Duration::from_secs(5);

/// The connections to one database. No amount of work keeps a renewal waiting, or somebody who waits for an answer: on
/// PostgreSQL each has connections of its own, on SQLite a line of its own at the only writer. Cheap to clone.
#[derive(Clone)]
pub(in crate::sql) enum Pools {
    Sqlite { reads: SqlitePool, writer: Writer },
    Postgres { asked: PgPool, work: PgPool, leases: PgPool },
}

/// Opens the database of a URL such as `sqlite://data/pitchreel.db` or `postgres://user@host/name`, and brings it up
/// to date. A SQLite file is made where there is none.
pub(in crate::sql) async fn open(url: &str) -> Result<Pools, StoreError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        open_postgres(url).await
    } else {
        open_sqlite(url).await
    }
}

async fn open_sqlite(url: &str) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT);
    if let Some(folder) = options.get_filename().parent() {
        tokio::fs::create_dir_all(folder).await.map_err(StoreError::broken)?;
    }
    let pool = |connections| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            // A transaction that a full disk ended is not known to be over: its connection takes no other one any more.
            .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
    };
    let writes = pool(1).connect_with(options.clone()).await?;
    // One process brings it up to date, and another that opens it at the same time finds that done.
    let mut alone = writes.begin_with(SQLITE_BEGIN).await?;
    SQLITE_MIGRATIONS.run_direct(None, &mut *alone, false).await.map_err(StoreError::broken)?;
    alone.commit().await?;
    let reads = pool(READERS).connect_with(options).await?;
    Ok(Pools::Sqlite { reads, writer: Writer::new(writes) })
}

async fn open_postgres(url: &str) -> Result<Pools, StoreError> {
    let options = PgConnectOptions::from_str(url)?.application_name("pitchreel");
    let pool = || PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT);
    let asked = pool().connect_with(options.clone()).await?;
    POSTGRES_MIGRATIONS.run(&asked).await.map_err(StoreError::broken)?;
    // Work that meets a connection whose server is gone is done again, so one that was just in use is not tried first.
    let work = pool().max_connections(WORK_CONNECTIONS).test_before_acquire(false).before_acquire(
        |connection, meta| {
            let idle = meta.idle_for > TRY_AFTER;
            Box::pin(async move { Ok(!idle || connection.ping().await.is_ok()) })
        },
    );
    let work = work.connect_lazy_with(options.clone());
    let leases =
        PgPoolOptions::new().max_connections(1).acquire_timeout(LEASE_TIMEOUT).connect_lazy_with(options);
    Ok(Pools::Postgres { asked, work, leases })
}

/// Listens to what other nodes tell; `None` where there are no other nodes.
pub(in crate::sql) async fn hint_listener(pools: &Pools) -> Result<Option<PgListener>, StoreError> {
    match pools {
        Pools::Sqlite { .. } => Ok(None),
        Pools::Postgres { asked, .. } => {
            // An own connection: one of the pool's would be missing there for as long as we listen.
            let apart = PgPoolOptions::new().max_connections(1).acquire_timeout(LEASE_TIMEOUT);
            let apart = apart.connect_lazy_with((*asked.connect_options()).clone());
            Ok(Some(PgListener::connect_with(&apart).await?))
        }
    }
}

/// A turn that does not come is an error, like a connection that does not.
async fn in_time(share: impl Future<Output = Result<Share, StoreError>>) -> Result<Tx, StoreError> {
    let share = tokio::time::timeout(ACQUIRE_TIMEOUT, share).await.map_err(StoreError::broken)?;
    share.map(Tx::Shared)
}

impl Pools {
    pub fn dialect(&self) -> Dialect {
        match self {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// Begins a write for whose end somebody waits.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        match self {
            Pools::Sqlite { writer, .. } => in_time(writer.in_line(Line::Asked)).await,
            Pools::Postgres { asked, .. } => Ok(Tx::Postgres(asked.begin_with(POSTGRES_BEGIN).await?)),
        }
    }

    /// Begins a write of work that nobody waits for.
    pub async fn begin_work(&self) -> Result<Tx, StoreError> {
        match self {
            Pools::Sqlite { writer, .. } => in_time(writer.in_line(Line::Work)).await,
            Pools::Postgres { work, .. } => Ok(Tx::Postgres(work.begin_with(POSTGRES_BEGIN).await?)),
        }
    }

    /// The same of one statement: on PostgreSQL it needs no transaction around it.
    pub async fn alone(&self) -> Result<Tx, StoreError> {
        match self {
            Pools::Sqlite { writer, .. } => in_time(writer.in_line(Line::Work)).await,
            Pools::Postgres { work, .. } => Ok(Tx::Alone(work.acquire().await?)),
        }
    }

    /// Begins a write about leases, before all other work of this process that waits.
    pub async fn begin_lease(&self) -> Result<Tx, StoreError> {
        match self {
            Pools::Sqlite { writer, .. } => in_time(writer.next()).await,
            Pools::Postgres { leases, .. } => Ok(Tx::Postgres(leases.begin_with(POSTGRES_BEGIN).await?)),
        }
    }

    /// Begins several reads of one moment.
    pub async fn read(&self) -> Result<Reading, StoreError> {
        let how = self.dialect().begin_read();
        match self {
            Pools::Sqlite { reads, .. } => Ok(Reading(Tx::Sqlite(reads.begin_with(how).await?))),
            Pools::Postgres { asked, .. } => Ok(Reading(Tx::Postgres(asked.begin_with(how).await?))),
        }
    }

    /// A connection for one read.
    pub async fn look(&self) -> Result<Looking, StoreError> {
        match self {
            Pools::Sqlite { reads, .. } => Ok(Looking::Sqlite(reads.acquire().await?)),
            Pools::Postgres { asked, .. } => Ok(Looking::Postgres(asked.acquire().await?)),
        }
    }

    /// How many connections there are, and how many of them nobody uses.
    pub fn figures(&self) -> Vec<PoolFigures> {
        fn of<D: Database>(name: &'static str, pool: &Pool<D>) -> PoolFigures {
            let (all, idle) = (u64::from(pool.size()), pool.num_idle() as u64);
            PoolFigures { name, busy: all.saturating_sub(idle), idle }
        }
        match self {
            Pools::Sqlite { reads, .. } => vec![of("reads", reads)],
            Pools::Postgres { asked, work, leases } => {
                vec![of("asked", asked), of("work", work), of("leases", leases)]
            }
        }
    }

    /// Ends all connections once their work is done.
    pub async fn close(&self) {
        match self {
            Pools::Sqlite { reads, writer } => {
                reads.close().await;
                writer.close().await;
            }
            Pools::Postgres { asked, work, leases } => {
                leases.close().await;
                work.close().await;
                asked.close().await;
            }
        }
    }
}
