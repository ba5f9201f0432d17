//! The store through its ports: every promise of theirs, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accounts;
mod both;
mod database;
mod executions;
mod limits;
mod media;
mod projects;
mod queue;
mod samples;
mod sessions;
mod strangers;
mod world;
