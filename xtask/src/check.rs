//! `cargo xtask check`: what can be said about the sources without running them, in seconds.

use crate::setup;
use crate::shell;
use crate::steps::Steps;
use crate::tidy;
use crate::workspace::Workspace;
use anyhow::Result;

const WASM: &str = "wasm32-unknown-unknown";

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
pub fn sources(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let front = workspace.front_target();
    let cargo =
        |arguments: &[&str]| shell::run(shell::command("cargo").args(arguments).current_dir(&workspace.root));
    let cargo_front = |arguments: &[&str], after: &[&str]| {
        let mut command = shell::command("cargo");
        command.args(arguments).args(["--target", WASM, "--target-dir"]).arg(&front).args(after);
        shell::run(command.current_dir(&workspace.root))
    };
    steps.step("tidy", || tidy::tidy(workspace))?;
    steps.step("fmt", || cargo(&["fmt", "--all", "--check"]))?;
    steps.step("clippy", || {
        cargo(&["clippy", "--workspace", "--exclude", "frontend", "--all-targets", "--", "-D", "warnings"])
    })?;
    steps.step("clippy, in the browser", || {
        cargo_front(&["clippy", "--package", "frontend"], &["--", "-D", "warnings"])
    })?;
    steps.step("the studio, in the browser", || {
        cargo_front(&["check", "--package", "studio", "--no-default-features"], &[])
    })
}
