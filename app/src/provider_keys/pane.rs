//! The pane of the settings with a row for each provider. Its forms are plain ones, so that a key goes nowhere but into
//! the one request that saves it.

use super::{RemoveProviderKey, SaveProviderKey};
use crate::{
    parts::{Icon, Shape, day_and_time},
    ports::{CallError, KeyState, ProviderKey, ProviderKeysPort, port},
};
use domain::{KeyedProvider, Member, Scope};
use leptos::prelude::*;
use server_fn::ServerFn;

/// Every provider with what its key adds and how it stands; for admins also what can be done about it.
pub async fn provider_keys_pane(me: &Member) -> Result<AnyView, CallError> {
    let keys = port::<dyn ProviderKeysPort>()?;
    let mut saved = keys.list(&me.account).await?;
    let manages = me.role.scope() == Scope::Admin;
    let rows = KeyedProvider::ALL.map(|provider| {
        let at = saved.iter().position(|key| key.id == provider);
        let key = at.map(|at| saved.swap_remove(at));
        row(provider, key, keys.is_used(provider), manages)
    });
    Ok(view! {
        <section id="keys" class="pane" aria-labelledby="keys-title">
            <h2 id="keys-title">"Provider keys"</h2>
            <p class="dim">
                "Everything works without one. A key adds what is named here. Keys are sealed when saved, and only the "
                "last four characters are shown again."
            </p>
            <ul class="rows">{rows.into_iter().collect_view()}</ul>
        </section>
    }
    .into_any())
}

fn row(
    provider: KeyedProvider,
    key: Option<ProviderKey>,
    is_used: bool,
    manages: bool,
) -> impl IntoView + use<> {
    let about = match (is_used, key.is_some()) {
        (true, _) => adds(provider).to_owned(),
        (false, true) => "Kept. Nothing here uses it yet.".to_owned(),
        (false, false) => format!("{}. Nothing here uses it yet.", adds(provider)),
    };
    let trouble = key.as_ref().and_then(|key| key.last_error.clone());
    let saved = key.is_some();
    let stands = match key {
        None => view! { <span class="tag"><Icon shape=Shape::Circle/>"Not set"</span> }.into_any(),
        Some(key) => tag(key),
    };
    view! {
        <li class="pk">
            <div>
                <b>{provider.title()}</b>
                <small class="dim">{about}</small>
                {trouble.map(|sentence| view! { <small>{sentence}</small> })}
            </div>
            {stands}
            {manages.then(|| if saved { removing(provider).into_any() } else { view! { <span class="gap"></span> }.into_any() })}
            {manages.then(|| saving(provider, saved))}
        </li>
    }
}

/// How a key stands, in words and with a sign that is no colour alone.
fn tag(key: ProviderKey) -> AnyView {
    let tested = key.tested_at.map(|at| format!("Tested {}", day_and_time(at)));
    let end = key.last_four;
    match key.state {
        KeyState::Works => view! {
            <span class="tag" title=tested><Icon shape=Shape::Check/>{format!("Works, ends in {end}")}</span>
        }
        .into_any(),
        KeyState::Untested => view! {
            <span class="tag"><Icon shape=Shape::Circle/>{format!("Not tested, ends in {end}")}</span>
        }
        .into_any(),
        KeyState::Refused => view! {
            <span class="tag" title=tested><i class="clapped"></i>{format!("Refused, ends in {end}")}</span>
        }
        .into_any(),
    }
}

fn removing(provider: KeyedProvider) -> impl IntoView {
    let label = format!("Remove the {} key", provider.title());
    view! {
        <form method="post" action=RemoveProviderKey::url()>
            <input type="hidden" name="provider" value=provider.as_str()/>
            <button class="btn bare" type="submit" aria-label=label>"Remove"</button>
        </form>
    }
}

fn saving(provider: KeyedProvider, saved: bool) -> impl IntoView {
    let name = provider.title();
    let (verb, id) = (if saved { "Replace" } else { "Add" }, format!("key-of-{provider}"));
    view! {
        <details class="wide">
            <summary>
                <Icon shape=Shape::ChevronRight class="i tw"/>
                {format!("{verb} the {name} key")}
            </summary>
            <form class="row lex" method="post" action=SaveProviderKey::url()>
                <input type="hidden" name="provider" value=provider.as_str()/>
                <div class="field grow">
                    <label for=id.clone()>{format!("{name} key")}</label>
                    <input
                        class="in" id=id name="key" type="password" required minlength="8" maxlength="512"
                        autocomplete="off" spellcheck="false"
                    />
                </div>
                <button class="btn quiet" type="submit" aria-label=format!("Save the {name} key")>"Save"</button>
            </form>
        </details>
    }
}

/// What a key of this provider is for.
fn adds(provider: KeyedProvider) -> &'static str {
    match provider {
        KeyedProvider::OpenRouter => "Scripts by a large model",
        KeyedProvider::HeyGen => "Photoreal presenters",
        KeyedProvider::ElevenLabs => "More voices, 29 languages",
        KeyedProvider::Fal => "Pictures from a sentence",
        KeyedProvider::Replicate => "Motion from a picture",
        KeyedProvider::ImageKit => "Hosts your backgrounds",
    }
}
