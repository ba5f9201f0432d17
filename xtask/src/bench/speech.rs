//! `bench speech`: is what the voice says understood? A small recogniser writes down what it hears, and the speech
//! room's own example scores it. The recogniser lives in a Python environment of its own, in the build output.

use crate::shell;
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// Brings the listener when it is missing, then lets it listen.
pub fn bench(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let requirements = workspace.root.join("crates/speech/bench/requirements.txt");
    let python = listener(workspace, steps, &requirements)?;
    steps.step("speak and listen", || {
        let mut cargo = shell::command("cargo");
        cargo.args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "speech",
            "--example",
            "intelligibility",
            "--",
        ]);
        cargo.arg("--voices").arg(workspace.data().join("voices")).arg("--python").arg(python);
        shell::run(cargo.current_dir(&workspace.root))
    })
}

/// The Python that has the recogniser.
fn listener(workspace: &Workspace, steps: &mut Steps, requirements: &Path) -> Result<PathBuf> {
    let folder = workspace.binary(Profile::Release).with_file_name("listener");
    let (python, stamp) = (folder.join("bin/python"), folder.join("requirements.txt"));
    if fs::read(&stamp).ok() != fs::read(requirements).ok() {
        steps.step("set up the listener", || {
            shell::run(shell::command("python3").args(["-m", "venv"]).arg(&folder))?;
            shell::run(
                shell::command(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(requirements),
            )?;
            fs::copy(requirements, &stamp)?;
            Ok(())
        })?;
    }
    Ok(python)
}
