//! The mark that says that the page is awake, and what every page does then.

use leptos::{ev, prelude::*};
use std::time::Duration;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::HtmlFormElement;

/// A form that led nowhere, because the line broke or its person stopped it, may be sent again after this.
const REST: Duration = Duration::from_secs(8);

/// Stands last on every page and sets `data-hydrated` on `<html>`: islands wake in the order of the page.
#[island]
pub fn Ready() -> impl IntoView {
    Effect::new(move |_| {
        send_forms_once();
        // A page that the browser kept shows what was true when it was left.
        let _ = window_event_listener(ev::pageshow, |event| {
            if event.persisted() {
                let _ = window().location().reload();
            }
        });
        if let Some(root) = document().document_element() {
            // A page that cannot be marked is still a page.
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
}

/// Holds back a form that is busy. Plain forms are busy from the moment at which they are sent.
fn send_forms_once() {
    let hold = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        if form_of(&event).is_some_and(|form| form.get_attribute("aria-busy").as_deref() == Some("true")) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    // Before any listener of the form itself.
    let _ = document().add_event_listener_with_callback_and_bool(
        "submit",
        hold.into_js_value().unchecked_ref(),
        true,
    );
    let _ = window_event_listener(ev::submit, |event| {
        let Some(form) = form_of(&event).filter(|form| form.method() == "post") else { return };
        if event.default_prevented() {
            return;
        }
        let _ = form.set_attribute("aria-busy", "true");
        set_timeout(
            move || {
                let _ = form.remove_attribute("aria-busy");
            },
            REST,
        );
    });
}

fn form_of(event: &web_sys::Event) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}
