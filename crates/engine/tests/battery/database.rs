//! A database of its own for each test, of either kind.

use domain::Money;
use simulator::PostgresCluster;
use std::{path::Path, sync::Arc, time::Duration};
use store::{MoneyStore, MonthlyLimits, SqlStore, StoreSettings, Vault};

use crate::plain_jobs::{MODEL, PRICE};

pub const PROFILES: [&str; 4] = ["idempotent", "findable", "echoing", "blind"];

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A fresh database; `cluster` lives as long as it is used.
pub struct Database {
    pub url: String,
    pub cluster: Option<PostgresCluster>,
}

impl Database {
    pub fn new(kind: Kind, folder: &Path) -> Database {
        match kind {
            Kind::Sqlite => {
                let url = format!("sqlite://{}", folder.join("pitchreel.db").display());
                Database { url, cluster: None }
            }
            Kind::Postgres => Database::on(PostgresCluster::shared_or_own().unwrap()),
        }
    }

    /// On a cluster that the test may stop and cut.
    pub fn on(cluster: PostgresCluster) -> Database {
        let name = format!("battery_{:016x}", rand::random::<u64>());
        cluster.create_database(&name).unwrap();
        Database { url: cluster.url(&name), cluster: Some(cluster) }
    }

    pub async fn open(&self) -> SqlStore {
        open(&self.url).await
    }
}

pub fn vault() -> Arc<Vault> {
    Arc::new(Vault::new([7; 32], None))
}

pub async fn open(url: &str) -> SqlStore {
    let monthly = MonthlyLimits { videos: 1_000_000, cost: Money::from_micros(1_000_000_000_000) };
    let settings = StoreSettings { vault: vault(), monthly, public_url: "http://127.0.0.1:9".into() };
    SqlStore::open(url, settings).await.unwrap()
}

/// Everything that the simulator sells has its price.
pub async fn set_prices(store: &SqlStore) {
    for profile in PROFILES {
        store.set_price(profile, MODEL, "job", PRICE).await.unwrap();
    }
}

/// More than anything here takes.
pub const PATIENCE: Duration = Duration::from_secs(120);

pub async fn in_time<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("it should have happened by now")
}
