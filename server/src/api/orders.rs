//! Orders: a project's render, a video from a prompt, and composed pipelines. Each is answered at once, and what comes
//! of it is looked up or told to a webhook.

use super::{
    body::{Body, MaybeBody},
    executions::Executions,
    path::Id,
};
use crate::http::{Caller, Problem};
use app::ports::{OrdersPort, Webhook};
use axum::{Json, extract::State, http::StatusCode};
use domain::{Execution, ExecutionId, PlannedStep, ProjectId, Secret, Status};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Orders = State<Arc<dyn OrdersPort>>;

/// Seconds of a video that does not say how long it is.
const VIDEO_SECONDS: u32 = 5;

/// `{webhook?, webhookSecret?}`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenderBody {
    webhook: Option<String>,
    webhook_secret: Option<String>,
}

/// `{prompt, duration?, webhook?, webhookSecret?}`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VideoBody {
    prompt: String,
    duration: Option<u32>,
    webhook: Option<String>,
    webhook_secret: Option<String>,
}

/// `{pipeline, webhook?, webhookSecret?}`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PipelineBody {
    pipeline: Vec<PlannedStep>,
    webhook: Option<String>,
    webhook_secret: Option<String>,
}

/// What an accepted order is answered with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    execution_id: ExecutionId,
    status: Status,
    status_url: String,
}

pub async fn render(
    State(executions): Executions,
    Caller(account): Caller,
    Id(project): Id<ProjectId>,
    MaybeBody(body): MaybeBody<RenderBody>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let webhook = webhook(body.webhook, body.webhook_secret)?;
    Ok(accepted(executions.start(&account, &project, webhook).await?))
}

pub async fn generate_video(
    State(orders): Orders,
    Caller(account): Caller,
    Body(body): Body<VideoBody>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let webhook = webhook(body.webhook, body.webhook_secret)?;
    let seconds = body.duration.unwrap_or(VIDEO_SECONDS);
    Ok(accepted(orders.generate_video(&account, body.prompt, seconds, webhook).await?))
}

pub async fn pipeline(
    State(orders): Orders,
    Caller(account): Caller,
    Body(body): Body<PipelineBody>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let webhook = webhook(body.webhook, body.webhook_secret)?;
    Ok(accepted(orders.pipeline(&account, body.pipeline, webhook).await?))
}

/// A secret alone would sign nothing, and whoever sent it would wait for a call that never comes.
fn webhook(url: Option<String>, secret: Option<String>) -> Result<Option<Webhook>, Problem> {
    match (url, secret.map(Secret::from)) {
        (Some(url), secret) => Ok(Some(Webhook { url, secret })),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Problem::field("webhook", "Name the webhook that this secret signs.")),
    }
}

fn accepted(execution: Execution) -> (StatusCode, Json<Accepted>) {
    let status_url = format!("/api/executions/{}", execution.id);
    let accepted = Accepted { execution_id: execution.id, status: execution.status, status_url };
    (StatusCode::ACCEPTED, Json(accepted))
}
