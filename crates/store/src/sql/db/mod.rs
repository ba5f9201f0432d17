//! The thin layer between the statements of this room and the two databases that they run on.
//!
//! Statements are written once, with `$1` for values, in the SQL that SQLite and PostgreSQL share; where they differ,
//! [`Dialect`] has the words. Nothing above this folder names a driver.

mod dialect;
mod open;
mod query;
mod transaction;
mod value;
mod writer;

pub(super) use dialect::Dialect;
pub(super) use open::{Pools, hint_listener, open};
pub(super) use query::{Column, Query, sql, sql_of, together, with_rows};
pub(super) use transaction::{Looking, OnConnection, Reading, Tx};
pub(super) use value::Value;
