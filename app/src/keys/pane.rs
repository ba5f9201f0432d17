//! The pane of the settings that lists API keys.

use super::{NewKey, RemoveKey};
use crate::{
    parts::day_and_time,
    ports::{ApiKey, CallError, KeysPort, port},
};
use domain::{AccountId, Scope};
use leptos::prelude::*;
use server_fn::ServerFn;

/// Every key with what it may and when it was used, and the way to another one.
pub async fn keys_pane(account: &AccountId) -> Result<AnyView, CallError> {
    let keys = port::<dyn KeysPort>()?.list(account).await?;
    let none = keys.is_empty();
    let rows = keys.into_iter().map(row).collect_view();
    let list = (!none).then(|| view! {
        <div class="scroll" tabindex="0" role="region" aria-label="List of API keys">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th><th scope="col">"May"</th><th scope="col">"Made"</th>
                        <th scope="col">"Last used"</th><th scope="col" class="r"><span class="sr">"Action"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    });
    Ok(view! {
        <section id="api" class="pane stack" aria-labelledby="api-title">
            <h2 id="api-title">"API keys"</h2>
            <p class="dim">
                "With a key, a program does what you do here. "
                <a class="tap" href="/api/docs">"Read and try the API"</a>
            </p>
            <NewKey/>
            {list}
        </section>
    }
    .into_any())
}

fn row(key: ApiKey) -> impl IntoView {
    let may = match key.scope {
        Scope::Read => "Look only",
        Scope::Write => "Make and spend",
        Scope::Admin => "Manage",
    };
    let used = key.last_used_at.map_or("Never".to_owned(), day_and_time);
    let label = format!("Remove the key {}", key.name);
    view! {
        <tr>
            <td dir="auto">{key.name}</td><td>{may}</td><td class="num">{day_and_time(key.created_at)}</td><td class="num">{used}</td>
            <td class="r">
                <form method="post" action=RemoveKey::url()>
                    <input type="hidden" name="key" value=key.id.to_string()/>
                    <button class="btn bare" type="submit" aria-label=label>"Remove"</button>
                </form>
            </td>
        </tr>
    }
}
