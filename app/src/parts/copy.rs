//! Copy: puts a text on the clipboard and says so.

use super::{Icon, Shape, wait_ms};
use leptos::prelude::*;

/// A button that copies; without the script there is nothing to press, so it is not there.
#[island]
pub fn CopyButton(
    /// What is copied. An address that begins with `/` is completed with this site's.
    text: String,
    /// What the button says.
    label: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let copy = move |_| {
        let origin = window().location().origin().unwrap_or_default();
        let whole = if text.starts_with('/') { format!("{origin}{text}") } else { text.clone() };
        let writing = window().navigator().clipboard().write_text(&whole);
        leptos::task::spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(writing).await.is_ok() {
                copied.set(true);
                wait_ms(2_500).await;
                copied.set(false);
            }
        });
    };
    view! {
        <button class="btn quiet" type="button" hidden=move || !awake.get() on:click=copy>
            <Icon shape=Shape::Copy/>
            {label}
        </button>
        <span class="small dim" role="status">{move || copied.get().then_some("Copied.")}</span>
    }
}
