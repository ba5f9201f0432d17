//! How an ad was made: its steps on one ruler of time, still or live.

use super::{
    component::mark,
    model::elapsed_ms,
    review::{Review, needs_review},
    watch::Watched,
};
use crate::parts::{dollars, provider_text, seconds_text};
use domain::{Execution, Job, Money, Status, Timestamp};
use leptos::prelude::*;

/// The steps of a render under way; they grow until it is final.
#[island(lazy)]
pub fn LiveTimeline(execution: Execution) -> impl IntoView {
    let watched = Watched::new(execution);
    Effect::new(move |begun: Option<()>| {
        if begun.is_none() {
            leptos::task::spawn_local(watched.follow());
        }
    });
    view! {
        <p class="small dim" role="status">
            {move || match (watched.is_lost.get(), watched.execution.with(|now| now.status.is_final())) {
                (_, true) => "This render has ended.",
                (true, false) => "The line is lost. The render goes on; trying again.",
                (false, false) => "This render is under way.",
            }}
        </p>
        <Timeline execution=watched.execution/>
    }
}

/// What it took, and each step on the ruler.
#[component]
pub fn Timeline(#[prop(into)] execution: Signal<Execution>) -> impl IntoView {
    move || execution.with(|execution| view! { {facts(execution)} {trouble(execution)} {tracks(execution)} })
}

fn span(execution: &Execution) -> Option<(Timestamp, i64)> {
    let begun = execution.jobs.iter().filter_map(|job| job.started_at).min()?;
    let ended = execution.jobs.iter().filter_map(|job| job.finished_at).max();
    let end = if execution.status.is_final() {
        ended.unwrap_or(execution.updated_at)
    } else {
        execution.updated_at
    };
    Some((begun, end.ms_since(begun).max(1)))
}

fn facts(execution: &Execution) -> impl IntoView + use<> {
    let status = execution.status.as_str();
    let title = format!("{}{}", status[..1].to_uppercase(), &status[1..]);
    let took = span(execution).map_or("-".to_owned(), |(_, length_ms)| seconds_text(length_ms));
    view! {
        <dl class="facts">
            <div><dt>"Status"</dt><dd>{title}</dd></div>
            <div><dt>"Took"</dt><dd class="num">{took}</dd></div>
            {(execution.cost.reserved_usd > Money::ZERO).then(|| view! {
                <div><dt>"Held"</dt><dd class="num">{dollars(execution.cost.reserved_usd)}</dd></div>
            })}
            <div><dt>"Paid"</dt><dd class="num">{dollars(execution.cost.actual_usd)}</dd></div>
        </dl>
    }
}

fn trouble(execution: &Execution) -> Option<AnyView> {
    if needs_review(execution) {
        return Some(view! { <Review execution=execution.clone()/> }.into_any());
    }
    let sentence = execution.error.clone()?;
    let remedy = execution.error_detail.as_ref().map(|detail| detail.remedy.clone());
    Some(view! { <div class="note cut"><p><b>{sentence}</b></p><p>{remedy}</p></div> }.into_any())
}

fn tracks(execution: &Execution) -> impl IntoView + use<> {
    let span = span(execution);
    let marks = span.map(|(_, length_ms)| {
        (0..=4).map(|quarter| view! { <span>{seconds_text(length_ms * quarter / 4)}</span> }).collect_view()
    });
    let rows = execution.jobs.iter().map(|job| track(job, span, execution.updated_at));
    view! {
        <section class="tl" aria-labelledby="steps">
            <h2 id="steps" class="sr">"Steps"</h2>
            <div class="rulerx num" aria-hidden="true">{marks}</div>
            <ol>{rows.collect_view()}</ol>
        </section>
    }
}

fn track(job: &Job, span: Option<(Timestamp, i64)>, now: Timestamp) -> AnyView {
    let took_ms = elapsed_ms(job, now);
    let bar = job.started_at.zip(span).zip(took_ms).map(|((from, (begun, length_ms)), took_ms)| {
        let left = from.ms_since(begun) as f32 / length_ms as f32 * 100.0;
        let width = took_ms as f32 / length_ms as f32 * 100.0;
        let class = if matches!(job.status, Status::Failed | Status::Cancelled) { "cut" } else { "" };
        view! { <i class=class style:left=format!("{left:.2}%") style:width=format!("{width:.2}%")></i> }
    });
    let by = provider_text(&job.provider);
    let tries = if job.attempts > 1 { format!("{by}, {} tries", job.attempts) } else { by };
    view! {
        <li class="track">
            <span class="mk">{mark(job.status)}</span>
            <span class="tn"><b>{job.name.title()}</b><small class="dim">{tries}</small></span>
            <span class="lane" aria-hidden="true">{bar}</span>
            <span class="num td">{took_ms.map(seconds_text)}</span>
            <span class="num tc">{dollars(job.cost_usd)}</span>
            {job.error.clone().map(|error| view! { <span class="why small">{error}</span> })}
        </li>
    }
    .into_any()
}
