//! Through the public door: the real binary on a free port, with its own data folder, and a browser-like client.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accounts;
mod app;
mod bad_input;
mod command_line;
mod draining;
mod events;
mod foreign;
mod full_disk;
mod hooks;
mod keys;
mod limits;
mod media;
mod orders;
mod outside;
mod pages;
mod person;
mod provider_keys;
mod receiver;
mod render;
mod repeats;
mod restart;
mod review;
mod routes;
mod socket;
mod team;
mod uploads;
