//! Packages of the npm registry, exactly those that a committed lock file names.

use crate::shell;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Whether the folder's packages are those of its lock file.
pub fn is_installed(folder: &Path) -> bool {
    let lock = fs::read(folder.join("package-lock.json"));
    lock.is_ok_and(|lock| fs::read(stamp(folder)).is_ok_and(|installed| installed == lock))
}

/// Installs what the lock file of the folder names, and remembers which lock file that was.
pub fn install(folder: &Path) -> Result<()> {
    let mut npm = shell::command("npm");
    // Nothing of what they bring runs here before we ask for it.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]);
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    shell::run(npm.current_dir(folder))?;
    let copied = fs::copy(folder.join("package-lock.json"), stamp(folder));
    copied.map(|_| ()).with_context(|| format!("cannot write {}", stamp(folder).display()))
}

fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.installed-lock.json")
}
