//! `bench speech`: is what the voice says understood? The speech room brings the sentences and the listener.

use crate::shell;
use crate::steps::Steps;
use crate::workspace::Workspace;
use anyhow::Result;

/// Runs the speech room's listener.
pub fn bench(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.step("listen", || {
        shell::run(
            shell::command(workspace.root.join("crates/speech/bench/run.sh")).current_dir(&workspace.root),
        )
    })
}
