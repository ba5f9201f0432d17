//! Playwright, without the browsers that it would download: the tests drive the system's Chromium.

use super::npm;
use crate::workspace::Workspace;
use anyhow::Result;

pub fn is_there(workspace: &Workspace) -> bool {
    npm::is_installed(&workspace.root.join("end2end"))
}

pub fn install(workspace: &Workspace) -> Result<()> {
    npm::install(&workspace.root.join("end2end"))
}
