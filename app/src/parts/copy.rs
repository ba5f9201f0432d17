//! Copy: puts a text on the clipboard and says so, or says how to do it by hand.

use super::{Icon, Shape, wait_ms};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlElement, HtmlInputElement};

/// How long a button says that it copied, in milliseconds.
const SAY_MS: u64 = 2_500;

/// How copying went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copying {
    /// Nobody asked, or it was said long enough.
    Idle,
    Done,
    /// The browser refused; the text is selected.
    ByHand,
}

impl Copying {
    /// What is said about it.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Copying::Idle => None,
            Copying::Done => Some("Copied."),
            Copying::ByHand => Some("This browser does not let us copy. Press Ctrl+C."),
        }
    }
}

/// Copies what a field holds and tells `copying`. Browsers keep the clipboard from pages that came over plain HTTP:
/// there it is done as a person would, and where that fails, too, the person finds the text selected.
pub async fn copy_from(field: HtmlInputElement, copying: RwSignal<Copying>) {
    let is_copied = by_clipboard(&field).await || by_selection(&field);
    copying.set(if is_copied { Copying::Done } else { Copying::ByHand });
    if is_copied {
        wait_ms(SAY_MS).await;
        let _ = copying.try_set(Copying::Idle);
    }
}

async fn by_clipboard(field: &HtmlInputElement) -> bool {
    if !window().is_secure_context() {
        return false;
    }
    let writing = window().navigator().clipboard().write_text(&field.value());
    wasm_bindgen_futures::JsFuture::from(writing).await.is_ok()
}

fn by_selection(field: &HtmlInputElement) -> bool {
    let before = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let _ = field.focus();
    field.select();
    let page = document().dyn_into::<HtmlDocument>();
    let is_copied = page.is_ok_and(|page| page.exec_command("copy").unwrap_or(false));
    if let Some(before) = before.filter(|_| is_copied) {
        let _ = before.focus();
    }
    is_copied
}

/// A button that copies; without the script there is nothing to press, so it is not there.
#[island]
pub fn CopyButton(
    /// What is copied. An address that begins with `/` is completed with this site's.
    text: String,
    /// What the button says.
    label: String,
) -> impl IntoView {
    let field = NodeRef::<leptos::html::Input>::new();
    let copying = RwSignal::new(Copying::Idle);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let by_hand = move || copying.get() == Copying::ByHand;
    let copy = move |_| {
        let Some(field) = field.get_untracked() else { return };
        let origin = window().location().origin().unwrap_or_default();
        field.set_value(&if text.starts_with('/') { format!("{origin}{text}") } else { text.clone() });
        leptos::task::spawn_local(copy_from(field, copying));
    };
    view! {
        <button class="btn quiet" type="button" hidden=move || !awake.get() on:click=copy>
            <Icon shape=Shape::Copy/>
            {label}
        </button>
        <input
            node_ref=field readonly tabindex="-1" aria-label="To be copied" class=move || if by_hand() { "in num" } else { "sr" }
            aria-hidden=move || (!by_hand()).then_some("true")
        />
        <span class="small dim" role="status">{move || copying.get().words()}</span>
    }
}
