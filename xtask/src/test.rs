//! `cargo xtask test`: everything that must hold before a change lands, from a bare machine on.

use crate::build::{Build, build};
use crate::check;
use crate::postgres::{self, Cluster};
use crate::setup;
use crate::shell;
use crate::steps::Steps;
use crate::tally::Tally;
use crate::workspace::{Profile, Workspace};
use anyhow::Result;

/// Sets up, checks the sources, runs the tests of every crate, then the client for programs and the app in a browser.
pub fn test(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup::room::make(workspace)?;
    setup::ensure(workspace, steps, setup::FOR_TEST)?;
    check::sources(workspace, steps)?;
    let mut tally = Tally::default();
    let result = run_tests(workspace, steps, &mut tally);
    if result.is_ok() {
        steps.print_table();
    }
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    result
}

fn run_tests(workspace: &Workspace, steps: &mut Steps, tally: &mut Tally) -> Result<()> {
    let cluster = steps.step("start PostgreSQL", Cluster::start)?;
    steps.step("tests of the crates", || {
        let mut cargo = shell::command("cargo");
        cargo.args(if shell::find("cargo-nextest").is_some() {
            &["nextest", "run"][..]
        } else {
            &["test"][..]
        });
        cargo.args(check::NATIVE).arg("--no-fail-fast").env(postgres::ADDRESS, cluster.address());
        tally.run(cargo.current_dir(&workspace.root))
    })?;
    drop(cluster);
    build(workspace, steps, Build::DevPages)?;
    steps.step("tests of the TypeScript client", || {
        let mut npm = shell::command("npm");
        npm.args(["--silent", "test"]).current_dir(workspace.typescript_client());
        npm.env("PITCHREEL_BINARY", workspace.binary(Profile::Dev));
        tally.run(&mut npm)
    })?;
    steps.step("tests in the browser", || {
        let mut playwright = shell::command("npx");
        playwright.args(["playwright", "test"]).current_dir(workspace.root.join("end2end"));
        playwright.env("PITCHREEL_BINARY", workspace.binary(Profile::Dev));
        playwright.env("LEPTOS_SITE_ROOT", workspace.site(Profile::Dev));
        tally.run(&mut playwright)
    })
}
