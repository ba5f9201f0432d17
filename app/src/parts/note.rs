//! Notes: clapper stripes mean that something was cut.

use super::{Icon, Shape};
use leptos::prelude::*;

/// Something went wrong: an icon, stripes and words, never colour alone.
#[component]
pub fn CutNote(
    /// One sentence that says what to do.
    #[prop(into)]
    sentence: String,
) -> impl IntoView {
    view! {
        <div class="note cut" role="alert">
            <Icon shape=Shape::Warning/>
            <p>{sentence}</p>
        </div>
    }
}

/// A short word on what was just done, or could not be.
#[component]
pub fn Toast(
    /// What was done.
    #[prop(into)]
    words: String,
    #[prop(default = Shape::Check)] shape: Shape,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="toast">
            <Icon shape/>
            <span>{words}</span>
            {children()}
        </div>
    }
}
