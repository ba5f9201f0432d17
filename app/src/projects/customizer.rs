//! Step two: every choice is saved as it is made, and the stage shows what the camera will see.

use super::{
    SaveChoices,
    avatars::AvatarChoice,
    choose,
    options::{BackgroundChoice, CaptionsChoice, FormatChoice},
    stage::PreviewStage,
    voices::VoiceChoice,
};
use crate::{
    parts::{CutNote, Icon, Shape, Toast, wait_ms},
    ports::CallError,
};
use domain::{Asset, Avatar, CALL_TO_ACTION_CHARS_MAX, Choices, ChoicesPatch, Format, ProjectId, Voice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::ServerFn;

/// How long a toast stands, in milliseconds.
const TOAST_MS: u64 = 6_000;

/// A project's choices with what there is to choose from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cast {
    pub project: ProjectId,
    pub choices: Choices,
    pub format: Format,
    pub end_card: String,
    /// Estimated length of the ad.
    pub duration_ms: u32,
    pub avatars: Vec<Avatar>,
    pub voices: Vec<Voice>,
    pub pictures: Vec<Asset>,
}

/// What is chosen now, and the way to change it.
#[derive(Clone, Copy)]
pub struct Desk {
    pub choices: RwSignal<Choices>,
    pub format: RwSignal<Format>,
    pub pictures: RwSignal<Vec<Asset>>,
    pub project: StoredValue<ProjectId>,
    /// What was saved last, and how to take it back.
    saved: RwSignal<Option<(String, ChoicesPatch)>>,
    trouble: RwSignal<Option<String>>,
    /// What waits for the call under way to end.
    waiting: StoredValue<Option<ChoicesPatch>>,
    busy: StoredValue<bool>,
}

/// One thing that was chosen: the patch, the patch that takes it back, and its name.
pub struct Change {
    pub name: &'static str,
    pub patch: ChoicesPatch,
    pub back: ChoicesPatch,
}

impl Desk {
    fn of(cast: &Cast) -> Desk {
        Desk {
            choices: RwSignal::new(cast.choices.clone()),
            format: RwSignal::new(cast.format),
            pictures: RwSignal::new(cast.pictures.clone()),
            project: StoredValue::new(cast.project.clone()),
            saved: RwSignal::new(None),
            trouble: RwSignal::new(None),
            waiting: StoredValue::new(None),
            busy: StoredValue::new(false),
        }
    }

    /// Shows the change at once and saves it; calls go one after the other, so that the last word stays the last.
    pub fn change(self, change: Change) {
        self.show(&change.patch);
        self.waiting.update_value(|waiting| *waiting = Some(merged(waiting.take(), change.patch)));
        if !self.busy.get_value() {
            self.busy.set_value(true);
            leptos::task::spawn_local(self.save(format!("{} saved.", change.name), change.back));
        } else {
            self.saved.set(Some((format!("{} saved.", change.name), change.back)));
        }
    }

    async fn save(self, words: String, back: ChoicesPatch) {
        while let Some(patch) = self.waiting.try_update_value(Option::take).flatten() {
            match choose(self.project.get_value(), patch).await {
                Ok(()) => self.trouble.set(None),
                Err(error) => {
                    self.trouble.set(Some(error.to_string()));
                    self.show(&back);
                }
            }
        }
        self.busy.set_value(false);
        if self.trouble.with_untracked(Option::is_none) {
            self.announce(words, back).await;
        }
    }

    /// Takes a picture that was uploaded and saved in one call.
    pub fn uploaded(self, asset: Asset) {
        let background = domain::Background::Asset(asset.id.clone());
        self.pictures.update(|pictures| pictures.insert(0, asset));
        self.choices.update(|choices| choices.background = background);
        leptos::task::spawn_local(self.announce("Background saved.".into(), ChoicesPatch::default()));
    }

    async fn announce(self, words: String, back: ChoicesPatch) {
        let said = Some((words, back));
        self.saved.set(said.clone());
        wait_ms(TOAST_MS).await;
        if self.saved.try_get_untracked() == Some(said) {
            self.saved.set(None);
        }
    }

    fn show(self, patch: &ChoicesPatch) {
        let patch = patch.clone();
        if let Some(format) = patch.format {
            self.format.set(format);
        }
        self.choices.update(|choices| {
            choices.avatar_id = patch.avatar_id.unwrap_or_else(|| choices.avatar_id.clone());
            choices.voice_id = patch.voice_id.unwrap_or_else(|| choices.voice_id.clone());
            choices.background = patch.background.unwrap_or_else(|| choices.background.clone());
            choices.captions = patch.captions.unwrap_or(choices.captions);
            choices.call_to_action = patch.call_to_action.or(choices.call_to_action.take());
        });
    }
}

