//! Rules of the house that no compiler knows. All of them are looked at, so that one run shows every breach.

mod arrows;
mod headers;
mod marks;
mod migrations;
mod promises;
mod routes;
mod sizes;

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;

/// One rule: a sentence for each breach.
type Rule = fn(&[Source]) -> Vec<String>;

const RULES: [Rule; 7] = [
    headers::breaches,
    sizes::breaches,
    marks::breaches,
    arrows::breaches,
    migrations::breaches,
    promises::breaches,
    routes::breaches,
];

/// One file of the project.
struct Source {
    /// Seen from the checkout, with `/`.
    path: String,
    text: String,
}

impl Source {
    fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| end == extension)
    }
}

/// Fails with one line for each breach.
pub fn tidy(workspace: &Workspace) -> Result<()> {
    let sources = sources(workspace)?;
    let breaches: Vec<String> = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    if !breaches.is_empty() {
        bail!("{} breaches of the house rules:\n  {}", breaches.len(), breaches.join("\n  "));
    }
    Ok(())
}

/// Every text file that git knows or would take.
fn sources(workspace: &Workspace) -> Result<Vec<Source>> {
    let mut git = shell::command("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(&workspace.root);
    let paths = shell::capture(&mut git).context("tidy asks git which files there are")?;
    let read = |path: &str| {
        let text = String::from_utf8(fs::read(workspace.root.join(path)).ok()?).ok()?;
        Some(Source { path: path.to_owned(), text })
    };
    Ok(paths.lines().filter_map(read).collect())
}
