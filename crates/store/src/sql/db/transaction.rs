//! Transactions and connections of either database.

use super::{Dialect, turns::Turn};
use crate::StoreError;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};

/// A connection to one of the two.
pub(in crate::sql) enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Something that statements can run on.
pub(in crate::sql) trait OnConnection: Send {
    fn connection(&mut self) -> Connection<'_>;
}

/// A transaction; what it did is undone unless it is committed.
pub(in crate::sql) enum Tx {
    /// With the turn of a write, which is over when the transaction is.
    Sqlite(Transaction<'static, Sqlite>, Option<Turn>),
    Postgres(Transaction<'static, Postgres>),
    /// One statement, which is a transaction by itself.
    Alone(PoolConnection<Postgres>),
}

/// Several reads of one moment.
pub(in crate::sql) struct Reading(pub(super) Tx);

/// A connection for one read.
pub(in crate::sql) enum Looking {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Tx {
    pub fn dialect(&self) -> Dialect {
        match self {
            Tx::Sqlite(..) => Dialect::Sqlite,
            Tx::Postgres(_) | Tx::Alone(_) => Dialect::Postgres,
        }
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx, _turn) => Ok(tx.commit().await?),
            Tx::Postgres(tx) => Ok(tx.commit().await?),
            Tx::Alone(_done) => Ok(()),
        }
    }
}

impl Reading {
    pub fn dialect(&self) -> Dialect {
        self.0.dialect()
    }
}

impl OnConnection for Tx {
    fn connection(&mut self) -> Connection<'_> {
        match self {
            Tx::Sqlite(tx, _) => Connection::Sqlite(tx),
            Tx::Postgres(tx) => Connection::Postgres(tx),
            Tx::Alone(connection) => Connection::Postgres(connection),
        }
    }
}

impl OnConnection for Reading {
    fn connection(&mut self) -> Connection<'_> {
        self.0.connection()
    }
}

impl OnConnection for Looking {
    fn connection(&mut self) -> Connection<'_> {
        match self {
            Looking::Sqlite(connection) => Connection::Sqlite(connection),
            Looking::Postgres(connection) => Connection::Postgres(connection),
        }
    }
}
