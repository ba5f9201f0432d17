//! The page of one ad: a ruler with three steps and a playhead, and the step itself.

use super::{
    ProjectStep, customize_page::customize_step, render_page::render_step, script_page::script_step,
    step_href, step_view::StepView,
};
use crate::{
    ports::{PortError, ProjectsPort, port},
    shell::{Nav, Page, member_page},
};
use domain::{Project, ProjectId};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;

/// One ad in the making.
#[component]
pub fn ProjectPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    let query = use_query_map().get_untracked();
    member_page(Nav::Library, move |member| async move {
        let id: ProjectId = id.parse().map_err(|_| PortError::NotFound)?;
        let project = port::<dyn ProjectsPort>()?.get(&member.account, &id).await?;
        let step = ProjectStep::of(query.get_str("step"), &project);
        let steps = steps(&project, step);
        let step = load_step(member.account, project, step, query).await?;
        let body = view! { {steps} {step.body} };
        let page = Page::new(step.title, body.into_any()).without_footer();
        Ok(if step.live { page.with_own_percent() } else { page })
    })
}

async fn load_step(
    account: domain::AccountId,
    project: Project,
    step: ProjectStep,
    query: ParamsMap,
) -> Result<StepView, crate::ports::CallError> {
    match step {
        ProjectStep::Script => Ok(script_step(&project, &query)),
        ProjectStep::Customize => customize_step(&account, project).await,
        ProjectStep::Render => render_step(&account, project, &query).await,
    }
}

fn steps(project: &Project, now: ProjectStep) -> impl IntoView + use<> {
    let open = project.chosen_script().is_some();
    let items = ProjectStep::ALL.into_iter().enumerate().map(|(index, step)| {
        let inside = view! { <span class="n" aria-hidden="true">{index + 1}</span>{step.title()} };
        if open || step == ProjectStep::Script {
            let current = (step == now).then_some("step");
            view! { <li><a href=step_href(&project.id, step) aria-current=current>{inside}</a></li> }
                .into_any()
        } else {
            view! { <li><span>{inside}</span></li> }.into_any()
        }
    });
    view! { <nav aria-label="Steps of this ad"><ol class="steps">{items.collect_view()}</ol></nav> }
}
