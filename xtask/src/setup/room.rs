//! Room on the disk: a database that finds none in the middle of the tests ends, and says so to nobody.

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Result, ensure};
use std::fs;
use std::path::Path;

/// What the tests of a warm checkout write, and as much again.
const GIB_NEEDED: u64 = 4;
/// With less than this the notes go that cargo keeps for itself: they grow with every build, and none needs them.
const GIB_WANTED: u64 = 12;

/// Makes room where there is little, and stops where there is none.
pub fn make(workspace: &Workspace) -> Result<()> {
    fs::create_dir_all(&workspace.target)?;
    let notes = workspace.target.join("debug/incremental");
    if gib_free(&workspace.target)? < GIB_WANTED && notes.is_dir() {
        println!("Little room on the disk: {} is removed.", notes.display());
        fs::remove_dir_all(&notes)?;
    }
    for folder in [workspace.target.clone(), std::env::temp_dir()] {
        let free = gib_free(&folder)?;
        ensure!(
            free >= GIB_NEEDED,
            "{} has {free} GiB of free room, and the tests need {GIB_NEEDED}; make room and start again",
            folder.display()
        );
    }
    Ok(())
}

/// What `df` says of the disk that holds this folder.
fn gib_free(folder: &Path) -> Result<u64> {
    let said = shell::capture(shell::command("df").arg("-Pk").arg(folder))?;
    let kib = said.lines().last().and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
    ensure!(kib.is_some(), "`df -Pk {}` said nothing that can be read:\n{said}", folder.display());
    Ok(kib.unwrap_or_default() >> 20)
}
