//! The form that makes an invitation, and the only sight of its link.

use super::Invite;
use crate::parts::{CopyButton, CutNote};
use leptos::{form::ActionForm, prelude::*};

/// Makes a link and shows it until the page is left. It needs the script: nothing else may see the link.
#[island]
pub fn NewInvitation() -> impl IntoView {
    let action = ServerAction::<Invite>::new();
    let answer = action.value();
    let busy = action.pending();
    view! {
        <noscript><p class="small dim">"To invite somebody, this page needs the script."</p></noscript>
        <ActionForm action attr:class="row lex" attr:aria-busy=move || busy.get().to_string()>
            <div class="field">
                <label for="invite-role">"As"</label>
                <select class="in" id="invite-role" name="role">
                    <option value="member">"Member: makes ads"</option>
                    <option value="admin">"Admin: manages keys and team too"</option>
                </select>
            </div>
            <button class="btn quiet" type="submit">"Invite by link"</button>
        </ActionForm>
        <div role="status" class="stack">
            {move || answer.get().map(|answer| match answer {
                Ok(url) => view! {
                    <div class="note made">
                        <p>"Send this link to one person. It is good for a week, and it is shown only now."</p>
                        <p class="row"><code class="num">{url.clone()}</code><CopyButton text=url label="Copy the link".into()/></p>
                    </div>
                }.into_any(),
                Err(error) => view! { <CutNote sentence=error.to_string()/> }.into_any(),
            })}
        </div>
    }
}
