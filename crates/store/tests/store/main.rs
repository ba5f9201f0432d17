//! The store through its ports, on real files. A second database would run these same tests.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accounts;
mod executions;
mod limits;
mod media;
mod projects;
mod queue;
mod sessions;
mod strangers;
mod world;
