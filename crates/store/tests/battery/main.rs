//! The battery: the store under schedules that nobody thought of, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../store/both.rs"]
mod both;
mod budget_race;
#[path = "../store/database.rs"]
#[expect(dead_code, reason = "the conformance suite asks for more")]
mod database;
mod length;
mod model;
mod op;
mod play;
#[path = "../store/samples.rs"]
#[expect(dead_code, reason = "the conformance suite asks for more")]
mod samples;
mod schedules;
#[path = "../store/world.rs"]
#[expect(dead_code, reason = "the conformance suite asks for more")]
mod world;
