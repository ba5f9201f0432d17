//! The store itself, and a write under way.

use super::{
    db::{self, Dialect, Looking, Pools, Reading, Tx, sql},
    desk::Desk,
    group::Group,
};
use crate::{MonthlyLimits, StoreError, Vault};
use std::sync::Arc;

/// What the store is told once.
#[derive(Clone)]
pub struct StoreSettings {
    /// Seals secrets.
    pub vault: Arc<Vault>,
    /// Limits of accounts that have none of their own.
    pub monthly: MonthlyLimits,
    /// Scheme, host and port that webhooks name, with no slash at the end.
    pub public_url: String,
}

/// All tables in one database. Cheap to clone.
#[derive(Clone)]
pub struct SqlStore {
    pub(super) pools: Pools,
    pub(super) desk: Desk,
    pub(super) group: Group,
    pub(super) settings: Arc<StoreSettings>,
}

/// A write under way, with the moment it began.
pub(super) struct Write {
    pub tx: Tx,
    pub now_ms: i64,
    pub settings: Arc<StoreSettings>,
}

impl SqlStore {
    /// Opens the database of a URL such as `sqlite://data/pitchreel.db` or `postgres://user@host/name`, and brings it
    /// up to date. A SQLite file is made where there is none.
    pub async fn open(url: &str, settings: StoreSettings) -> Result<SqlStore, StoreError> {
        let pools = db::open(url).await?;
        Ok(SqlStore { pools, desk: Desk::default(), group: Group::default(), settings: Arc::new(settings) })
    }

    /// Whether only one process may use this database at a time.
    pub fn is_for_one_process(&self) -> bool {
        self.pools.dialect() == Dialect::Sqlite
    }

    /// Ends all connections once their work is done.
    pub async fn close(&self) {
        self.pools.close().await;
    }

    /// Whether the database answers and can be written to. It is really written to: a full disk takes a transaction
    /// that changes nothing.
    pub async fn check(&self) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sql("INSERT INTO readiness (id, written_at_ms) VALUES (1, $1)
             ON CONFLICT (id) DO UPDATE SET written_at_ms = excluded.written_at_ms")
        .bind(write.now_ms)
        .execute(&mut write.tx)
        .await?;
        write.commit().await
    }

    /// A write for whose end somebody waits.
    pub(super) async fn begin(&self) -> Result<Write, StoreError> {
        self.write(self.pools.begin().await?).await
    }

    /// A write about leases, before all other work of this process that waits.
    pub(super) async fn begin_lease(&self) -> Result<Write, StoreError> {
        self.write(self.pools.begin_lease().await?).await
    }

    /// A write of work that nobody waits for.
    pub(super) async fn begin_work(&self) -> Result<Write, StoreError> {
        self.write(self.pools.begin_work().await?).await
    }

    /// The same of one statement.
    pub(super) async fn alone(&self) -> Result<Tx, StoreError> {
        self.pools.alone().await
    }

    async fn write(&self, mut tx: Tx) -> Result<Write, StoreError> {
        let now_ms = sql(tx.dialect().now()).scalar(&mut tx).await?;
        Ok(self.write_at(tx, now_ms))
    }

    /// A write whose first statement gives the moment.
    pub(super) fn write_at(&self, tx: Tx, now_ms: i64) -> Write {
        Write { tx, now_ms, settings: self.settings.clone() }
    }

    /// Several reads of one moment.
    pub(super) async fn read(&self) -> Result<Reading, StoreError> {
        self.pools.read().await
    }

    /// One read.
    pub(super) async fn look(&self) -> Result<Looking, StoreError> {
        self.pools.look().await
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.pools.dialect()
    }
}

impl Write {
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }

    pub fn dialect(&self) -> Dialect {
        self.tx.dialect()
    }

    /// Orders the writes of one account behind each other, so that what one counts the next one sees.
    pub async fn lock_account(&mut self, account: &str) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Postgres {
            let found: Option<(String,)> = sql("SELECT id FROM accounts WHERE id = $1 FOR NO KEY UPDATE")
                .bind(account)
                .fetch_optional(&mut self.tx)
                .await?;
            found.ok_or(StoreError::NotFound)?;
        }
        Ok(())
    }
}
