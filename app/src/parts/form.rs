//! Forms in the browser: none is sent twice, and what is wrong gets the focus.

use super::Problems;
use leptos::prelude::*;
use server_fn::ServerFn;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Whether what a form sends is under way or was taken, which leads to another page. Goes into the form's `aria-busy`:
/// a busy form is not sent again.
pub fn is_sent<S>(action: ServerAction<S>) -> Memo<bool>
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let (pending, answer) = (action.pending(), action.value());
    Memo::new(move |_| pending.get() || answer.with(|answer| matches!(answer, Some(Ok(_)))))
}

/// Brings a person to the first field that was refused, each time that a form is.
pub fn focus_on_problem(problems: Memo<Problems>) {
    Effect::new(move |_| {
        if problems.with(|problems| *problems != Problems::default()) {
            // The field learns of its problem in the same turn as we do.
            request_animation_frame(|| {
                let wrong = document().query_selector("[aria-invalid=true]").ok().flatten();
                if let Some(wrong) = wrong.and_then(|wrong| wrong.dyn_into::<HtmlElement>().ok()) {
                    let _ = wrong.focus();
                }
            });
        }
    });
}
