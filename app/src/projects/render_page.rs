//! Step three on the server: price and time, the live room, and every way in which a render ends.

use super::{
    ProjectStep,
    cuts::finished,
    done::done_step,
    step_href,
    step_view::{StepView, is_changed, opening_frame},
};
use crate::{
    executions::{
        Clips, JobList, LiveRender, Reel, RetryRender, Review, StartRender, clips_of, cost_sentence,
        needs_review,
    },
    parts::{Frame, Icon, Shape, clock, dollars, provider_text, range_text},
    ports::{CallError, ExecutionsPort, Paging, PortError, port},
};
use domain::{AccountId, Estimate, EstimateLine, Execution, ExecutionId, Money, Project, Quality, Status};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use server_fn::ServerFn;

/// The render that was asked for, else the newest; price and time while there is none, or when a new one is wanted.
pub async fn render_step(
    account: &AccountId,
    project: Project,
    query: &ParamsMap,
) -> Result<StepView, CallError> {
    let executions = port::<dyn ExecutionsPort>()?;
    let asked = query.get_str("execution").and_then(|id| id.parse::<ExecutionId>().ok());
    let shown = match asked.or(project.latest_execution_id.clone()) {
        Some(id) => Some(executions.get(account, &id).await?),
        None => None,
    };
    if shown.as_ref().is_some_and(|execution| execution.project_id.as_ref() != Some(&project.id)) {
        return Err(PortError::NotFound.into());
    }
    let wants_new = query.get_str("new").is_some();
    let shown = shown.filter(|execution| !wants_new || !execution.status.is_final());
    let estimate = executions.estimate(account, &project.id).await?;
    let all = executions.list(account, Some(&project.id), Paging::default()).await?.items;
    let Some(execution) = shown else { return Ok(estimate_step(&project, &estimate, &all)) };
    let clips = clips_of(&estimate, &execution);
    let step = match execution.status {
        Status::Queued | Status::Running => live_step(&project, execution, clips),
        Status::Failed if needs_review(&execution) => review_step(&project, execution, clips),
        Status::Failed => failed_step(&project, execution, clips),
        Status::Cancelled => cancelled_step(&project, &execution),
        Status::Completed => return Ok(done_step(&project, &execution, &all, &estimate)),
    };
    Ok(above_finished(step, &project, &all))
}

/// A step with the finished videos below it: what was made stays in reach, whatever came after it.
fn above_finished(step: StepView, project: &Project, executions: &[Execution]) -> StepView {
    let body = view! { {step.body} {finished(project, executions)} };
    StepView { body: body.into_any(), ..step }
}

fn estimate_step(project: &Project, estimate: &Estimate, executions: &[Execution]) -> StepView {
    let wait = range_text(estimate.render_seconds.p50, estimate.render_seconds.p95);
    let (pay, cost) = match estimate.cost_usd {
        Money::ZERO => ("You will pay", "nothing".to_owned()),
        most => ("You will pay at most", dollars(most)),
    };
    let body = view! {
        <div class="rd">
            <section class="stack" aria-labelledby="ready">
                <div class="ph"><h1 id="ready">"Ready to roll"</h1><p class="dim" dir="auto">{project.brief.topic.clone()}</p></div>
                <dl class="facts big2">
                    <div><dt>"You will wait about"</dt><dd>{wait}</dd></div>
                    <div><dt>{pay}</dt><dd>{cost}</dd></div>
                    <div><dt>"The ad runs"</dt><dd class="num">{clock(estimate.duration_ms)}</dd></div>
                </dl>
                <table>
                    <caption class="sr">"Time and cost of each stage"</caption>
                    <thead><tr>
                        <th scope="col">"Stage"</th><th scope="col">"Done by"</th>
                        <th scope="col" class="r">"Time"</th><th scope="col" class="r">"Cost"</th>
                    </tr></thead>
                    <tbody>{estimate.lines.iter().map(estimate_line).collect_view()}</tbody>
                </table>
                <div class="row">
                    <form method="post" action=StartRender::url()>
                        <input type="hidden" name="project" value=project.id.to_string()/>
                        <button class="btn roll big" type="submit"><i class="dot"></i>"Generate video"</button>
                    </form>
                    <a class="btn bare" href=step_href(&project.id, ProjectStep::Customize)>"Change something"</a>
                </div>
            </section>
            {first_frame(project)}
        </div>
    };
    let step = StepView { title: "Render".into(), body: body.into_any(), live: false };
    above_finished(step, project, executions)
}

/// One stage; what this ad has already is not made again.
fn estimate_line(line: &EstimateLine) -> impl IntoView + use<> {
    let by = if line.reused { "Already made".to_owned() } else { provider_text(&line.provider) };
    let seconds = if line.reused { 0.0 } else { line.seconds.max(1.0) };
    view! {
        <tr>
            <td>{line.step.title()}</td><td class="dim">{by}</td>
            <td class="r num">{format!("{seconds:.0} s")}</td><td class="r num">{dollars(line.cost_usd)}</td>
        </tr>
    }
}

