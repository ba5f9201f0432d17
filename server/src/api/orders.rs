//! Orders: a project's render, a video from a prompt, and composed pipelines. Each is answered at once, and what comes
//! of it is looked up or told to a webhook.

use super::{
    body::{Body, MaybeBody},
    executions::Executions,
    path::Id,
};
use crate::http::{CanWrite, Fresh, Problem};
use app::ports::{OrdersPort, Webhook};
use axum::{Json, extract::State, http::StatusCode};
use domain::{Execution, ExecutionId, PlannedStep, ProjectId, Secret, Status};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Orders = State<Arc<dyn OrdersPort>>;

/// Seconds of a video that does not say how long it is.
const VIDEO_SECONDS: u32 = 5;

/// `{webhook?, webhookSecret?}`.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenderBody {
    /// Who is told of the end.
    webhook: Option<String>,
    /// Signs what is sent; the account's own secret where there is none.
    webhook_secret: Option<String>,
}

/// `{prompt, duration?, webhook?, webhookSecret?}`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VideoBody {
    #[schema(min_length = 1, max_length = 500)]
    prompt: String,
    /// Seconds; 5 where nothing is said.
    #[schema(minimum = 1, maximum = 30)]
    duration: Option<u32>,
    /// Who is told of the end.
    webhook: Option<String>,
    /// Signs what is sent; the account's own secret where there is none.
    webhook_secret: Option<String>,
}

/// `{pipeline, webhook?, webhookSecret?}`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PipelineBody {
    /// Each step takes what earlier ones made by `{"ref": "ID.FIELD"}`; the media of the last one are the result.
    pipeline: Vec<PlannedStep>,
    /// Who is told of the end.
    webhook: Option<String>,
    /// Signs what is sent; the account's own secret where there is none.
    webhook_secret: Option<String>,
}

/// What an accepted order is answered with.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    execution_id: ExecutionId,
    status: Status,
    /// Where to read how it stands.
    status_url: String,
}

/// Order a render of a project
///
/// While one of the same project is under way, that one is the answer.
#[utoipa::path(post, path = "/projects/{id}/render", operation_id = "renderProject", tag = "Orders", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ProjectId, Path)),
    request_body(content = Option<RenderBody>, example = json!({"webhook": "https://example.com/hooks/pitchreel", "webhookSecret": "a secret of mine"})),
    responses((status = 202, description = "Accepted; what comes of it is read at `statusUrl`", body = Accepted),
        (status = 402, description = "A limit of the month is reached", body = super::Refusal)))]
pub async fn render(
    State(executions): Executions,
    CanWrite(account): CanWrite,
    Fresh(seed): Fresh,
    Id(project): Id<ProjectId>,
    MaybeBody(body): MaybeBody<RenderBody>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let webhook = webhook(body.webhook, body.webhook_secret)?;
    Ok(accepted(executions.start(&account, ExecutionId::of(&seed), &project, webhook).await?))
}

/// Order a video from a prompt
///
/// A picture of the prompt, set in motion.
#[utoipa::path(post, path = "/generate-video", operation_id = "generateVideo", tag = "Orders", security(("key" = ["write"]), ("session" = ["write"])),
    request_body(content = VideoBody, example = json!({"prompt": "a mug on a windowsill, steam rising", "duration": 5})),
    responses((status = 202, description = "Accepted; what comes of it is read at `statusUrl`", body = Accepted),
        (status = 402, description = "A limit of the month is reached", body = super::Refusal)))]
pub async fn generate_video(
    State(orders): Orders,
    CanWrite(account): CanWrite,
    Fresh(seed): Fresh,
    Body(body): Body<VideoBody>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let webhook = webhook(body.webhook, body.webhook_secret)?;
    let seconds = body.duration.unwrap_or(VIDEO_SECONDS);
    Ok(accepted(
        orders.generate_video(&account, ExecutionId::of(&seed), body.prompt, seconds, webhook).await?,
    ))
}

/// Order a composition of steps
#[utoipa::path(post, path = "/executions", operation_id = "composeExecution", tag = "Orders", security(("key" = ["write"]), ("session" = ["write"])),
    request_body(content = PipelineBody, example = json!({"pipeline": [
        {"id": "speech", "step": "speech", "input": {"text": "Warm coffee, all day. Get your mug.", "voice": "plain"}},
        {"id": "presenter", "step": "presenter", "input": {"sound": {"ref": "speech.sound"}, "avatar": "amara"}},
        {"id": "ad", "step": "compose", "input": {"take": {"ref": "presenter.take"}, "background": "#1f3742"}}]})),
    responses((status = 202, description = "Accepted; what comes of it is read at `statusUrl`", body = Accepted),
        (status = 402, description = "A limit of the month is reached", body = super::Refusal)))]
pub async fn pipeline(
    State(orders): Orders,
    CanWrite(account): CanWrite,
    Fresh(seed): Fresh,
    Body(body): Body<PipelineBody>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let webhook = webhook(body.webhook, body.webhook_secret)?;
    Ok(accepted(orders.pipeline(&account, ExecutionId::of(&seed), body.pipeline, webhook).await?))
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
