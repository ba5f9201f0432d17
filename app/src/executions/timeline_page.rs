//! The page that shows how an ad was made, or is being made.

use super::timeline::{LiveTimeline, Timeline};
use crate::{
    parts::{CopyButton, Icon, Shape, day_and_time, dollars, provider_text},
    ports::{ExecutionsPort, OutsideRequest, PortError, ProjectsPort, WebhooksPort, port},
    projects::{ProjectStep, format_of, step_href},
    shares::Player,
    shell::{Nav, Page, member_page},
    webhooks::deliveries_table,
};
use domain::{Execution, ExecutionId, Format};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The steps of one execution.
#[component]
pub fn TimelinePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    member_page(Nav::Library, move |member| async move {
        let id: ExecutionId = id.parse().map_err(|_| PortError::NotFound)?;
        let execution = port::<dyn ExecutionsPort>()?.get(&member.account, &id).await?;
        let deliveries = port::<dyn WebhooksPort>()?.deliveries(&member.account, &id).await?;
        let requests = port::<dyn ExecutionsPort>()?.requests(&member.account, &id).await?;
        let back = match &execution.project_id {
            Some(project) => {
                let topic = port::<dyn ProjectsPort>()?.get(&member.account, project).await?.brief.topic;
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
            </div>
            {alone(&execution)}
            {if execution.status.is_final() {
                view! { <Timeline execution/> }.into_any()
            } else {
                view! { <LiveTimeline execution/> }.into_any()
            }}
            {(!requests.is_empty()).then(|| requests_table(requests))}
            {(!deliveries.is_empty()).then(|| view! {
                <section class="pane" id="webhook" aria-labelledby="webhook-title">
                    <h2 class="h3" id="webhook-title">"Webhook"</h2>
                    {deliveries_table(deliveries)}
                </section>
            })}
        };
        Ok(Page::new("How it was made", body.into_any()))
    })
}

/// What was asked of providers for money, and under which ids they know it.
fn requests_table(requests: Vec<OutsideRequest>) -> impl IntoView {
    let row = |request: OutsideRequest| {
        let cost = match request.cost_usd {
            Some(cost) => dollars(cost),
            None => "open".to_owned(),
        };
        view! {
            <tr>
                <td class="num">{day_and_time(request.asked_at)}</td>
                <td>{request.step.title()}</td>
                <td>{provider_text(&request.provider)}</td>
                <td><code>{request.provider_job_id.unwrap_or_else(|| "-".into())}</code></td>
                <td>{request.state}</td>
                <td class="r num">{cost}</td>
            </tr>
        }
    };
    view! {
        <section class="pane" aria-labelledby="requests-title">
            <h2 class="h3" id="requests-title">"Asked outside"</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Requests to providers">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"When"</th><th scope="col">"Step"</th><th scope="col">"Provider"</th>
                            <th scope="col">"Its id of the job"</th><th scope="col">"State"</th><th scope="col" class="r">"Cost"</th>
                        </tr>
                    </thead>
                    <tbody>{requests.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

/// What was made, where no project's page shows it.
fn alone(execution: &Execution) -> Option<impl IntoView + use<>> {
    let media = execution.result.clone().filter(|_| execution.project_id.is_none())?;
    let width = if format_of(&media) == Format::Portrait { "21rem" } else { "30rem" };
    let url = media.url.clone();
    Some(view! {
        <section class="stage" aria-label="Player">
            <Player media title="The finished video".into() width/>
        </section>
        <div class="row">
            <a class="btn" href=url download="video.mp4" role="button"><Icon shape=Shape::Download/>"Download"</a>
        </div>
    })
}