fn first_frame(project: &Project) -> impl IntoView + use<> {
    let format = project.brief.format;
    let size = format.frame_size(Quality::Full);
    view! {
        <aside class="stage" aria-label="First frame">
            <Frame src=opening_frame(project) alt="The frame with which the ad opens" format width="18rem"/>
            <p class="slate">
                <b>"First frame"</b><span>{format.as_str()}</span>
                <span class="num push">{format!("{} × {}", size.width, size.height)}</span>
            </p>
        </aside>
    }
}

fn live_step(project: &Project, execution: Execution, clips: Clips) -> StepView {
    let picture = opening_frame(project);
    let onward = format!("{}&execution={}", step_href(&project.id, ProjectStep::Render), execution.id);
    let body = view! {
        <noscript><meta http-equiv="refresh" content="4"/></noscript>
        <h1 class="sr">"Rendering your ad"</h1>
        <LiveRender execution clips picture format=project.brief.format onward/>
    };
    StepView { title: project.brief.topic.clone(), body: body.into_any(), live: true }
}

fn failed_step(project: &Project, execution: Execution, clips: Clips) -> StepView {
    let (stage, remedy) = match &execution.error_detail {
        Some(detail) => (format!("Stopped at {}", detail.stage), detail.remedy.clone()),
        None => ("Stopped".to_owned(), String::new()),
    };
    let reason = execution.error.clone().unwrap_or_else(|| "The studio could not go on.".into());
    let body = view! {
        <h1 class="sr">"The render stopped"</h1>
        <section class="stage wide" aria-label="Stopped render">
            <div class="duo">
                <Frame src=opening_frame(project) alt="The frame with which the ad opens" format=project.brief.format width="15rem"/>
                <div class="stack full">
                    <div class="note cut" role="alert">
                        <Icon shape=Shape::Warning/>
                        <h2 class="h3" tabindex="-1" autofocus>{stage}</h2>
                        <p>{reason}</p>
                        {(!remedy.is_empty()).then(|| view! { <p>{remedy}</p> })}
                        <p class="small dim">"What was finished is kept and will not be made again. " {cost_sentence(&execution.cost)}</p>
                    </div>
                    <JobList execution=execution.clone()/>
                    {ways_on(project, &execution)}
                </div>
            </div>
            <Reel execution clips/>
        </section>
    };
    StepView { title: "Stopped".into(), body: body.into_any(), live: false }
}

/// The render waits for what only a person can find out.
fn review_step(project: &Project, execution: Execution, clips: Clips) -> StepView {
    let body = view! {
        <h1 class="sr">"The render waits for you"</h1>
        <section class="stage wide" aria-label="Render that waits for you">
            <div class="duo">
                <Frame src=opening_frame(project) alt="The frame with which the ad opens" format=project.brief.format width="15rem"/>
                <div class="stack full">
                    <Review execution=execution.clone()/>
                    <JobList execution=execution.clone()/>
                    <p class="small dim">{cost_sentence(&execution.cost)}</p>
                    <div class="row">
                        <a class="btn bare" href=format!("/executions/{}", execution.id)>"Every step"</a>
                    </div>
                </div>
            </div>
            <Reel execution clips/>
        </section>
    };
    StepView { title: "Waits for you".into(), body: body.into_any(), live: false }
}

fn cancelled_step(project: &Project, execution: &Execution) -> StepView {
    let at = execution.jobs.iter().find(|job| job.status == Status::Cancelled).map(|job| job.name.title());
    let words = match at {
        Some(stage) => format!("{stage} stopped at {} %. What was finished is kept.", execution.progress),
        None => format!("It stopped at {} %. What was finished is kept.", execution.progress),
    };
    let body = view! {
        <div class="rd">
            <section class="stack" aria-labelledby="cancelled">
                <h1 id="cancelled">"Cancelled"</h1>
                <p>{words}" "{cost_sentence(&execution.cost)}</p>
                {ways_on(project, execution)}
            </section>
            {first_frame(project)}
        </div>
    };
    StepView { title: "Cancelled".into(), body: body.into_any(), live: false }
}

/// How a render that stopped can go on. It was ordered with the choices of its time; with others it is a new one.
fn ways_on(project: &Project, execution: &Execution) -> impl IntoView + use<> {
    let is_changed = is_changed(project, execution);
    let anew = format!("{}&new=1", step_href(&project.id, ProjectStep::Render));
    view! {
        <div class="row">
            {is_changed.then(|| view! { <a class="btn" href=anew>"Generate with your changes"</a> })}
            <form method="post" action=RetryRender::url()>
                <input type="hidden" name="execution" value=execution.id.to_string()/>
                <button class="btn" class:quiet=is_changed type="submit" aria-describedby=is_changed.then_some("as-ordered")>
                    <Icon shape=Shape::Again/>"Retry"
                </button>
            </form>
            <a class="btn quiet" href=step_href(&project.id, ProjectStep::Customize)>"Change something"</a>
            <a class="btn bare" href=format!("/executions/{}", execution.id)>"Every step"</a>
        </div>
        {is_changed.then(|| view! {
            <p class="small dim" id="as-ordered">"You changed something since. Retry makes it as it was ordered."</p>
        })}
    }
}
