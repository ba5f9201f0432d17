//! The store through its ports: every promise of theirs, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod both;
mod busy;
mod callbacks;
mod claims;
mod database;
mod executions;
mod figures;
mod hints;
mod keys;
mod leases;
mod limits;
mod media;
mod money;
mod outbox;
mod prices;
mod projects;
mod provider_keys;
mod queue;
mod repeats;
mod reseal;
mod samples;
mod sessions;
mod strangers;
mod submissions;
mod team;
mod together;
mod upgrade;
mod users;
mod world;
