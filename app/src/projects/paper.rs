//! One script on its paper: read it, use it, change any word.

use super::UseScript;
use crate::parts::{CutNote, Icon, Problems, Shape, textarea_html};
use domain::{ProjectId, Script, spoken_seconds, word_count};
use leptos::{form::ActionForm, prelude::*};
use serde::{Deserialize, Serialize};

/// Everything that one paper shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sheet {
    pub project: ProjectId,
    pub script: Script,
    /// Whether this script was chosen.
    pub chosen: bool,
    /// Its text as a person changed it.
    pub edited: Option<String>,
    /// Whether the page was asked to open it for editing.
    pub editing: bool,
    pub tone: String,
    pub seconds_wanted: u32,
}

/// The paper. Without the script its pencil is a link to the same page with the text open.
#[island(lazy)]
pub fn PaperSheet(sheet: Sheet) -> impl IntoView {
    let action = ServerAction::<UseScript>::new();
    let problem = Memo::new(move |_| action.value().with(|value| Problems::of(value.as_ref()).beside(&[])));
    let written = sheet.edited.clone().unwrap_or_else(|| sheet.script.text.clone());
    let text = RwSignal::new(written);
    let editing = RwSignal::new(sheet.editing);
    let title_id = format!("t-{}", sheet.script.id);
    let (named_by, described_by) = (title_id.clone(), title_id.clone());
    let title = sheet.script.framework.title();
    let standing = standing(&sheet, editing);
    let edit_href =
        format!("/projects/{}?step=script&set={}&edit={}", sheet.project, sheet.script.set, sheet.script.id);
    let open = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        editing.set(true);
    };
    let read = StoredValue::new(sheet.clone());
    let original = sheet.script.text.clone();
    let field_id = StoredValue::new(format!("e-{}", sheet.script.id));
    let undo = move |_| {
        text.set(original.clone());
        editing.set(false);
    };
    view! {
        <article class="sheet punched take" aria-labelledby=named_by data-chosen=sheet.chosen.to_string()>
            <header class="row"><h2 id=title_id class="fw">{title}</h2>{standing}</header>
            <ActionForm action>
                <input type="hidden" name="project" value=sheet.project.to_string()/>
                <input type="hidden" name="script" value=sheet.script.id.to_string()/>
                {move || if editing.get() {
                    view! { <TextField id=field_id.get_value() text/> }.into_any()
                } else {
                    read.with_value(|sheet| words(sheet, &text.get_untracked()))
                }}
                {move || problem.get().map(|sentence| view! { <CutNote sentence/> })}
                <footer>
                    <Measure text seconds_wanted=sheet.seconds_wanted/>
                    <div class="row">
                        <button class="btn grow" type="submit" aria-describedby=described_by>
                            "Use this script"
                        </button>
                        {move || if editing.get() {
                            view! { <button class="btn quiet" type="button" on:click=undo.clone()>"Undo"</button> }.into_any()
                        } else {
                            view! {
                                <a class="btn quiet ply" href=edit_href.clone() aria-label=format!("Edit the script {title}") on:click=open>
                                    <Icon shape=Shape::Pencil/>
                                </a>
                            }
                            .into_any()
                        }}
                    </div>
                </footer>
            </ActionForm>
        </article>
    }
}

fn standing(sheet: &Sheet, editing: RwSignal<bool>) -> impl IntoView + use<> {
    let (tone, chosen, edited) = (sheet.tone.clone(), sheet.chosen, sheet.edited.is_some());
    view! {
        <span class="tag push">
            {chosen.then(|| view! { <Icon shape=Shape::Check/> })}
            {move || match (editing.get(), edited, chosen) {
                (true, _, _) => "Editing".to_owned(),
                (_, true, _) => "Chosen, edited".to_owned(),
                (_, _, true) => "Chosen".to_owned(),
                _ => tone.clone(),
            }}
        </span>
    }
}

/// The words as they will be read: hook, body, call to action; an edited text as it was written.
fn words(sheet: &Sheet, text: &str) -> AnyView {
    let script = &sheet.script;
    if text != script.text {
        return view! {
            <div class="say"><p class="own" dir="auto">{text.to_owned()}</p></div>
            <input type="hidden" name="text" value=text.to_owned()/>
        }
        .into_any();
    }
    view! {
        <p class="hook" dir="auto">{script.hook.clone()}</p>
        <div class="say" dir="auto">
            <p>{script.body.clone()}</p>
            <p class="cta">{script.call_to_action.clone()}</p>
        </div>
    }
    .into_any()
}

#[component]
fn TextField(id: String, text: RwSignal<String>) -> impl IntoView {
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    view! {
        <div class="field say">
            <label for=id.clone()>"All that is spoken"</label>
            <textarea
                class="in" id=id name="text" rows="9" dir="auto" node_ref=field
                on:input=move |event| text.set(event_target_value(&event))
                inner_html=text.with_untracked(|text| textarea_html(text))
            ></textarea>
        </div>
    }
}

/// The ruler under a script: how much of the wanted time it fills.
#[component]
fn Measure(text: RwSignal<String>, seconds_wanted: u32) -> impl IntoView {
    let words = Memo::new(move |_| text.with(|text| word_count(text)));
    let seconds = Memo::new(move |_| text.with(|text| spoken_seconds(text)));
    let share = move || format!("{}%", (seconds.get() * 100 / seconds_wanted.max(1)).min(100));
    view! {
        <div class="ruler" aria-hidden="true" style:--v=share><i></i></div>
        <p class="tiny dim row">
            <span><span class="num">{words}</span> " words"</span>
            <span class="push"><span class="num">{seconds}</span> {format!(" of {seconds_wanted} seconds")}</span>
        </p>
    }
}
