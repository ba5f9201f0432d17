//! Transactions and connections of either database.

use super::{Dialect, writer::Share};
use crate::StoreError;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};

/// A connection to one of the two.
pub(in crate::sql) enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Something that statements can run on.
pub(in crate::sql) trait OnConnection: Send {
    fn connection(&mut self) -> Result<Connection<'_>, StoreError>;
}

/// A transaction; what it did is undone unless it is committed.
pub(in crate::sql) enum Tx {
    /// Of a reader.
    Sqlite(Transaction<'static, Sqlite>),
    /// Of the only writer.
    Shared(Share),
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
            Tx::Sqlite(_) | Tx::Shared(_) => Dialect::Sqlite,
            Tx::Postgres(_) | Tx::Alone(_) => Dialect::Postgres,
        }
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => Ok(tx.commit().await?),
            Tx::Shared(share) => share.commit().await,
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
    fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        Ok(match self {
            Tx::Sqlite(tx) => Connection::Sqlite(tx),
            Tx::Shared(share) => Connection::Sqlite(share.connection()?),
            Tx::Postgres(tx) => Connection::Postgres(tx),
            Tx::Alone(connection) => Connection::Postgres(connection),
        })
    }
}

impl OnConnection for Reading {
    fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        self.0.connection()
    }
}

impl OnConnection for Looking {
    fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        Ok(match self {
            Looking::Sqlite(connection) => Connection::Sqlite(connection),
            Looking::Postgres(connection) => Connection::Postgres(connection),
        })
    }
}
