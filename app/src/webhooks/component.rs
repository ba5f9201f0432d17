//! The secret that signs webhooks, shown when it is asked for.

use super::{RotateSecret, ShowSecret};
use crate::parts::{CopyButton, CutNote};
use leptos::prelude::*;

/// Shows the secret, or replaces it. It needs the script, so that the page itself holds no secret.
#[island]
pub fn SigningSecret() -> impl IntoView {
    let (show, rotate) = (ServerAction::<ShowSecret>::new(), ServerAction::<RotateSecret>::new());
    let rotated = move || rotate.value().get();
    let known = move || rotated().or_else(|| show.value().get());
    let replace = move |_| {
        let sure = "Replace the secret? For a day, the present one signs too.";
        if window().confirm_with_message(sure).unwrap_or(false) {
            rotate.dispatch(RotateSecret {});
        }
    };
    view! {
        <div class="row">
            <p class="grow dim">"Orders that bring no secret of their own are signed with the secret of this account."</p>
            <button class="btn quiet" type="button" on:click=move |_| { show.dispatch(ShowSecret {}); }>"Show the secret"</button>
            <button class="btn bare" type="button" on:click=replace>"Replace"</button>
        </div>
        <div role="status" class="stack">
            {move || known().map(|known| match known {
                Ok(secret) => view! {
                    <div class="note made">
                        {rotated().is_some().then(|| view! { <p>"For a day, the one before it signs too: let your receivers take either."</p> })}
                        <p class="row"><code class="num">{secret.clone()}</code><CopyButton text=secret label="Copy the secret".into()/></p>
                    </div>
                }.into_any(),
                Err(error) => view! { <CutNote sentence=error.to_string()/> }.into_any(),
            })}
        </div>
    }
}
