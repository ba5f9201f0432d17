//! Other programs: how they are found, run and read. A program that fails ends the step that called it.

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A command that also finds what `cargo install` brought.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    if let Ok(path) = env::join_paths(search_path()) {
        command.env("PATH", path);
    }
    command
}

/// Lets a command find programs in this folder before any other.
pub fn look_first_in(folder: &Path, command: &mut Command) -> Result<()> {
    let path = env::join_paths(std::iter::once(folder.to_path_buf()).chain(search_path()))?;
    command.env("PATH", path);
    Ok(())
}

/// Runs it with its output in the open.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("`{}` did not start", line(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", line(command));
    }
    Ok(())
}

/// Runs it and returns what it wrote on standard output, without the white space around it.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("`{}` did not start", line(command)))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}: {}", line(command), output.status, reason.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program is, if it is anywhere.
pub fn find(program: &str) -> Option<PathBuf> {
    find_in(search_path(), program)
}

/// Where a program is, if it is in one of these folders.
pub fn find_in(folders: Vec<PathBuf>, program: &str) -> Option<PathBuf> {
    folders.into_iter().map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// The command as a person would type it.
pub fn line(command: &Command) -> String {
    let words: Vec<OsString> =
        std::iter::once(command.get_program()).chain(command.get_args()).map(OsString::from).collect();
    words.join(OsStr::new(" ")).to_string_lossy().into_owned()
}

/// `PATH`, after the folder that `cargo install` fills.
pub fn search_path() -> Vec<PathBuf> {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home =
        cargo_home.or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let path = env::var_os("PATH").unwrap_or_default();
    cargo_home.map(|home| home.join("bin")).into_iter().chain(env::split_paths(&path)).collect()
}
