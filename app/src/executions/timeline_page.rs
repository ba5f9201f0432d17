//! How an ad was made: its steps on one ruler of time.

use super::{component::mark, model::elapsed_ms};
use crate::{
    parts::{CopyButton, dollars, seconds_text},
    ports::{ExecutionsPort, PortError, ProjectsPort, port},
    projects::{ProjectStep, step_href},
    shell::{Nav, Page, member_page},
};
use domain::{Execution, ExecutionId, Job, Status, Timestamp};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The steps of one execution.
#[component]
pub fn TimelinePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    member_page(Nav::Library, move |account| async move {
        let id: ExecutionId = id.parse().map_err(|_| PortError::NotFound)?;
        let execution = port::<dyn ExecutionsPort>()?.get(&account.id, &id).await?;
        let back = match &execution.project_id {
            Some(project) => {
                let topic = port::<dyn ProjectsPort>()?.get(&account.id, project).await?.brief.topic;
                let href = format!("{}&execution={id}", step_href(project, ProjectStep::Render));
                Some(view! { <p class="small"><a class="tap" href=href dir="auto">{topic}</a></p> })
            }
            None => None,
        };
        let body = view! {
            {back}
            <div class="row ph">
                <div class="grow">
                    <h1>"How it was made"</h1>
                    <div class="dim row"><code>{id.to_string()}</code><CopyButton text=id.to_string() label="Copy the id".into()/></div>
                </div>
                {facts(&execution)}
            </div>
            {trouble(&execution)}
            {tracks(&execution)}
            {(!execution.status.is_final()).then(|| view! {
                <p class="small dim">"This render is under way; reload to see more, or watch it live on its page."</p>
            })}
        };
        Ok(Page::new("How it was made", body.into_any()))
    })
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
            <div><dt>"Paid"</dt><dd class="num">{dollars(execution.cost.actual_usd)}</dd></div>
        </dl>
    }
}

fn trouble(execution: &Execution) -> Option<impl IntoView + use<>> {
    let sentence = execution.error.clone()?;
    let remedy = execution.error_detail.as_ref().map(|detail| detail.remedy.clone());
    Some(view! { <div class="note cut"><p><b>{sentence}</b></p><p>{remedy}</p></div> })
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
    let by = if job.provider == "studio" { "Built in".to_owned() } else { job.provider.clone() };
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
