//! cargo-leptos and wasm-bindgen, from crates.io, built here.

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;

const LEPTOS: &str = "0.3.11";

pub fn has_leptos(_: &Workspace) -> bool {
    let version = shell::capture(shell::command("cargo-leptos").arg("--version"));
    version.is_ok_and(|version| version.split_whitespace().any(|word| word == LEPTOS))
}

/// Its own release profile takes three times as long to build and makes it no quicker for us. `no_downloads`: what it
/// calls must be there, and it says so when it is not.
pub fn install_leptos(workspace: &Workspace) -> Result<()> {
    let mut cargo = shell::command("cargo");
    cargo.args(["install", "cargo-leptos", "--version", LEPTOS]);
    cargo.args(["--locked", "--ignore-rust-version", "--features", "no_downloads"]);
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    shell::run(cargo.current_dir(&workspace.root))
}

pub fn has_bindgen(workspace: &Workspace) -> bool {
    let Ok(wanted) = bindgen_version(workspace) else { return false };
    let version = shell::capture(shell::command("wasm-bindgen").arg("--version"));
    version.is_ok_and(|version| version.split_whitespace().any(|word| word == wanted))
}

pub fn install_bindgen(workspace: &Workspace) -> Result<()> {
    let mut cargo = shell::command("cargo");
    cargo.args(["install", "wasm-bindgen-cli", "--version", &bindgen_version(workspace)?]);
    shell::run(cargo.current_dir(&workspace.root))
}

/// The version in Cargo.lock: the program and the crate must be the same one, and nothing else checks it.
fn bindgen_version(workspace: &Workspace) -> Result<String> {
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let after = lock.split_once("name = \"wasm-bindgen\"\nversion = \"").map(|(_, after)| after);
    let version = after.and_then(|after| after.split('"').next());
    version.map(str::to_owned).context("Cargo.lock does not name wasm-bindgen")
}
