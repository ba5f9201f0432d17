//! The store on SQL: one set of statements for SQLite and PostgreSQL.
//!
//! On SQLite all writes go through a single connection, and those that wait for it share a `BEGIN IMMEDIATE` transaction,
//! each behind a savepoint (`db/writer.rs`); on PostgreSQL a write locks the rows that it decides on (`FOR NO KEY UPDATE`,
//! in the order account, execution, step, request, month; receiver, delivery; of executions and of requests the lower id
//! first) or decides in the statement that changes them. A claim locks executions before accounts, so whoever holds an
//! account locks only executions that are over, which no claim wants. Between the first write and the commit nothing but
//! statements happens. The clock is the database's.

mod assets;
mod callbacks;
mod change;
mod claims;
mod db;
mod deliveries;
mod desk;
mod ends;
mod events;
mod executions;
mod figures;
mod group;
mod hints;
mod keys;
mod ledger;
mod members;
mod money;
mod orders;
mod outbox;
mod project_list;
mod projects;
mod provider_keys;
mod queue;
mod removals;
mod repeats;
mod reseal;
mod rows;
mod sessions;
mod settlements;
mod shares;
mod store;
mod submissions;
mod users;
mod webhook_secrets;
mod writes;

pub use reseal::Resealed;
use store::Write;
pub use store::{SqlStore, StoreSettings};
