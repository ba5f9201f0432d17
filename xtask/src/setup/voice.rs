//! The natural voice, which the app itself fetches and verifies. Without it the plain voice speaks, so a failure to
//! fetch it is said and ends nothing.

use crate::shell;
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use anyhow::Result;

/// Fetches the natural voice for the release binary, unless it is there.
pub fn ensure(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    if workspace.data().join("voices/natural").is_dir() {
        return Ok(());
    }
    steps.step("fetch the natural voice", || {
        let mut pitchreel = shell::command(workspace.binary(Profile::Release));
        pitchreel.args(["voices", "add", "natural"]).current_dir(&workspace.root);
        if let Err(error) = shell::run(&mut pitchreel) {
            println!("    The natural voice is not here ({error:#}). The plain voice speaks until it is:");
            println!(
                "    run `cargo xtask run` again, or `pitchreel voices add natural --from FOLDER|ARCHIVE`."
            );
        }
        Ok(())
    })
}
