//! Hydration: the browser's entry into the app.
//!
//! The script that the server puts into each page calls `hydrate` once and then wakes each island by its name.

// Linking the app exports its islands to the script.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Readies the browser for the islands of the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
