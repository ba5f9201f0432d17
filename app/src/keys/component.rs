//! The form that makes a key, and the only sight of it.

use super::{MadeKey, MakeKey};
use crate::parts::{CopyButton, CutNote};
use leptos::{form::ActionForm, prelude::*};

/// Makes a key and shows it until the page is left. It needs the script: a key must stand in no address.
#[island]
pub fn NewKey() -> impl IntoView {
    let action = ServerAction::<MakeKey>::new();
    let answer = action.value();
    let busy = action.pending();
    view! {
        <noscript><p class="small dim">"To make a key without the script, run " <code>"pitchreel key add EMAIL"</code> "."</p></noscript>
        <ActionForm action attr:class="row lex" attr:aria-busy=move || busy.get().to_string()>
            <div class="field grow">
                <label for="key-name">"Name"</label>
                <input class="in" id="key-name" name="name" maxlength="80" placeholder="Shop backend" autocomplete="off"/>
            </div>
            <div class="field">
                <label for="key-scope">"May"</label>
                <select class="in" id="key-scope" name="scope">
                    <option value="write">"Make and spend"</option>
                    <option value="read">"Look only"</option>
                    <option value="admin">"Manage keys and team too"</option>
                </select>
            </div>
            <button class="btn quiet" type="submit">"New key"</button>
        </ActionForm>
        <div role="status" class="stack">
            {move || answer.get().map(|answer| match answer {
                Ok(made) => made_note(made).into_any(),
                Err(error) => view! { <CutNote sentence=error.to_string()/> }.into_any(),
            })}
        </div>
    }
}

fn made_note(MadeKey { name, key }: MadeKey) -> impl IntoView {
    view! {
        <div class="note made">
            <p>{format!("This is the key {name}. It is shown only now, so keep it somewhere safe.")}</p>
            <p class="row"><code class="num">{key.clone()}</code><CopyButton text=key label="Copy the key".into()/></p>
            <p class="small dim"><a class="tap" href="/settings#api">"Show it in the list"</a></p>
        </div>
    }
}
