//! `pitchreel`: the web app, the API, the render engine and the command line in one binary.
//!
//! This crate is the composition root: it reads the settings, opens the rooms, fulfils the ports of the pages and
//! listens. It holds no rule of business.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test stops at the first surprise"))]

mod accounts;
mod api;
mod attempts;
mod cli;
mod database;
mod house;
mod http;
mod job_desk;
mod logging;
mod memory;
mod outside;
mod ports;
mod previews;
mod secret_key;
mod settings;
mod sole_server;
mod studio_room;
mod telemetry;
mod turns;
mod uploads;

fn main() -> std::process::ExitCode {
    memory::give_back_early();
    cli::main()
}
