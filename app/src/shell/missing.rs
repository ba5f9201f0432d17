//! What stands where nothing is.

use super::{
    header::Nav,
    page::{Page, open_page},
};
use leptos::prelude::*;

/// The page for an address that nobody has.
#[component]
pub fn MissingPage() -> impl IntoView {
    open_page(Nav::None, async { Ok(Page::new("Nothing here", missing_body())) })
}

/// Nothing here, or not yours: the same words for both.
pub fn missing_body() -> AnyView {
    view! {
        <div class="empty">
            <svg class="i art" viewBox="0 0 144 96" aria-hidden="true">
                <path d="M22 84V12h30l8 12h62v60zM52 44l40 24M92 44L52 68"></path>
            </svg>
            <h1>"Nothing on this reel"</h1>
            <p class="dim">"There is nothing at this address, or it is not yours."</p>
            <a class="btn" href="/projects">"Open your ads"</a>
        </div>
    }
    .into_any()
}
