//! Programs of the system: installed on Debian when we may, else named.

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Result, bail};

/// A program that must be there under one of its names, and the Debian package that has it.
struct Program {
    names: &'static [&'static str],
    package: &'static str,
}

const BUILD: &[Program] = &[
    Program { names: &["c++"], package: "build-essential" },
    Program { names: &["pkg-config"], package: "pkg-config" },
    Program { names: &["nasm"], package: "nasm" },
    Program { names: &["node"], package: "nodejs" },
    Program { names: &["npm"], package: "npm" },
];

/// ffmpeg only checks what the studio made; the app itself never calls it.
const TEST: &[Program] = &[
    Program { names: &["chromium", "chromium-browser", "google-chrome"], package: "chromium" },
    Program { names: &["ffprobe"], package: "ffmpeg" },
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
    let absent =
        programs.iter().filter(|program| !program.names.iter().any(|name| shell::find(name).is_some()));
    absent.map(|program| program.package).collect()
}

fn install(packages: &[&str]) -> Result<()> {
    let Some(become_root) = way_to_root() else {
        bail!(
            "these are missing, under the names that Debian gives them: {}. As root: apt-get install {}",
            packages.join(", "),
            packages.join(" ")
        );
    };
    let apt = |arguments: &[&str]| {
        let words: Vec<&str> = become_root.iter().chain(&["apt-get"]).chain(arguments).copied().collect();
        shell::run(shell::command(words[0]).args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    println!("    apt-get install {}", packages.join(" "));
    apt(&["update", "-qq"])?;
    apt(&[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat())
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
