//! promtool, which checks metrics and alert rules: taken out of Debian's package of Prometheus, into the folder that
//! `cargo install` fills. The package itself is not installed, since it would start a Prometheus.

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

const PROMTOOL: &str = "promtool";

pub fn is_there(_: &Workspace) -> bool {
    shell::find(PROMTOOL).is_some()
}

pub fn fetch(workspace: &Workspace) -> Result<()> {
    if shell::find("apt-get").is_none() {
        bail!("promtool is missing; it comes with Prometheus (https://prometheus.io/download)");
    }
    let folder = workspace.root.join("target/promtool");
    // What an earlier try left.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let run = |program: &str, arguments: &[&str]| {
        shell::run(shell::command(program).args(arguments).current_dir(&folder))
    };
    // Without a list of packages there is none to fetch, and only root may fetch the list.
    if run("apt-get", &["download", "-qq", "prometheus"]).is_err() {
        super::debian::update()?;
        run("apt-get", &["download", "-qq", "prometheus"])?;
    }
    let mut packages = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let package = packages.find(|path| path.extension().is_some_and(|end| end == "deb"));
    let package = package.context("apt-get left no package of Prometheus")?;
    run("dpkg-deb", &["--extract", &package.to_string_lossy(), "content"])?;
    let home = home().context("neither CARGO_HOME nor HOME says where programs go")?;
    fs::create_dir_all(&home)?;
    let taken = fs::copy(folder.join("content/usr/bin").join(PROMTOOL), home.join(PROMTOOL));
    taken.context("the package of Prometheus has no promtool")?;
    Ok(fs::remove_dir_all(&folder)?)
}

/// The first folder in which programs are looked for is that of `cargo install`.
fn home() -> Option<PathBuf> {
    shell::search_path().into_iter().next()
}
