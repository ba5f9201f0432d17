//! The reel and the list of steps, still or live.

use super::model::{Clip, elapsed_ms, playhead, share};
use crate::parts::{Icon, Shape, provider_text, seconds_text};
use domain::{Execution, Job, Status};
use leptos::prelude::*;

/// Clips of the reel, in order.
pub type Clips = Vec<Clip>;

/// The edit on which the playhead moves: four clips, each as long as it is expected to take.
#[component]
pub fn Reel(#[prop(into)] execution: Signal<Execution>, clips: Clips) -> impl IntoView {
    let clips = StoredValue::new(clips);
    let at = move || {
        clips.with_value(|clips| execution.with(|execution| format!("{:.1}%", playhead(execution, clips))))
    };
    let text = move || {
        execution.with(|execution| match (execution.status, execution.current_job) {
            (Status::Failed, Some(step)) => format!("{} percent, stopped at {step}", execution.progress),
            (Status::Cancelled, _) => format!("{} percent, cancelled", execution.progress),
            (_, Some(step)) => format!("{} percent, {step}", execution.progress),
            _ => format!("{} percent", execution.progress),
        })
    };
    let pieces =
        clips.with_value(|clips| {
            clips.iter().map(|clip| {
            let (step, seconds) = (clip.step, clip.seconds);
            let part = move || format!("{:.0}%", execution.with(|execution| share(execution, step)) * 100.0);
            let class = move || execution.with(|execution| clip_class(execution, step));
            view! { <i style:--w=format!("{seconds:.2}") style:--p=part class=class>{step.title()}</i> }
        }).collect::<Vec<_>>()
        });
    view! {
        <div
            class="reel" role="progressbar" aria-label="Render progress" aria-valuemin="0" aria-valuemax="100"
            aria-valuenow=move || execution.with(|execution| execution.progress) aria-valuetext=text style:--at=at
        >{pieces}</div>
    }
}

fn clip_class(execution: &Execution, step: domain::StepName) -> &'static str {
    match execution.jobs.iter().find(|job| job.name == step).map(|job| job.status) {
        Some(Status::Completed) => "done",
        Some(Status::Failed | Status::Cancelled) => "cut",
        Some(Status::Running) => "",
        _ => "wait",
    }
}

/// One line for each step: its mark, its name, its time and who does it.
#[component]
pub fn JobList(#[prop(into)] execution: Signal<Execution>) -> impl IntoView {
    view! {
        <ol>
            {move || execution.with(|execution| {
                execution.jobs.iter().map(|job| job_line(execution, job)).collect::<Vec<_>>()
            })}
        </ol>
    }
}

fn job_line(execution: &Execution, job: &Job) -> AnyView {
    let class = match job.status {
        Status::Completed => "job done",
        Status::Running => "job on",
        Status::Failed | Status::Cancelled => "job cut",
        Status::Queued => "job wait",
    };
    let took = elapsed_ms(job, execution.updated_at).map(seconds_text);
    let by = provider_text(&job.provider);
    let tries = if job.attempts > 1 { format!("{by}, {} tries", job.attempts) } else { by };
    view! {
        <li class=class aria-current=(job.status == Status::Running).then_some("step")>
            <span class="mk">{mark(job.status)}</span>
            <span>{job.name.title()}</span>
            <span class="num">{took}</span>
            <small>{tries}</small>
        </li>
    }
    .into_any()
}

/// How a step stands, for the eye and, in words, for those who listen.
pub fn mark(status: Status) -> AnyView {
    let said = view! { <span class="sr">{status.as_str()}</span> };
    match status {
        Status::Completed => view! { <Icon shape=Shape::Check/>{said} }.into_any(),
        Status::Running => view! { <i class="lampdot"></i>{said} }.into_any(),
        Status::Failed | Status::Cancelled => view! { <i class="clapped"></i>{said} }.into_any(),
        Status::Queued => view! { <Icon shape=Shape::Circle/>{said} }.into_any(),
    }
}
