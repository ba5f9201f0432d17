//! The sheet on which a topic is written.

use super::CreateProject;
use crate::parts::{CutNote, Icon, Problems, Shape, describe, focus_on_problem, is_sent, textarea_html};
use domain::{Format, Language, ScriptLength, Tone};
use leptos::{form::ActionForm, prelude::*};

/// Topic, tone, length, format and language. What was written stays, whatever the answer is.
#[island]
pub fn TopicForm(
    /// What is written there at first.
    topic: String,
    /// What is wrong with it, when it was sent without the script.
    refused: Option<String>,
    /// Who writes, in one honest line.
    note: String,
    /// What can be written in here.
    languages: Vec<Language>,
) -> impl IntoView {
    let action = ServerAction::<CreateProject>::new();
    let problems = Memo::new(move |_| action.value().with(|value| Problems::of(value.as_ref())));
    let refused = StoredValue::new(refused);
    let at_topic = move || match action.value().with(Option::is_none) {
        true => refused.get_value(),
        false => problems.with(|problems| problems.at("topic")),
    };
    let other = move || problems.with(|problems| problems.beside(&["topic"]));
    focus_on_problem(problems);
    let busy = is_sent(action);
    let (offered, closed): (Vec<Language>, Vec<Language>) =
        Language::ALL.iter().partition(|language| languages.contains(language));
    let named =
        |languages: Vec<Language>| languages.into_iter().map(|it| (it.as_str(), it.title())).collect();
    view! {
        <ActionForm action attr:class="stack" attr:aria-labelledby="question" attr:novalidate=true attr:aria-busy=move || busy.get().to_string()>
            <h1 id="question" class="mega">"What is your ad about?"</h1>
            <div class="sheet punched write">
                <label for="topic" class="tiny dim">"Topic"</label>
                <textarea
                    id="topic" name="topic" rows="3" dir="auto"
                    placeholder="A mug that keeps coffee warm for four hours"
                    aria-invalid=move || at_topic().is_some().then_some("true")
                    aria-describedby=move || describe(&at_topic(), "topic-problem", "topic-hint")
                    inner_html=textarea_html(&topic)
                ></textarea>
                <p class="problem" id="topic-problem" role="alert">{at_topic}</p>
                <div class="row chips">
                    <Chip name="tone" label="Tone" options=Tone::ALL.iter().map(|tone| (tone.as_str(), tone.title())).collect() chosen="warm"/>
                    <Chip name="length" label="Length" options=ScriptLength::ALL.iter().map(|length| (length.as_str(), length.title())).collect() chosen="30"/>
                    <Chip name="format" label="Format" options=Format::ALL.iter().map(|format| (format.as_str(), format.as_str())).collect() chosen="9:16"/>
                    <Chip name="language" label="Language" options=named(offered) closed=named(closed) chosen="en"/>
                </div>
            </div>
            {move || other().map(|sentence| view! { <CutNote sentence/> })}
            <div class="row">
                <button class="btn big" type="submit" aria-disabled=move || busy.get().to_string()>
                    "Generate scripts" <Icon shape=Shape::ArrowRight/>
                </button>
                <p class="small dim grow" id="topic-hint" role="status">
                    {move || if busy.get() { "Writing three scripts.".to_owned() } else { format!("{note} A product's address works, too.") }}
                </p>
            </div>
        </ActionForm>
    }
}

/// One small choice in a line of them.
#[component]
fn Chip(
    name: &'static str,
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
    /// What needs a key that nobody has given yet.
    #[prop(optional)]
    closed: Vec<(&'static str, &'static str)>,
    chosen: &'static str,
) -> impl IntoView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, title)| view! { <option value=value selected=value == chosen>{title}</option> })
        .collect();
    let closed: Vec<_> = closed
        .into_iter()
        .map(|(value, title)| view! { <option value=value disabled>{title}", needs a key"</option> })
        .collect();
    view! {
        <label class="chip">
            <span>{label}</span>
            <select name=name>{options}{closed}</select>
            <Icon shape=Shape::ChevronDown/>
        </label>
    }
}
