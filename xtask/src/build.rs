//! Builds the binary and the pages with cargo-leptos, or finds that nothing changed since it last did.

use crate::shell;
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a build is made from, seen from the checkout.
const SOURCES: [&str; 11] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "app",
    "crates",
    "frontend",
    "migrations",
    "public",
    "rust-toolchain.toml",
    "server",
    "style",
];

/// Lazy islands become files of their own, which only the pages that hold them fetch. Without it they do not load at all.
const SPLIT: &str = "--split";

/// What to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Binary and pages as people run them; the pages come compressed as well.
    Release,
    /// The pages alone, for the binary that the tests of the crates leave behind.
    DevPages,
}

impl Build {
    fn name(self) -> &'static str {
        match self {
            Build::Release => "build the app (release)",
            Build::DevPages => "build the pages (dev)",
        }
    }

    fn profile(self) -> Profile {
        match self {
            Build::Release => Profile::Release,
            Build::DevPages => Profile::Dev,
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Build::Release => &["--release", "--precompress"],
            Build::DevPages => &["--frontend-only"],
        }
    }
}

/// Builds unless the last build of this kind is newer than every source.
pub fn build(workspace: &Workspace, steps: &mut Steps, build: Build) -> Result<()> {
    let profile = build.profile();
    let stamp = stamp(workspace, profile);
    if is_fresh(workspace, profile, &stamp)? {
        println!("Nothing changed since the last build.");
        return Ok(());
    }
    steps.step(build.name(), || {
        let started = SystemTime::now();
        // A lazy island's file is named after its place in the source; without this, old ones would stay for good.
        remove_folder(&workspace.site(profile).join("pkg"))?;
        let mut cargo = shell::command("cargo");
        cargo.args(["leptos", "build", SPLIT]).args(build.arguments()).current_dir(&workspace.root);
        shell::look_first_in(&workspace.root.join("frontend/node_modules/.bin"), &mut cargo)?;
        cargo.env("LEPTOS_SITE_ROOT", workspace.site(profile)).env("CARGO_TARGET_DIR", &workspace.target);
        shell::run(&mut cargo)?;
        let file = fs::File::create(&stamp).with_context(|| format!("cannot write {}", stamp.display()))?;
        file.set_modified(started)?;
        Ok(())
    })
}

fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// A file as old as the start of the last build that came to its end.
fn stamp(workspace: &Workspace, profile: Profile) -> PathBuf {
    workspace.site(profile).with_extension("stamp")
}

fn is_fresh(workspace: &Workspace, profile: Profile, stamp: &Path) -> Result<bool> {
    let whole = workspace.binary(profile).is_file() && workspace.site(profile).join("pkg").is_dir();
    let Ok(built) = fs::metadata(stamp).and_then(|stamp| stamp.modified()) else { return Ok(false) };
    Ok(whole && newest(SOURCES.iter().map(|source| workspace.root.join(source)))? < built)
}

/// When the newest of these files and folders changed; a folder changes when something in it comes or goes.
fn newest(paths: impl Iterator<Item = PathBuf>) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    let mut open: Vec<PathBuf> = paths.collect();
    while let Some(path) = open.pop() {
        let metadata = fs::metadata(&path).with_context(|| format!("cannot read {}", path.display()))?;
        newest = newest.max(metadata.modified()?);
        if metadata.is_dir() && !path.ends_with("node_modules") {
            for entry in fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        }
    }
    Ok(newest)
}
