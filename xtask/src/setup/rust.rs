//! Rust's own parts, through rustup.

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Result, ensure};
use std::path::Path;

const WASM: &str = "wasm32-unknown-unknown";

pub fn has_wasm_target(workspace: &Workspace) -> bool {
    let sysroot =
        shell::capture(shell::command("rustc").args(["--print", "sysroot"]).current_dir(&workspace.root));
    sysroot.is_ok_and(|sysroot| Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib").is_dir())
}

pub fn add_wasm_target(workspace: &Workspace) -> Result<()> {
    rustup(workspace, &["target", "add", WASM])
}

pub fn has_tools(workspace: &Workspace) -> bool {
    ["fmt", "clippy"].iter().all(|tool| {
        shell::capture(shell::command("cargo").args([tool, "--version"]).current_dir(&workspace.root)).is_ok()
    })
}

pub fn add_tools(workspace: &Workspace) -> Result<()> {
    rustup(workspace, &["component", "add", "rustfmt", "clippy"])
}

fn rustup(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    ensure!(
        shell::find("rustup").is_some(),
        "there is no rustup here: add what `rustup {}` would add to your Rust by its own means",
        arguments.join(" ")
    );
    shell::run(shell::command("rustup").args(arguments).current_dir(&workspace.root))
}
