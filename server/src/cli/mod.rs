//! The command line: what was typed becomes one command, and its outcome an exit status.
//!
//! 0 on success, 2 on bad usage, 1 on any other failure, with one plain sentence on standard error.

mod args;
mod doctor;
mod failure;
mod key;
mod limits;
mod migrate;
mod price;
mod render;
mod rotate_key;
mod routes;
mod serve;
mod user;
mod voices;

pub use args::{Command, read_args};
pub use failure::Failure;

use crate::settings::{Environment, Settings};
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};

/// Does what was typed.
pub fn main() -> ExitCode {
    match read_args().and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.print(),
    }
}

/// A runtime of so many threads.
fn runtime(threads: usize) -> Result<Runtime, Failure> {
    let runtime =
        Builder::new_multi_thread().worker_threads(threads).max_blocking_threads(32).enable_all().build();
    runtime.map_err(|cause| Failure::new(format!("The process could not start its threads: {cause}.")))
}

fn run(command: Option<Command>) -> Result<(), Failure> {
    let Some(command) = command else { return Ok(()) };
    let settings = Settings::read(&Environment::of_process()?)?;
    match command {
        Command::Serve => serve::serve(settings),
        Command::Render(order) => render::render(settings, order),
        Command::Voices { action } => voices::voices(settings, action),
        Command::User { action } => user::user(settings, action),
        Command::Key { action } => key::key(settings, action),
        Command::Limits { email, videos, usd } => limits::limits(settings, &email, videos, usd),
        Command::Price { action } => price::price(settings, action),
        Command::RotateKey => rotate_key::rotate_key(settings),
        Command::Routes => routes::routes(),
        Command::Doctor => doctor::doctor(settings),
        Command::Migrate => migrate::migrate(settings),
    }
}
