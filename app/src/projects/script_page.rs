//! Step one: three papers of a set, and the way to more.

use super::{
    ProjectStep, WriteMore,
    model::Paper,
    paper::{PaperSheet, Sheet},
    step_href,
    step_view::StepView,
};
use crate::{
    parts::{Icon, Shape},
    topic::topic_href,
};
use domain::{Project, Script};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use server_fn::ServerFn;

/// The papers of the set that was asked for; else of the chosen script; else the newest.
pub fn script_step(project: &Project, query: &ParamsMap) -> StepView {
    let newest = project.scripts.iter().map(|script| script.set).max().unwrap_or(0);
    let chosen = project.chosen_script().map(|script| script.set);
    let asked = query.get_str("set").and_then(|set| set.parse().ok()).filter(|set: &u32| *set <= newest);
    let set = asked.or(chosen).unwrap_or(newest);
    let editing = query.get("edit");
    let sheets = project.scripts.iter().filter(|script| script.set == set).map(|script| {
        let sheet = sheet_of(project, script, editing.as_deref() == Some(script.id.as_str()));
        view! { <li><PaperSheet sheet/></li> }
    });
    let new_topic = topic_href(&project.brief.topic);
    let body = view! {
        <div class="row ph">
            <div class="grow">
                <h1>"Choose a script"</h1>
                <p class="dim"><span dir="auto">{project.brief.topic.clone()}</span>" "<a href=new_topic>"Change the topic"</a></p>
            </div>
            {(newest == 0).then(|| view! { <MoreScripts project=project.clone()/> })}
        </div>
        {(newest > 0).then(|| sets(project, set, newest))}
        <ul class="takes" style:--paper=Paper::of_set(set).color()>{sheets.collect_view()}</ul>
        <p class="small dim">
            "Earlier sets stay here. On a film set each new set of pages has its own colour, and so do yours."
        </p>
    };
    StepView { title: "Script".into(), body: body.into_any(), live: false }
}

fn sheet_of(project: &Project, script: &Script, editing: bool) -> Sheet {
    let chosen = project.choices.script_id.as_ref() == Some(&script.id);
    Sheet {
        project: project.id.clone(),
        script: script.clone(),
        chosen,
        editing,
        tone: project.brief.tone.title().into(),
        seconds_wanted: project.brief.length.seconds(),
    }
}

#[component]
fn MoreScripts(project: Project) -> impl IntoView {
    view! {
        <form method="post" action=WriteMore::url()>
            <input type="hidden" name="project" value=project.id.to_string()/>
            <button class="btn quiet" type="submit"><Icon shape=Shape::Again/>"New scripts"</button>
        </form>
    }
}

fn sets(project: &Project, shown: u32, newest: u32) -> impl IntoView + use<> {
    let base = step_href(&project.id, ProjectStep::Script);
    let tabs = (0..=newest).map(|set| {
        let paper = Paper::of_set(set);
        let href = format!("{base}&set={set}");
        view! {
            <a class="rev" href=href style:--paper=paper.color() aria-current=(set == shown).then_some("true")>
                {paper.title}
            </a>
        }
    });
    view! {
        <div class="row">
            <nav class="tabs grow" aria-label="Sets of scripts">{tabs.collect_view()}</nav>
            <MoreScripts project=project.clone()/>
        </div>
    }
}
