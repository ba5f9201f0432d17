//! The typeface of the pages, with its licence: copied from its npm package to where the pages take it from.

use super::npm;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;

const PACKAGE: &str = "node_modules/@fontsource-variable/familjen-grotesk";

/// Each file in the package, and its name in `public/fonts`.
const FILES: [(&str, &str); 3] = [
    ("files/familjen-grotesk-latin-wght-normal.woff2", "familjen-grotesk-latin-wght-normal.woff2"),
    ("files/familjen-grotesk-latin-ext-wght-normal.woff2", "familjen-grotesk-latin-ext-wght-normal.woff2"),
    ("LICENSE", "familjen-grotesk-LICENSE.txt"),
];

pub fn is_there(workspace: &Workspace) -> bool {
    let fonts = workspace.root.join("public/fonts");
    FILES.iter().all(|(_, name)| fonts.join(name).is_file())
}

pub fn fetch(workspace: &Workspace) -> Result<()> {
    let style = workspace.root.join("style");
    npm::install(&style)?;
    let fonts = workspace.root.join("public/fonts");
    fs::create_dir_all(&fonts)?;
    for (file, name) in FILES {
        let copied = fs::copy(style.join(PACKAGE).join(file), fonts.join(name));
        copied.with_context(|| format!("the font package has no {file}"))?;
    }
    Ok(())
}
