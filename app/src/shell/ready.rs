//! The mark that says that the page is awake.

use leptos::prelude::*;

/// Stands last on every page and sets `data-hydrated` on `<html>`: islands wake in the order of the page.
#[island]
pub fn Ready() -> impl IntoView {
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // A page that cannot be marked is still a page.
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
}
