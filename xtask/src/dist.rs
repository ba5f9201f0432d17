//! `cargo xtask dist`: the release binary with its pages beside it, in one archive.
//!
//! Unpacked anywhere, `./pitchreel serve` finds `site/` beside itself; it needs no Rust, no Node and no ffmpeg.

use crate::build::{Build, build};
use crate::setup;
use crate::shell;
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use anyhow::{Context, Result};
use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::Path;

/// What goes in beside the binary and the pages.
const PAPERS: [&str; 3] = ["README.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// Where cargo-leptos writes the hashes in the names of the pages' files, when it is told to put them there.
const HASHES: &str = "hash.txt";

/// The whole command.
pub fn dist(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup::ensure(workspace, steps, setup::FOR_BUILD)?;
    build(workspace, steps, Build::Release)?;
    let name = format!("pitchreel-{}-{OS}-{ARCH}", env!("CARGO_PKG_VERSION"));
    let dist = workspace.root.join("dist");
    let archive = dist.join(format!("{name}.tar.gz"));
    steps.step("pack", || {
        let folder = dist.join(&name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        fs::copy(workspace.binary(Profile::Release), folder.join("pitchreel"))
            .context("there is no binary")?;
        copy_folder(&workspace.site(Profile::Release), &folder.join("site"))?;
        let hashes = workspace.binary(Profile::Release).with_file_name(HASHES);
        if hashes.is_file() {
            fs::copy(hashes, folder.join(HASHES))?;
        }
        for paper in PAPERS {
            fs::copy(workspace.root.join(paper), folder.join(paper))
                .with_context(|| format!("no {paper}"))?;
        }
        shell::run(shell::command("tar").arg("-czf").arg(&archive).arg("-C").arg(&dist).arg(&name))?;
        Ok(fs::remove_dir_all(&folder)?)
    })?;
    steps.print_table();
    let mebibytes = fs::metadata(&archive)?.len() as f64 / f64::from(1 << 20);
    println!("\n{} ({mebibytes:.1} MiB)", archive.display());
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
