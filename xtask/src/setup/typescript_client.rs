//! What builds and tests the TypeScript client: the compiler, and what makes types of the API's description.

use super::npm;
use crate::workspace::Workspace;
use anyhow::Result;

pub fn is_there(workspace: &Workspace) -> bool {
    npm::is_installed(&workspace.typescript_client())
}

pub fn install(workspace: &Workspace) -> Result<()> {
    npm::install(&workspace.typescript_client())
}
