//! Programs of the system: installed on Debian when we may, else named.

use crate::postgres;
use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// A program that must be there under one of its names, and the Debian package that has it.
struct Program {
    names: &'static [&'static str],
    package: &'static str,
    /// Where it is looked for.
    folders: fn() -> Vec<PathBuf>,
}

impl Program {
    const fn new(names: &'static [&'static str], package: &'static str) -> Program {
        Program { names, package, folders: shell::search_path }
    }

    fn is_there(&self) -> bool {
        self.names.iter().any(|name| shell::find_in((self.folders)(), name).is_some())
    }
}

const BUILD: &[Program] = &[
    Program::new(&["c++"], "build-essential"),
    Program::new(&["pkg-config"], "pkg-config"),
    Program::new(&["nasm"], "nasm"),
    Program::new(&["node"], "nodejs"),
    Program::new(&["npm"], "npm"),
];

/// ffmpeg only checks what the studio made; the app itself never calls it.
const TEST: &[Program] = &[
    Program::new(&["chromium", "chromium-browser", "google-chrome"], "chromium"),
    Program::new(&["ffprobe"], "ffmpeg"),
    Program::new(&["faketime"], "faketime"),
    Program { names: &["initdb"], package: "postgresql", folders: postgres::folders },
];

pub fn has_build(_: &Workspace) -> bool {
    missing(BUILD).is_empty()
}

pub fn install_build(_: &Workspace) -> Result<()> {
    install(&missing(BUILD))
}

pub fn has_test(_: &Workspace) -> bool {
    missing(TEST).is_empty()
}

pub fn install_test(_: &Workspace) -> Result<()> {
    install(&missing(TEST))
}

fn missing(programs: &[Program]) -> Vec<&'static str> {
    programs.iter().filter(|program| !program.is_there()).map(|program| program.package).collect()
}

/// Fetches the list of packages anew.
pub fn update() -> Result<()> {
    match way_to_root() {
        Some(become_root) => apt(become_root, &["update", "-qq"]),
        None => bail!("as root: apt-get update"),
    }
}

fn install(packages: &[&str]) -> Result<()> {
    let Some(become_root) = way_to_root() else {
        bail!(
            "these are missing, under the names that Debian gives them: {}. As root: apt-get install {}",
            packages.join(", "),
            packages.join(" ")
        );
    };
    println!("    apt-get install {}", packages.join(" "));
    apt(become_root, &["update", "-qq"])?;
    apt(become_root, &[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat())
}

fn apt(become_root: &[&str], arguments: &[&str]) -> Result<()> {
    let words: Vec<&str> = become_root.iter().chain(&["apt-get"]).chain(arguments).copied().collect();
    shell::run(shell::command(words[0]).args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The words before a command that root must run; none where apt-get is not, or where root would need a password.
fn way_to_root() -> Option<&'static [&'static str]> {
    shell::find("apt-get")?;
    let is_root = shell::capture(shell::command("id").arg("-u")).is_ok_and(|id| id == "0");
    let sudo_is_free = || shell::capture(shell::command("sudo").args(["-n", "true"])).is_ok();
    match is_root {
        true => Some(&[]),
        false => sudo_is_free().then_some(&["sudo", "-n"]),
    }
}
