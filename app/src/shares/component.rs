//! The dialog with the public link.

use super::{ShareAd, share_ad, unshare_ad};
use crate::parts::{Copying, CutNote, Icon, Shape, copy_from};
use domain::ExecutionId;
use leptos::prelude::*;
use server_fn::ServerFn;

/// What the dialog says beside the link.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    Nothing,
    Ended,
    Trouble(String),
}

/// Makes the link when it is pressed, and shows it. Without the script it leads to the public page.
#[island(lazy)]
pub fn ShareButton(execution: ExecutionId) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let link = RwSignal::new(String::new());
    let said = RwSignal::new(Said::Nothing);
    let field = NodeRef::<leptos::html::Input>::new();
    let copying = RwSignal::new(Copying::Idle);
    let id = execution.to_string();
    let id_to_end = execution.clone();
    let share = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        said.set(Said::Nothing);
        if let Some(dialog) = dialog.get_untracked() {
            // Opening one that is open already changes nothing.
            let _ = dialog.show_modal();
        }
        let execution = execution.clone();
        leptos::task::spawn_local(async move {
            match share_ad(execution).await {
                Ok(token) => {
                    let origin = window().location().origin().unwrap_or_default();
                    link.set(format!("{origin}/s/{token}"));
                }
                Err(error) => said.set(Said::Trouble(error.to_string())),
            }
        });
    };
    let end = move |_| {
        let execution = id_to_end.clone();
        leptos::task::spawn_local(async move {
            match unshare_ad(execution).await {
                Ok(()) => {
                    link.set(String::new());
                    said.set(Said::Ended);
                }
                Err(error) => said.set(Said::Trouble(error.to_string())),
            }
        });
    };
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            leptos::task::spawn_local(copy_from(field, copying));
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let none = move || link.with(String::is_empty);
    view! {
        <form method="post" action=ShareAd::url() on:submit=share>
            <input type="hidden" name="execution" value=id/>
            <button class="btn quiet big" type="submit"><Icon shape=Shape::Share/>"Share"</button>
        </form>
        <dialog node_ref=dialog aria-labelledby="share-title">
            <h2 id="share-title">"Share this ad"</h2>
            <p>"Anyone with this link can watch. Nobody can find it without the link."</p>
            <div class="field">
                <label for="share-link">"Link"</label>
                <input class="in num" id="share-link" node_ref=field readonly prop:value=link/>
            </div>
            <div role="status">
                {move || match said.get() {
                    Said::Nothing => ().into_any(),
                    Said::Ended => view! { <p class="small">"The link no longer plays."</p> }.into_any(),
                    Said::Trouble(sentence) => view! { <CutNote sentence/> }.into_any(),
                }}
                {move || copying.get().words().map(|words| view! { <p class="small">{words}</p> })}
            </div>
            <div class="row">
                <button class="btn" type="button" disabled=none on:click=copy><Icon shape=Shape::Copy/>"Copy link"</button>
                <button class="btn quiet" type="button" disabled=none on:click=end>"Stop sharing"</button>
                <button class="btn bare push" type="button" on:click=close>"Close"</button>
            </div>
        </dialog>
    }
}
