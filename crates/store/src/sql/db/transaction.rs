//! Transactions and connections of either database.

use super::{
    Dialect,
    query::{Query, together},
    writer::Share,
};
use crate::StoreError;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};
use std::mem;

/// A connection to one of the two.
pub(in crate::sql) enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Something that statements can run on.
pub(in crate::sql) trait OnConnection: Send {
    /// Ready for the next statement.
    fn connection(&mut self) -> impl Future<Output = Result<Connection<'_>, StoreError>> + Send;
}

/// A transaction; what it did is undone unless it is committed.
pub(in crate::sql) struct Tx {
    begun: Begun,
    /// Writes that run before the next statement, all at once.
    put_by: Vec<Query>,
}

/// What a transaction runs on.
pub(super) enum Begun {
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

impl From<Begun> for Tx {
    fn from(begun: Begun) -> Self {
        Tx { begun, put_by: Vec::new() }
    }
}

impl Tx {
    pub fn dialect(&self) -> Dialect {
        match self.begun {
            Begun::Sqlite(_) | Begun::Shared(_) => Dialect::Sqlite,
            Begun::Postgres(_) | Begun::Alone(_) => Dialect::Postgres,
        }
    }

    /// Puts a write by whose answer nobody needs: it goes to the database together with others, at the latest with the
    /// commit, in one round trip. Whatever is asked in between sees it done.
    pub async fn put(&mut self, write: Query) -> Result<(), StoreError> {
        // PostgreSQL runs what goes together at one moment, and there each row is written once.
        if self.dialect() == Dialect::Postgres && self.put_by.iter().any(|put| put.meets(&write)) {
            self.connection().await?;
        }
        self.put_by.push(write);
        Ok(())
    }

    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.connection().await?;
        match self.begun {
            Begun::Sqlite(tx) => Ok(tx.commit().await?),
            Begun::Shared(share) => share.commit().await,
            Begun::Postgres(tx) => Ok(tx.commit().await?),
            Begun::Alone(_done) => Ok(()),
        }
    }
}

impl Begun {
    fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        Ok(match self {
            Begun::Sqlite(tx) => Connection::Sqlite(tx),
            Begun::Shared(share) => Connection::Sqlite(share.connection()?),
            Begun::Postgres(tx) => Connection::Postgres(tx),
            Begun::Alone(connection) => Connection::Postgres(connection),
        })
    }
}

impl Reading {
    pub fn dialect(&self) -> Dialect {
        self.0.dialect()
    }
}

impl OnConnection for Tx {
    async fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        let put_by = mem::take(&mut self.put_by);
        if !put_by.is_empty() {
            together(self.dialect(), put_by).run(self.begun.connection()?).await?;
        }
        self.begun.connection()
    }
}

impl OnConnection for Reading {
    async fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        self.0.connection().await
    }
}

impl OnConnection for Looking {
    async fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        Ok(match self {
            Looking::Sqlite(connection) => Connection::Sqlite(connection),
            Looking::Postgres(connection) => Connection::Postgres(connection),
        })
    }
}
