//! The finished videos of one ad, and the ways to more of them.

use super::{AnotherCut, ProjectStep, step_href};
use crate::{
    executions::seconds_of,
    parts::{Icon, Shape},
};
use domain::{Estimate, Execution, Format, MediaResult, Project};
use leptos::prelude::*;
use server_fn::ServerFn;

/// Every finished video of the ad, however its newest render stands; nothing while there is none.
pub fn finished(project: &Project, executions: &[Execution]) -> Option<impl IntoView + use<>> {
    let made: Vec<_> = executions.iter().filter_map(|execution| cut(project, execution, "Made")).collect();
    (!made.is_empty()).then(|| {
        view! {
            <section class="pane" aria-labelledby="cuts">
                <h2 id="cuts" class="h3">"Finished videos of this ad"</h2>
                <ul class="cuts">{made}</ul>
            </section>
        }
    })
}

/// The same ad in the shapes that there are, the way to those that there are not, and what was made before.
pub fn cuts(
    project: &Project,
    now: &Execution,
    executions: &[Execution],
    estimate: &Estimate,
) -> impl IntoView + use<> {
    let shown = shape_of(now);
    let newest = Format::ALL.map(|format| {
        executions.iter().find(|execution| shape_of(execution) == Some(format) && shown != Some(format))
    });
    let drawing: f32 = estimate.lines.iter().skip(1).map(|line| seconds_of(line, executions)).sum();
    let cards = Format::ALL.into_iter().zip(newest).map(|(format, newest)| match newest {
        _ if shown == Some(format) => cut(project, now, "This one"),
        Some(newest) => cut(project, newest, "Made"),
        None => Some(new_cut(project, format, drawing)),
    });
    let is_shown = |execution: &&Execution| {
        execution.id == now.id || newest.iter().flatten().any(|newest| newest.id == execution.id)
    };
    let earlier: Vec<_> = executions
        .iter()
        .filter(|execution| !is_shown(execution))
        .filter_map(|execution| cut(project, execution, "Earlier"))
        .collect();
    view! {
        <section class="pane" aria-labelledby="cuts">
            <h2 id="cuts" class="h3">"Other cuts of this ad"</h2>
            <ul class="cuts">{cards.collect_view()}{another_hook(project)}{earlier}</ul>
            <p class="small dim">"Speech is kept, so another shape costs only drawing time."</p>
        </section>
    }
}

/// The shape of a finished picture.
pub fn format_of(media: &MediaResult) -> Format {
    match media.width.cmp(&media.height) {
        std::cmp::Ordering::Less => Format::Portrait,
        std::cmp::Ordering::Equal => Format::Square,
        std::cmp::Ordering::Greater => Format::Landscape,
    }
}

fn shape_of(execution: &Execution) -> Option<Format> {
    execution.result.as_ref().map(format_of)
}

/// One finished video; nothing for an execution without one.
fn cut(project: &Project, execution: &Execution, standing: &'static str) -> Option<AnyView> {
    let media = execution.result.as_ref()?;
    let href = format!("{}&execution={}", step_href(&project.id, ProjectStep::Render), execution.id);
    let format = format_of(media).as_str();
    let poster = media.poster_url.clone().map(|poster| view! { <img src=poster alt=""/> });
    let card = view! {
        <li>
            <a class="poster" href=href aria-current=(standing == "This one").then_some("true")>
                <div class="well"><div class="frame" data-f=format>{poster}</div></div>
                <b>{format}</b>
                <span class="tag"><Icon shape=Shape::Check/>{standing}</span>
            </a>
        </li>
    };
    Some(card.into_any())
}

fn new_cut(project: &Project, format: Format, seconds: f32) -> AnyView {
    let shape = match format {
        Format::Portrait => Shape::Portrait,
        Format::Square => Shape::Square,
        Format::Landscape => Shape::Landscape,
    };
    view! {
        <li>
            <form method="post" action=AnotherCut::url()>
                <input type="hidden" name="project" value=project.id.to_string()/>
                <input type="hidden" name="format" value=format.as_str()/>
                <button class="poster" type="submit">
                    <div class="well add"><Icon shape class="i shp"/></div>
                    <b>{format!("Make {}", format.as_str())}</b>
                    <span class="tag"><Icon shape=Shape::Plus/>{format!("about {:.0} s", seconds.max(1.0))}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// The way to the other scripts.
fn another_hook(project: &Project) -> impl IntoView + use<> {
    view! {
        <li>
            <a class="poster" href=step_href(&project.id, ProjectStep::Script)>
                <div class="well add"><Icon shape=Shape::Again class="i"/></div>
                <b>"Another hook"</b>
                <span class="tag"><Icon shape=Shape::Plus/>"another script"</span>
            </a>
        </li>
    }
}
