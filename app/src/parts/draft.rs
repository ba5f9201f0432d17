//! Drafts: words that are not saved yet. The browser keeps them until the tab is closed; one that keeps nothing loses
//! them with the page, and nothing else.

use leptos::prelude::window;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The draft of this name.
pub fn kept_draft(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Keeps the words as the draft of this name; with nothing to keep, there is none any more.
pub fn keep_draft(name: &str, words: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match words {
        Some(words) => storage.set_item(name, words),
        None => storage.remove_item(name),
    };
}
