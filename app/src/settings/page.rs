//! The settings page: it says only what is.

use super::usage::usage_pane;
use crate::{
    accounts::LogOut,
    keys::keys_pane,
    parts::{Icon, Shape},
    ports::{CatalogPort, port},
    provider_keys::provider_keys_pane,
    shell::{Nav, Page, member_page},
    team::{accounts_of, role_text, team_pane},
    webhooks::webhooks_pane,
};
use domain::{Avatar, Member, Scope, Voice};
use leptos::prelude::*;
use server_fn::ServerFn;

/// The voice that is always there.
const PLAIN_VOICE: &str = "plain";

/// Keys, account, voices, and what works with no key.
#[component]
pub fn SettingsPage() -> impl IntoView {
    member_page(Nav::Settings, |member| async move {
        let catalog = port::<dyn CatalogPort>()?;
        let (avatars, voices) = (catalog.avatars().await?, catalog.voices().await?);
        let writer = catalog.writer_note();
        let provider_keys = provider_keys_pane(&member).await?;
        let manages = member.role.scope() == Scope::Admin;
        let keys = if manages { Some(keys_pane(&member.account).await?) } else { None };
        let team = team_pane(&member).await?;
        let webhooks = webhooks_pane(&member).await?;
        let usage = usage_pane(&member.account).await?;
        let accounts = accounts_of(&member).await?;
        let body = view! {
            <h1>"Settings"</h1>
            <div class="st">
                <nav aria-label="Settings" class="side">
                    <a href="#keys"><Icon shape=Shape::Key/>"Provider keys"</a>
                    <a href="#keyless"><Icon shape=Shape::Check/>"What works without a key"</a>
                    {manages.then(|| view! { <a href="#api"><Icon shape=Shape::Key/>"API keys"</a> })}
                    <a href="#team"><Icon shape=Shape::Person/>"Team"</a>
                    <a href="#webhooks"><Icon shape=Shape::Share/>"Webhooks"</a>
                    <a href="#usage"><Icon shape=Shape::Sliders/>"Usage and limits"</a>
                    <a href="#voices"><Icon shape=Shape::Voice/>"Voices"</a>
                    <a href="#account"><Icon shape=Shape::Person/>"Account"</a>
                </nav>
                <div class="stack">
                    {provider_keys}
                    {keyless(&avatars, &voices, writer)}
                    {keys}
                    {team}
                    {webhooks}
                    {usage}
                    {voice_list(&voices)}
                    {account_pane(&member, accounts)}
                </div>
            </div>
        };
        Ok(Page::new("Settings", body.into_any()))
    })
}

fn keyless(avatars: &[Avatar], voices: &[Voice], writer: String) -> impl IntoView + use<> {
    let natural = voices.iter().filter(|voice| voice.id.as_str() != PLAIN_VOICE).count();
    let speech = match natural {
        0 => "The plain voice. The natural ones are not installed.".to_owned(),
        1 => "One natural voice, and the plain one.".to_owned(),
        many => format!("{many} natural voices, and the plain one."),
    };
    let names = avatars.iter().map(|avatar| avatar.name.as_str()).collect::<Vec<_>>().join(", ");
    let rows = [
        ("Scripts", writer),
        ("Voices", speech),
        ("Presenters", format!("{names}. Their lips follow the voice.")),
        ("Backgrounds", "Six scenes, any colour, and your own pictures.".to_owned()),
        (
            "Videos",
            "H.264 and AAC in three shapes, with captions as SRT and VTT. Drawn on this machine.".to_owned(),
        ),
    ];
    let rows = rows.map(|(name, what)| {
        view! {
            <li class="pk">
                <div><b>{name}</b><small class="dim">{what}</small></div>
                <span class="tag"><Icon shape=Shape::Check/>"Works"</span>
            </li>
        }
    });
    view! {
        <section id="keyless" class="pane" aria-labelledby="keyless-title">
            <h2 id="keyless-title">"What works without a key"</h2>
            <p class="dim">"All of this. Nothing is sent anywhere, and nothing is billed."</p>
            <ul class="rows">{rows.into_iter().collect_view()}</ul>
        </section>
    }
}

fn voice_list(voices: &[Voice]) -> impl IntoView + use<> {
    let natural_missing = voices.iter().all(|voice| voice.id.as_str() == PLAIN_VOICE);
    let rows = voices.iter().map(|voice| {
        let about = voice.description.clone().unwrap_or_default();
        let sample = voice.preview_url.clone().map(|url| view! {
            <audio controls preload="none" src=url aria-label=format!("Sample of {}", voice.name)></audio>
        });
        view! { <li class="pk vo"><div><b>{voice.name.clone()}</b><small class="dim">{about}</small></div>{sample}</li> }
    });
    view! {
        <section id="voices" class="pane" aria-labelledby="voices-title">
            <h2 id="voices-title">"Voices"</h2>
            {natural_missing.then(|| view! {
                <p class="dim">"To add the natural voices, run " <code>"pitchreel voices add natural"</code> " on this machine."</p>
            })}
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
}

fn account_pane(member: &Member, accounts: Option<AnyView>) -> impl IntoView + use<> {
    let role = format!("{} of {}", role_text(member.role), member.account_name);
    view! {
        <section id="account" class="pane" aria-labelledby="account-title">
            <h2 id="account-title">"Account"</h2>
            <div class="row">
                <p><span>{member.email.to_string()}</span><br/><small class="dim">{role}</small></p>
                <form class="push" method="post" action=LogOut::url()>
                    <button class="btn quiet" type="submit">"Log out"</button>
                </form>
            </div>
            {accounts}
        </section>
    }
}
