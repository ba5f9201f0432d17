//! The radio group of voices, each with a sample to listen to.

use super::{desk::Desk, options::Group};
use crate::parts::{CutNote, Icon, Shape, play, provider_text};
use domain::{ChoicesPatch, Voice};
use leptos::prelude::*;

#[component]
pub fn VoiceChoice(desk: Desk, voices: Vec<Voice>) -> impl IntoView {
    let sound = NodeRef::<leptos::html::Audio>::new();
    let playing = RwSignal::new(None::<String>);
    let is_silent = RwSignal::new(false);
    Effect::new(move |_| {
        if playing.with(Option::is_some) {
            is_silent.set(false);
        }
    });
    let fail = move |_| {
        playing.set(None);
        is_silent.set(true);
    };
    let cards: Vec<_> =
        voices.into_iter().map(|voice| view! { <VoiceCard desk voice sound playing/> }).collect();
    view! {
        <Group name="Voice" min="17rem">{cards}</Group>
        <audio node_ref=sound preload="none" on:ended=move |_| playing.set(None) on:error=fail></audio>
        {move || is_silent.get().then(|| view! { <CutNote sentence="This sample cannot be played now. Try again in a moment."/> })}
    }
}

#[component]
fn VoiceCard(
    desk: Desk,
    voice: Voice,
    sound: NodeRef<leptos::html::Audio>,
    playing: RwSignal<Option<String>>,
) -> impl IntoView {
    let (mine, id) = (voice.id.clone(), voice.id.clone());
    let first = desk.choices.with_untracked(|choices| choices.voice_id == id);
    let checked = move || desk.choices.with(|choices| choices.voice_id == mine);
    let pick = move |_| {
        desk.change("Voice", ChoicesPatch { voice_id: Some(id.clone()), ..Default::default() });
    };
    let about =
        [voice.description.clone(), Some(language_name(&voice))].into_iter().flatten().collect::<Vec<_>>();
    let listen = voice
        .preview_url
        .clone()
        .map(|sample| view! { <Listen name=voice.name.clone() sample sound playing/> });
    view! {
        <div class="opt line">
            {listen}
            <label>
                <input type="radio" name="patch[voiceId]" value=voice.id.to_string() checked=first prop:checked=checked on:change=pick/>
                <b>{voice.name.clone()}</b>
                <small>{about.join(". ")}</small>
            </label>
        </div>
    }
}

#[component]
fn Listen(
    name: String,
    sample: String,
    sound: NodeRef<leptos::html::Audio>,
    playing: RwSignal<Option<String>>,
) -> impl IntoView {
    let mine = sample.clone();
    let on = Memo::new(move |_| playing.with(|playing| playing.as_deref() == Some(mine.as_str())));
    let press = move |_| {
        let Some(player) = sound.get_untracked() else { return };
        if on.get_untracked() {
            let _ = player.pause();
            playing.set(None);
            return;
        }
        player.set_src(&sample);
        playing.set(Some(sample.clone()));
        play(&player);
    };
    let label = move || format!("{} {name}", if on.get() { "Stop" } else { "Listen to" });
    view! {
        <button class="btn quiet ply" type="button" aria-label=label on:click=press>
            {move || view! { <Icon shape=if on.get() { Shape::Pause } else { Shape::Play }/> }}
        </button>
    }
}

/// Where the voice comes from, in words.
fn language_name(voice: &Voice) -> String {
    let by = provider_text(&voice.provider);
    match voice.language.as_deref() {
        Some("en-US") => format!("American, {}", by.to_lowercase()),
        Some("en-GB") => format!("British, {}", by.to_lowercase()),
        Some(other) => format!("{other}, {}", by.to_lowercase()),
        None => by,
    }
}
