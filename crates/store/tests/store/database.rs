//! An empty database for one test: a file, or one database of a PostgreSQL cluster. It is gone when it is dropped.

use simulator::PostgresCluster;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    path::PathBuf,
    str::FromStr,
    sync::{Arc, Mutex, Weak},
};
use store::MediaFolder;
use tempfile::TempDir;

/// Lives for as long as some test of this process needs it, since nobody drops what a static holds.
static CLUSTER: Mutex<Weak<PostgresCluster>> = Mutex::new(Weak::new());

pub enum Database {
    Sqlite(TempDir),
    Postgres { cluster: Arc<PostgresCluster>, name: String },
}

/// A connection that the store knows nothing of.
pub enum BackDoor {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    /// In memory where this machine has a file system for that: what is tested is the store and not the disk.
    pub fn sqlite() -> Database {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        Database::Sqlite(folder.unwrap())
    }

    pub fn postgres() -> Database {
        let cluster = cluster();
        // Names that nobody else has: many processes share one cluster.
        let name = format!("store_{}", MediaFolder::generate().as_str());
        cluster.create_database(&name).unwrap();
        Database::Postgres { cluster, name }
    }

    /// An empty database of the same kind, with the tables of an older version.
    pub async fn another_of_version(&self, version: i64) -> Database {
        match self {
            Database::Sqlite(_) => {
                let another = Database::sqlite();
                let options = SqliteConnectOptions::from_str(&another.url()).unwrap().create_if_missing(true);
                std::fs::create_dir_all(options.get_filename().parent().unwrap()).unwrap();
                let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
                sqlx::migrate!("../../migrations/sqlite").run_to(version, &mut connection).await.unwrap();
                connection.close().await.unwrap();
                another
            }
            Database::Postgres { .. } => {
                let another = Database::postgres();
                let mut connection = PgConnection::connect(&another.url()).await.unwrap();
                sqlx::migrate!("../../migrations/postgres").run_to(version, &mut connection).await.unwrap();
                connection.close().await.unwrap();
                another
            }
        }
    }

    pub fn url(&self) -> String {
        match self {
            Database::Sqlite(folder) => {
                format!("sqlite://{}", folder.path().join("deep/pitchreel.db").display())
            }
            Database::Postgres { cluster, name } => cluster.url(name),
        }
    }

    /// A way in behind the store's back.
    pub async fn back_door(&self) -> BackDoor {
        match self {
            Database::Sqlite(_) => BackDoor::Sqlite(SqliteConnection::connect(&self.url()).await.unwrap()),
            Database::Postgres { .. } => {
                BackDoor::Postgres(PgConnection::connect(&self.url()).await.unwrap())
            }
        }
    }

    /// Everything that is stored, as whoever steals the disk reads it.
    pub fn stolen(&self) -> Vec<u8> {
        match self {
            Database::Sqlite(folder) => {
                let files = std::fs::read_dir(folder.path().join("deep")).unwrap();
                files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
            }
            Database::Postgres { cluster, name } => {
                let tables = cluster
                    .query(
                        name,
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
                    )
                    .unwrap();
                let dump = |table: &str| cluster.query(name, &format!("COPY {table} TO STDOUT")).unwrap();
                tables.lines().map(dump).collect::<Vec<_>>().join("\n").into_bytes()
            }
        }
    }
}

impl BackDoor {
    /// Changes rows, and says how many.
    pub async fn execute(&mut self, statement: &str) -> u64 {
        let statement = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
        match self {
            BackDoor::Sqlite(connection) => statement.execute(connection).await.unwrap().rows_affected(),
            BackDoor::Postgres(connection) => statement.execute(connection).await.unwrap().rows_affected(),
        }
    }

    /// The only number that a query gives.
    pub async fn number(&mut self, query: &str) -> i64 {
        let query = AssertSqlSafe(query.to_owned());
        match self {
            BackDoor::Sqlite(connection) => sqlx::query_scalar(query).fetch_one(connection).await.unwrap(),
            BackDoor::Postgres(connection) => sqlx::query_scalar(query).fetch_one(connection).await.unwrap(),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Database::Postgres { cluster, name } = self {
            // Connections of a test that failed are still open. Where this fails, the cluster's end removes it.
            _ = cluster.query("postgres", &format!("DROP DATABASE \"{name}\" WITH (FORCE)"));
        }
    }
}

fn cluster() -> Arc<PostgresCluster> {
    let mut known = CLUSTER.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    known.upgrade().unwrap_or_else(|| {
        let cluster = Arc::new(PostgresCluster::shared_or_own().unwrap());
        *known = Arc::downgrade(&cluster);
        cluster
    })
}
