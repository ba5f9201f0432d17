//! The question that only a person can answer: whether a provider took a paid request whose answer was lost. Nothing is
//! ordered again by itself.

use super::ResolveStep;
use crate::parts::{Icon, Shape, provider_text, time_of_day};
use domain::{Execution, FailureCode};
use leptos::prelude::*;
use server_fn::ServerFn;

/// Whether the execution waits for somebody's answer.
pub fn needs_review(execution: &Execution) -> bool {
    execution.error_detail.as_ref().is_some_and(|detail| detail.code == FailureCode::NeedsReview)
}

/// What is known, and the two answers. A form like any other, so that it needs no script.
#[component]
pub fn Review(execution: Execution) -> impl IntoView {
    let detail = execution.error_detail?;
    let provider = provider_text(&detail.provider);
    let ordered = execution.jobs.iter().find(|job| job.name == detail.stage).and_then(|job| job.started_at);
    Some(view! {
        <form class="stack full review" method="post" action=ResolveStep::url() aria-labelledby="review">
            <div class="note" role="alert">
                <Icon shape=Shape::Warning/>
                <h2 class="h3" id="review" tabindex="-1" autofocus>{format!("Did {provider} make it?")}</h2>
                <p>{execution.error}</p>
                <p>{detail.remedy}</p>
                <p class="small dim">
                    {ordered.map(|at| format!("It was ordered at {}. ", time_of_day(at)))}
                    "Nothing is ordered twice by itself, since each order is paid."
                </p>
            </div>
            <input type="hidden" name="execution" value=execution.id.to_string()/>
            <input type="hidden" name="step" value=detail.stage.to_string()/>
            <div class="field">
                <label for="job-id">"Job id"</label>
                <input
                    class="in num" id="job-id" name="job" required maxlength="200" autocomplete="off" spellcheck="false"
                    aria-describedby="job-id-hint"
                />
                <p class="hint" id="job-id-hint">{format!("As {provider} shows it, if it was made.")}</p>
            </div>
            <div class="row">
                <button class="btn" type="submit" name="made" value="true">"It was made"</button>
                <button class="btn quiet" type="submit" name="made" value="false" formnovalidate>
                    "It was not made, submit again"
                </button>
            </div>
        </form>
    })
}
