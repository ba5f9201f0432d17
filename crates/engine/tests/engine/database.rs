//! An empty database for one test: a file, or one database of a PostgreSQL cluster. It is gone when it is dropped.

use domain::{Money, ProjectId};
use simulator::PostgresCluster;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, Weak},
};
use store::{MonthlyLimits, SqlStore, StoreSettings, Vault};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Lives for as long as some test of this process needs it, since nobody drops what a static holds.
static CLUSTER: Mutex<Weak<PostgresCluster>> = Mutex::new(Weak::new());

pub enum Database {
    Sqlite(TempDir),
    Postgres { cluster: Arc<PostgresCluster>, name: String },
}

impl Database {
    pub fn new(on: On) -> Database {
        match on {
            On::Sqlite => Database::Sqlite(memory_folder()),
            On::Postgres => {
                let cluster = cluster();
                // Names that nobody else has: many processes share one cluster.
                let name = format!("engine_{}", ProjectId::generate());
                cluster.create_database(&name).unwrap();
                Database::Postgres { cluster, name }
            }
        }
    }

    /// Opens it as one more process does.
    pub async fn open(url: &str, vault: Arc<Vault>) -> SqlStore {
        let monthly = MonthlyLimits { videos: 1_000_000, cost: Money::ZERO };
        let settings = StoreSettings { vault, monthly, public_url: "https://pitchreel.example".into() };
        SqlStore::open(url, settings).await.unwrap()
    }

    pub fn url(&self) -> String {
        match self {
            Database::Sqlite(folder) => format!("sqlite://{}", folder.path().join("pitchreel.db").display()),
            Database::Postgres { cluster, name } => cluster.url(name),
        }
    }

    /// Changes rows behind the back of everybody, and says how many.
    pub async fn execute(&self, statement: &str) -> u64 {
        let statement = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
        match self {
            Database::Sqlite(_) => {
                let mut connection = SqliteConnection::connect(&self.url()).await.unwrap();
                let changed = statement.execute(&mut connection).await.unwrap().rows_affected();
                connection.close().await.unwrap();
                changed
            }
            Database::Postgres { .. } => {
                let mut connection = PgConnection::connect(&self.url()).await.unwrap();
                let changed = statement.execute(&mut connection).await.unwrap().rows_affected();
                connection.close().await.unwrap();
                changed
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Database::Postgres { cluster, name } = self {
            // Killed processes may not have let go yet. Where this fails, the cluster's end removes it.
            _ = cluster.query("postgres", &format!("DROP DATABASE \"{name}\" WITH (FORCE)"));
        }
    }
}

/// In memory where this machine has a file system for that: what is tested is the engine and not the disk.
pub fn memory_folder() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
}

fn cluster() -> Arc<PostgresCluster> {
    let mut known = CLUSTER.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    known.upgrade().unwrap_or_else(|| {
        let cluster = Arc::new(PostgresCluster::shared_or_own().unwrap());
        *known = Arc::downgrade(&cluster);
        cluster
    })
}
