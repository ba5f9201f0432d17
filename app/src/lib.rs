//! What people see: pages, islands, and server functions as thin calls on ports.
//!
//! Pages are drawn by the server alone, so that each of them is whole before any script runs. What moves is an island:
//! a component that the server draws too and the browser wakes; one that the first page does not hold is `lazy`, so that
//! its code is fetched by the pages that do. Every form has an address and works without the script.
//! One folder for each feature; in it `page` or `pane` (server alone), `component` (both sides), `api` (server functions) and
//! `model` (pure words).

// Views are types within types, as deep as the page.
#![recursion_limit = "512"]

pub mod accounts;
pub mod executions;
pub mod keys;
pub mod library;
pub mod parts;
pub mod ports;
pub mod projects;
pub mod provider_keys;
pub mod settings;
pub mod shares;
pub mod shell;
pub mod team;
pub mod topic;
pub mod webhooks;

#[cfg(feature = "ssr")]
mod call;

#[cfg(feature = "ssr")]
pub use shell::{App, shell};
