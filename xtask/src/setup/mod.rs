//! What a machine needs before a command can work: each part is looked for first, and only what is missing is brought.

mod cargo_tools;
mod debian;
mod npm;
mod playwright;
mod promtool;
mod public_files;
pub mod room;
mod rust;
mod typescript_client;
pub mod voice;
mod wasm_opt;

use crate::steps::Steps;
use crate::workspace::Workspace;
use anyhow::{Result, ensure};

/// One thing that may be missing.
pub struct Part {
    name: &'static str,
    is_there: fn(&Workspace) -> bool,
    bring: fn(&Workspace) -> Result<()>,
}

const WASM_TARGET: Part =
    Part { name: "the WASM target", is_there: rust::has_wasm_target, bring: rust::add_wasm_target };
const RUST_TOOLS: Part =
    Part { name: "rustfmt and clippy", is_there: rust::has_tools, bring: rust::add_tools };
const BUILD_PROGRAMS: Part =
    Part { name: "build programs", is_there: debian::has_build, bring: debian::install_build };
const TEST_PROGRAMS: Part =
    Part { name: "test programs", is_there: debian::has_test, bring: debian::install_test };
const PROMTOOL: Part = Part { name: "promtool", is_there: promtool::is_there, bring: promtool::fetch };
const CARGO_LEPTOS: Part =
    Part { name: "cargo-leptos", is_there: cargo_tools::has_leptos, bring: cargo_tools::install_leptos };
const WASM_BINDGEN: Part =
    Part { name: "wasm-bindgen", is_there: cargo_tools::has_bindgen, bring: cargo_tools::install_bindgen };
const WASM_OPT: Part = Part { name: "wasm-opt", is_there: wasm_opt::is_there, bring: wasm_opt::install };
const PUBLIC_FILES: Part = Part {
    name: "the font and the reader of the API",
    is_there: public_files::are_there,
    bring: public_files::fetch,
};
const PLAYWRIGHT: Part =
    Part { name: "Playwright", is_there: playwright::is_there, bring: playwright::install };
const TYPESCRIPT_CLIENT: Part = Part {
    name: "what tests the TypeScript client",
    is_there: typescript_client::is_there,
    bring: typescript_client::install,
};

/// For `check`.
pub const FOR_CHECK: &[Part] = &[WASM_TARGET, RUST_TOOLS, BUILD_PROGRAMS];
/// For everything that builds the app.
pub const FOR_BUILD: &[Part] =
    &[WASM_TARGET, BUILD_PROGRAMS, CARGO_LEPTOS, WASM_BINDGEN, WASM_OPT, PUBLIC_FILES];
/// For `test`.
pub const FOR_TEST: &[Part] = &[
    WASM_TARGET,
    RUST_TOOLS,
    BUILD_PROGRAMS,
    TEST_PROGRAMS,
    PROMTOOL,
    CARGO_LEPTOS,
    WASM_BINDGEN,
    PUBLIC_FILES,
    PLAYWRIGHT,
    TYPESCRIPT_CLIENT,
];
/// For `battery`, which needs no pages.
pub const FOR_BATTERY: &[Part] = &[BUILD_PROGRAMS, TEST_PROGRAMS];

/// Brings the parts that are missing, one step for each.
pub fn ensure(workspace: &Workspace, steps: &mut Steps, parts: &[Part]) -> Result<()> {
    let missing: Vec<&Part> = parts.iter().filter(|part| !(part.is_there)(workspace)).collect();
    if missing.is_empty() {
        println!("Set-up: nothing is missing.");
    }
    for part in missing {
        steps.step(&format!("set up {}", part.name), || {
            (part.bring)(workspace)?;
            ensure!((part.is_there)(workspace), "{} was installed, but still cannot be found", part.name);
            Ok(())
        })?;
    }
    Ok(())
}
