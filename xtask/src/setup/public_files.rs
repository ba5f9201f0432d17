//! What the pages take from npm packages, with its licences: the typeface, and the page on which the API is read and
//! tried. Copied to where the pages take it from.

use super::npm;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;

const FONT: &str = "@fontsource-variable/familjen-grotesk";
const READER: &str = "swagger-ui-dist";

/// The package, the file in it, and its place in `public`.
const FILES: [(&str, &str, &str); 7] = [
    (
        FONT,
        "files/familjen-grotesk-latin-wght-normal.woff2",
        "fonts/familjen-grotesk-latin-wght-normal.woff2",
    ),
    (
        FONT,
        "files/familjen-grotesk-latin-ext-wght-normal.woff2",
        "fonts/familjen-grotesk-latin-ext-wght-normal.woff2",
    ),
    (FONT, "LICENSE", "fonts/familjen-grotesk-LICENSE.txt"),
    (READER, "swagger-ui-bundle.js", "reference/swagger-ui-bundle.js"),
    (READER, "swagger-ui.css", "reference/swagger-ui.css"),
    (READER, "LICENSE", "reference/swagger-ui-LICENSE.txt"),
    (READER, "NOTICE", "reference/swagger-ui-NOTICE.txt"),
];

pub fn are_there(workspace: &Workspace) -> bool {
    let public = workspace.root.join("public");
    FILES.iter().all(|(_, _, place)| public.join(place).is_file())
}

pub fn fetch(workspace: &Workspace) -> Result<()> {
    let style = workspace.root.join("style");
    npm::install(&style)?;
    for (package, file, place) in FILES {
        let to = workspace.root.join("public").join(place);
        fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
        let copied = fs::copy(style.join("node_modules").join(package).join(file), to);
        copied.with_context(|| format!("the package {package} has no {file}"))?;
    }
    Ok(())
}
