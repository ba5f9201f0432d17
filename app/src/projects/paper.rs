//! One script on its paper: read it, use it, change any word.

use super::UseScript;
use crate::parts::{
    CutNote, Icon, Problems, Shape, focus_on_problem, is_sent, keep_draft, kept_draft, textarea_html,
};
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
    /// Whether the page was asked to open it for editing.
    pub editing: bool,
    pub tone: String,
    pub seconds_wanted: u32,
}

/// The paper. Without the script its pencil is a link to the same page with the text open.
#[island(lazy)]
pub fn PaperSheet(sheet: Sheet) -> impl IntoView {
    let action = ServerAction::<UseScript>::new();
    let problems = Memo::new(move |_| action.value().with(|value| Problems::of(value.as_ref())));
    focus_on_problem(problems);
    let busy = is_sent(action);
    let other = move || problems.with(|problems| problems.beside(&["scriptText"]));
    let saved = sheet.script.edited_text.clone().unwrap_or_else(|| sheet.script.text.clone());
    let text = RwSignal::new(saved.clone());
    let editing = RwSignal::new(sheet.editing);
    keep_words(format!("script {}", sheet.script.id), saved, text, editing);
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
            <ActionForm action attr:aria-busy=move || busy.get().to_string()>
                <input type="hidden" name="project" value=sheet.project.to_string()/>
                <input type="hidden" name="patch[scriptId]" value=sheet.script.id.to_string()/>
                {move || if editing.get() {
                    view! { <TextField id=field_id.get_value() text problems/> }.into_any()
                } else {
                    read.with_value(|sheet| words(sheet, &text.get_untracked()))
                }}
                {move || other().map(|sentence| view! { <CutNote sentence/> })}
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

/// Brings back words that were written and not used before the page was left, and keeps what is written now.
fn keep_words(draft: String, saved: String, text: RwSignal<String>, editing: RwSignal<bool>) {
    Effect::new(move |begun: Option<()>| {
        let words = text.get();
        let kept = if begun.is_none() { kept_draft(&draft) } else { None };
        match kept.filter(|kept| *kept != words) {
            Some(kept) => {
                text.set(kept);
                editing.set(true);
            }
            None => keep_draft(&draft, Some(words.as_str()).filter(|words| *words != saved)),
        }
    });
}

fn standing(sheet: &Sheet, editing: RwSignal<bool>) -> impl IntoView + use<> {
    let (tone, chosen, edited) = (sheet.tone.clone(), sheet.chosen, sheet.script.edited_text.is_some());
    view! {
        <span class="tag push">
            {chosen.then(|| view! { <Icon shape=Shape::Check/> })}
            {move || match (editing.get(), edited, chosen) {
                (true, _, _) => "Editing".to_owned(),
                (_, true, true) => "Chosen, edited".to_owned(),
                (_, true, false) => "Edited".to_owned(),
                (_, false, true) => "Chosen".to_owned(),
                (_, false, false) => tone.clone(),
            }}
        </span>
    }
}

/// The words as they will be read: hook, body, call to action; an edited text as it was written. What is shown is
/// what is sent, so that an edit that was undone is not spoken.
fn words(sheet: &Sheet, text: &str) -> AnyView {
    let script = &sheet.script;
    let shown = if text == script.text {
        view! {
            <p class="hook" dir="auto">{script.hook.clone()}</p>
            <div class="say" dir="auto">
                <p>{script.body.clone()}</p>
                <p class="cta">{script.call_to_action.clone()}</p>
            </div>
        }
        .into_any()
    } else {
        view! { <div class="say"><p class="own" dir="auto">{text.to_owned()}</p></div> }.into_any()
    };
    view! { {shown} <input type="hidden" name="patch[scriptText]" value=text.to_owned()/> }.into_any()
}

#[component]
fn TextField(id: String, text: RwSignal<String>, problems: Memo<Problems>) -> impl IntoView {
    let field = NodeRef::<leptos::html::Textarea>::new();
    let problem = move || problems.with(|problems| problems.at("scriptText"));
    let problem_id = format!("{id}-problem");
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    view! {
        <div class="field say">
            <label for=id.clone()>"All that is spoken"</label>
            <textarea
                class="in" id=id name="patch[scriptText]" rows="9" dir="auto" node_ref=field prop:value=text
                aria-invalid=move || problem().is_some().then_some("true") aria-describedby=problem_id.clone()
                on:input=move |event| text.set(event_target_value(&event))
                inner_html=text.with_untracked(|text| textarea_html(text))
            ></textarea>
            <p class="problem" id=problem_id role="alert">{problem}</p>
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
