//! wasm-opt, from npm: older ones, as Debian has them, name the wrong table among a module's exports, and no island
//! wakes.

use super::npm;
use crate::workspace::Workspace;
use anyhow::Result;

pub fn is_there(workspace: &Workspace) -> bool {
    npm::is_installed(&workspace.root.join("frontend"))
}

pub fn install(workspace: &Workspace) -> Result<()> {
    npm::install(&workspace.root.join("frontend"))
}