/// Both patches as one; the later wins.
fn merged(earlier: Option<ChoicesPatch>, later: ChoicesPatch) -> ChoicesPatch {
    let earlier = earlier.unwrap_or_default();
    ChoicesPatch {
        script_id: later.script_id.or(earlier.script_id),
        script_text: later.script_text.or(earlier.script_text),
        avatar_id: later.avatar_id.or(earlier.avatar_id),
        voice_id: later.voice_id.or(earlier.voice_id),
        background: later.background.or(earlier.background),
        format: later.format.or(earlier.format),
        captions: later.captions.or(earlier.captions),
        call_to_action: later.call_to_action.or(earlier.call_to_action),
    }
}

/// The second step. Its form saves everything and leads on, with the script or without.
#[island(lazy)]
pub fn Customizer(cast: Cast) -> impl IntoView {
    let desk = Desk::of(&cast);
    let end_card = RwSignal::new(cast.end_card.clone());
    let change_end_card = move |event: leptos::ev::Event| {
        let words = event_target_value(&event);
        let back = end_card.get_untracked();
        end_card.set(words.clone());
        desk.change(Change {
            name: "End card",
            patch: ChoicesPatch { call_to_action: Some(words), ..Default::default() },
            back: ChoicesPatch { call_to_action: Some(back), ..Default::default() },
        });
    };
    view! {
        <div class="cz">
            <form class="stack" method="post" action=SaveChoices::url() aria-label="Choices" id="choices">
                <input type="hidden" name="project" value=cast.project.to_string()/>
                <div class="ph">
                    <h1>"Cast it"</h1>
                    <p class="dim">"Every choice is saved as you make it."</p>
                </div>
                {move || desk.trouble.get().map(|sentence| view! { <CutNote sentence/> })}
                <AvatarChoice desk avatars=cast.avatars.clone()/>
                <VoiceChoice desk voices=cast.voices.clone()/>
                <BackgroundChoice desk/>
                <div class="two"><FormatChoice desk/><CaptionsChoice desk/></div>
                <div class="pane">
                    <div class="field">
                        <label for="end-card">"End card"</label>
                        <input
                            class="in" id="end-card" name="patch[callToAction]" dir="auto" aria-describedby="end-card-hint"
                            maxlength=CALL_TO_ACTION_CHARS_MAX.to_string() prop:value=end_card value=cast.end_card.clone()
                            on:change=change_end_card
                        />
                        <p class="hint" id="end-card-hint">"Shown for the last three seconds."</p>
                    </div>
                </div>
            </form>
            <PreviewStage desk avatars=cast.avatars voices=cast.voices duration_ms=cast.duration_ms/>
        </div>
        <div role="status">
            {move || desk.saved.get().map(|(words, back)| view! {
                <Toast words>
                    {(back != ChoicesPatch::default()).then(|| view! { <Undo desk back end_card/> })}
                </Toast>
            })}
        </div>
    }
}

#[component]
fn Undo(desk: Desk, back: ChoicesPatch, end_card: RwSignal<String>) -> impl IntoView {
    let undo = move |_| {
        if let Some(words) = &back.call_to_action {
            end_card.set(words.clone());
        }
        desk.change(Change { name: "Earlier choice", patch: back.clone(), back: ChoicesPatch::default() });
    };
    view! { <button class="btn bare" type="button" on:click=undo>"Undo"</button> }
}

/// Takes a picture from the file field: looks at its size first, so that nothing large travels in vain.
pub async fn send_picture(project: ProjectId, file: web_sys::File) -> Result<Asset, CallError> {
    let form = web_sys::FormData::new().map_err(|_| CallError::Transport("no form".into()))?;
    let filled =
        form.append_with_str("project", project.as_str()).and_then(|()| form.append_with_blob("file", &file));
    filled.map_err(|_| CallError::Transport("no form".into()))?;
    super::upload_background(form.into()).await
}

/// The arrow that leads on.
#[component]
pub fn OnwardButton() -> impl IntoView {
    view! {
        <button class="btn push" type="submit" form="choices">
            "Price and time" <Icon shape=Shape::ArrowRight class="i hide-s"/>
        </button>
    }
}
