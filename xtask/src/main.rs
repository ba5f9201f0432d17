//! Every command of the project: `cargo xtask run | test | battery | check | bench | dist`.
//!
//! Each command brings what it misses, says every step it takes with its seconds, and stops at the first that fails.

mod battery;
mod bench;
mod build;
mod check;
mod dist;
mod postgres;
mod run;
mod setup;
mod shell;
mod steps;
mod tally;
mod test;
mod tidy;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use steps::Steps;
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Every command of the project.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Sets up what is missing, builds a release and serves the app.
    Run,
    /// Everything that must hold: style, lints, tests, and the app in a browser.
    Test,
    /// The engine against a world that fails in every way, on both databases, at full length.
    Battery {
        /// Instead, mixed failures at random for so long, such as 60m.
        #[arg(long, value_name = "DURATION", value_parser = battery::soak_seconds)]
        soak: Option<u64>,
    },
    /// The quick part of `test`: fmt, clippy and tidy.
    Check,
    /// Measures a release build.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Packs the release binary and its pages into one archive that runs with no Rust.
    Dist,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut steps = Steps::start();
    let result = Workspace::find().and_then(|workspace| match arguments.command {
        Command::Run => run::run(&workspace, &mut steps),
        Command::Test => test::test(&workspace, &mut steps),
        Command::Battery { soak } => battery::battery(&workspace, &mut steps, soak),
        Command::Check => check::check(&workspace, &mut steps),
        Command::Bench(bench) => bench::bench(&workspace, &mut steps, &bench),
        Command::Dist => dist::dist(&workspace, &mut steps),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
