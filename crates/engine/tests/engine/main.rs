//! The engine through its door, on real databases and files. Makers are stagehands that do what a test tells them and
//! say when they are reached, so that no test has to sleep.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod both;
mod cancelling;
mod database;
mod deleting;
mod events;
mod failing;
mod fairness;
mod hostile;
mod hostile_receivers;
mod leases;
mod nodes;
mod ordering;
mod pipelines;
mod post_office;
mod process;
mod restart;
mod retrying;
mod reusing;
mod staged_store;
mod stagehands;
mod stumbling_ledger;
mod webhooks;
mod whole_ad;
mod world;
