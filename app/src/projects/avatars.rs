//! The radio group of avatars: the chosen one moves, and the one that is pointed at.

use super::{desk::Desk, options::Group};
use crate::{
    parts::{BUILT_IN, frame_url, play, provider_text, wants_less_motion},
    ports::FrameLook,
};
use domain::{Avatar, Captions, ChoicesPatch, Format};
use leptos::prelude::*;

/// What stands behind the avatars on their cards, one after the other.
const CARD_COLORS: [&str; 6] = ["#c9d3c4", "#d8bfa0", "#b9c6d6", "#d9c3cf", "#cfcab2", "#b6ccc8"];

#[component]
pub fn AvatarChoice(desk: Desk, avatars: Vec<Avatar>) -> impl IntoView {
    let cards: Vec<_> = avatars
        .into_iter()
        .enumerate()
        .map(|(index, avatar)| {
            let color = CARD_COLORS[index % CARD_COLORS.len()];
            view! { <AvatarCard desk avatar color/> }
        })
        .collect();
    view! { <Group name="Avatar" min="7.25rem">{cards}</Group> }
}

#[component]
fn AvatarCard(desk: Desk, avatar: Avatar, color: &'static str) -> impl IntoView {
    let (mine, id) = (avatar.id.clone(), avatar.id.clone());
    let first = desk.choices.with_untracked(|choices| choices.avatar_id == id);
    let chosen = Memo::new(move |_| desk.choices.with(|choices| choices.avatar_id == mine));
    let pointed = RwSignal::new(false);
    let by = provider_text(&avatar.provider);
    let pick = move |_| {
        desk.change("Avatar", ChoicesPatch { avatar_id: Some(id.clone()), ..Default::default() });
    };
    view! {
        <label class="opt" on:pointerenter=move |_| pointed.set(true) on:pointerleave=move |_| pointed.set(false)>
            <input
                type="radio" name="patch[avatarId]" value=avatar.id.to_string() checked=first prop:checked=chosen
                on:change=pick
            />
            <span class="pic" style:background=color>
                <Moving avatar=avatar.clone() color on=Signal::derive(move || pointed.get() || (chosen.get() && !wants_less_motion()))/>
            </span>
            <span><b>{avatar.name}</b><small>{by}</small></span>
        </label>
    }
}

/// A film where the studio draws the avatar, and a picture where somebody else sends one.
#[component]
fn Moving(avatar: Avatar, color: &'static str, on: Signal<bool>) -> impl IntoView {
    let still = frame_url(&FrameLook {
        avatar: Some(avatar.id.clone()),
        background: color.parse().unwrap_or_default(),
        format: Format::Square,
        captions: Captions::Off,
        lines: 320,
    });
    let film = NodeRef::<leptos::html::Video>::new();
    Effect::new(move |_| {
        let Some(film) = film.get() else { return };
        if on.get() {
            play(&film);
        } else {
            // A film that never began cannot be paused, which is as well.
            let _ = film.pause();
        }
    });
    match avatar.preview_url {
        Some(address) if avatar.provider == BUILT_IN => view! {
            <video node_ref=film src=address poster=still preload="none" loop muted playsinline aria-hidden="true"></video>
        }
        .into_any(),
        other => view! { <img src=other.unwrap_or(still) alt="" width="320" height="320"/> }.into_any(),
    }
}
