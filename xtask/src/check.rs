//! `cargo xtask check`: what can be said about the sources without running them, in seconds.

use crate::setup;
use crate::shell;
use crate::steps::Steps;
use crate::tidy;
use crate::workspace::Workspace;
use anyhow::Result;

const WASM: &str = "wasm32-unknown-unknown";

/// Every crate that runs outside the browser, with the features that the server asks of it.
pub const NATIVE: &[&str] = &["--workspace", "--exclude", "frontend", "--no-default-features"];

/// The whole command.
pub fn check(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup::ensure(workspace, steps, setup::FOR_CHECK)?;
    sources(workspace, steps)?;
    steps.print_table();
    Ok(())
}

/// Its steps, which `test` takes too.
///
/// The browser's crate is looked at on its own: in one tree with the server, leptos would get the features of both.
/// All others are taken with the features that the server asks of them, so that one tree serves every step.
pub fn sources(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let cargo =
        |arguments: &[&str]| shell::run(shell::command("cargo").args(arguments).current_dir(&workspace.root));
    steps.step("tidy", || tidy::tidy(workspace))?;
    steps.step("fmt", || cargo(&["fmt", "--all", "--check"]))?;
    steps.step("clippy", || {
        let all = [&["clippy"], NATIVE, &["--all-targets", "--", "-D", "warnings"]].concat();
        cargo(&all)
    })?;
    steps.step("clippy, in the browser", || {
        cargo(&["clippy", "--package", "frontend", "--target", WASM, "--", "-D", "warnings"])
    })?;
    steps.step("the studio, in the browser", || {
        cargo(&["check", "--package", "studio", "--no-default-features", "--target", WASM])
    })
}
