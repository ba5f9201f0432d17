//! `cargo xtask bench`: what a release build does, as figures to compare. Quote ratios from one run on one machine.

mod api;
mod engine;
mod http;
mod pages;
mod process;
mod server;
mod speech;
mod studio;

use crate::build::{Build, build};
use crate::setup;
use crate::steps::Steps;
use crate::workspace::Workspace;
use anyhow::Result;
use api::Load;
use clap::Subcommand;
use std::path::PathBuf;

/// What to measure.
#[derive(Subcommand)]
pub enum Bench {
    /// Renders one ad: against real time, against encoding alone, against peers.
    Studio {
        /// A folder whose `run.sh ROUNDS PEERS COMMAND` makes the same ad with other programs, and with COMMAND.
        #[arg(long, value_name = "FOLDER")]
        peers: Option<PathBuf>,
    },
    /// Loads the first page: requests a second, time to first byte, bytes sent.
    Pages {
        /// How long to load it.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// How many connections ask at once.
        #[arg(long, default_value_t = 32)]
        connections: usize,
    },
    /// Orders many videos from stand-ins of fal and Replicate: accepted and finished executions a second.
    Engine {
        /// A folder with `mock-providers.mjs` and `load.mjs`, and with `run-seed-stack.sh N MODES`, which puts the same
        /// load on another program.
        #[arg(long, value_name = "FOLDER")]
        peers: PathBuf,
        /// How many videos.
        #[arg(long, default_value_t = 2000)]
        count: u32,
    },
    /// Asks the read routes of the API at a steady rate while many watch, and says what one who watches costs.
    Api {
        /// How long to ask.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Requests a second.
        #[arg(long, default_value_t = 200)]
        rate: u32,
        /// How many watch meanwhile.
        #[arg(long, default_value_t = 2000)]
        watchers: u32,
        /// How many only watch, after that.
        #[arg(long, default_value_t = 10000)]
        idle: u32,
    },
    /// Speaks plain sentences and has a listener write down what it hears.
    Speech,
}

/// Builds the release, then measures it.
pub fn bench(workspace: &Workspace, steps: &mut Steps, bench: &Bench) -> Result<()> {
    setup::ensure(workspace, steps, setup::FOR_BUILD)?;
    build(workspace, steps, Build::Release)?;
    match bench {
        Bench::Studio { peers } => studio::bench(workspace, steps, peers.as_deref()),
        Bench::Pages { seconds, connections } => pages::bench(workspace, *seconds, *connections),
        Bench::Engine { peers, count } => engine::bench(workspace, steps, peers, *count),
        Bench::Api { seconds, rate, watchers, idle } => {
            let load = Load { seconds: *seconds, rate: *rate, watchers: *watchers, idle: *idle };
            api::bench(workspace, steps, &load)
        }
        Bench::Speech => speech::bench(workspace, steps),
    }
}
