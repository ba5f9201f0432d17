//! `cargo xtask run`: from a checkout to a working app in one command.

use crate::build::{Build, build};
use crate::setup::{self, voice};
use crate::shell;
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use anyhow::{Context, Result};

/// Sets up what is missing, builds a release, fetches the natural voice and becomes the server.
pub fn run(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup::ensure(workspace, steps, setup::FOR_BUILD)?;
    build(workspace, steps, Build::Release)?;
    voice::ensure(workspace, steps)?;
    steps.print_table();
    println!();
    serve(workspace)
}

/// Becomes the server, so that a signal to this process reaches it. The server itself says where it listens.
#[cfg(unix)]
fn serve(workspace: &Workspace) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = server(workspace).exec();
    Err(error).context("the server did not start")
}

#[cfg(not(unix))]
fn serve(workspace: &Workspace) -> Result<()> {
    shell::run(&mut server(workspace)).context("the server stopped")
}

fn server(workspace: &Workspace) -> std::process::Command {
    let mut server = shell::command(workspace.binary(Profile::Release));
    server
        .arg("serve")
        .current_dir(&workspace.root)
        .env("LEPTOS_SITE_ROOT", workspace.site(Profile::Release));
    server
}
