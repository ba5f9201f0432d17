//! Step two: every choice is saved as it is made, and the stage shows what the camera will see.

use super::{
    SaveChoices,
    avatars::AvatarChoice,
    cast::Cast,
    desk::{Change, Desk, FORM_ID},
    options::{BackgroundChoice, CaptionsChoice, FormatChoice},
    stage::PreviewStage,
    voices::VoiceChoice,
};
use crate::parts::{Shape, Toast};
use domain::{CALL_TO_ACTION_CHARS_MAX, ChoicesPatch};
use leptos::prelude::*;
use server_fn::ServerFn;

/// The second step. Its form saves everything and leads on, with the script or without. The browser is asked to forget
/// what was chosen in it: what is chosen is what was saved.
#[island(lazy)]
pub fn Customizer(cast: Cast) -> impl IntoView {
    let desk = Desk::of(&cast);
    // Before the page's fields are given their saved values.
    let asleep = StoredValue::new(if is_browser() { desk.chosen_asleep() } else { None });
    Effect::new(move |_| {
        desk.hold_until_saved();
        if let Some(patch) = asleep.try_update_value(Option::take).flatten() {
            desk.change("Choices", patch);
        }
    });
    view! {
        <div class="cz">
            <form class="stack" method="post" action=SaveChoices::url() aria-label="Choices" id=FORM_ID autocomplete="off">
                <input type="hidden" name="project" value=cast.project.to_string()/>
                <div class="ph">
                    <h1>"Cast it"</h1>
                    <p class="dim">"Every choice is saved as you make it."</p>
                </div>
                <AvatarChoice desk avatars=cast.avatars.clone()/>
                <VoiceChoice desk voices=cast.voices.clone()/>
                <BackgroundChoice desk colours=cast.colours.clone()/>
                <div class="two"><FormatChoice desk/><CaptionsChoice desk/></div>
                <EndCard desk script=cast.end_card/>
            </form>
            <PreviewStage desk avatars=cast.avatars voices=cast.voices duration_ms=cast.duration_ms/>
        </div>
        <div role="alert">
            {move || desk.trouble.get().map(|words| view! {
                <Toast words shape=Shape::Warning>
                    <button class="btn bare" type="button" on:click=move |_| desk.trouble.set(None)>"Close"</button>
                </Toast>
            })}
        </div>
        <div role="status">
            {move || desk.saved.get().filter(|_| desk.trouble.with(Option::is_none)).map(|change| view! {
                <Toast words=format!("{} saved.", change.name)><Undo desk change/></Toast>
            })}
        </div>
    }
}

/// The words of the end card: a person's own, else the script's.
#[component]
fn EndCard(desk: Desk, script: String) -> impl IntoView {
    let own =
        Memo::new(move |_| desk.choices.with(|choices| choices.call_to_action.clone()).unwrap_or_default());
    let change = move |event: leptos::ev::Event| {
        let words = Some(event_target_value(&event).trim().to_owned());
        desk.change("End card", ChoicesPatch { call_to_action: words, ..Default::default() });
    };
    view! {
        <div class="pane">
            <div class="field">
                <label for="end-card">"End card"</label>
                <input
                    class="in" id="end-card" name="patch[callToAction]" dir="auto" aria-describedby="end-card-hint"
                    maxlength=CALL_TO_ACTION_CHARS_MAX.to_string() placeholder=script prop:value=own value=own.get_untracked()
                    on:change=change
                />
                <p class="hint" id="end-card-hint">"Shown for the last three seconds. Empty: the script's own words."</p>
            </div>
        </div>
    }
}

#[component]
fn Undo(desk: Desk, change: Change) -> impl IntoView {
    let undo = move |_| desk.change("Earlier choice", change.back.clone());
    view! { <button class="btn bare" type="button" on:click=undo>"Undo"</button> }
}
