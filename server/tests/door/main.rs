//! Through the public door: the real binary on a free port, with its own data folder, and a browser-like client.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accounts;
mod app;
mod bad_input;
mod command_line;
mod description;
mod draining;
mod events;
mod foreign;
mod full_disk;
mod hooks;
mod hostile;
mod hostile_receivers;
mod keys;
mod limits;
mod logs;
mod media;
mod metrics;
mod ops;
mod orders;
mod outside;
mod pages;
mod person;
mod product_page;
mod provider_keys;
mod quickstart;
mod receiver;
mod render;
mod repeats;
mod restart;
mod review;
mod rotate_key;
mod routes;
mod secrets;
mod socket;
mod team;
mod traces;
mod uploads;
