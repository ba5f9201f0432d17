//! Playing sounds and films in the browser.

use leptos::prelude::window;
use web_sys::HtmlMediaElement;

/// Plays. What cannot be played, or is stopped before it began, is no news: the element's own events tell.
pub fn play(player: &HtmlMediaElement) {
    if let Ok(playing) = player.play() {
        leptos::task::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(playing).await;
        });
    }
}

/// Whether this person asked for less motion.
pub fn wants_less_motion() -> bool {
    let asked = window().match_media("(prefers-reduced-motion: reduce)");
    asked.is_ok_and(|query| query.is_some_and(|query| query.matches()))
}
