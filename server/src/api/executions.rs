//! Estimates and executions.

use super::{
    body::{Body, List},
    page::PageQuery,
    path::Id,
};
use crate::http::{CanRead, CanWrite, Problem};
use app::ports::{ExecutionsPort, OutsideRequest, PublicUrl, Resolution, SharesPort};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{Estimate, Execution, ExecutionId, ProjectId, ShareToken, StepName};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub type Executions = State<Arc<dyn ExecutionsPort>>;

/// Estimate what a render costs and takes
///
/// Nothing is ordered and nothing is paid.
#[utoipa::path(get, path = "/projects/{id}/estimate", operation_id = "estimateProject", tag = "Projects", security(("key" = ["read"]), ("session" = ["read"])),
    params(("id" = ProjectId, Path)),
    responses((status = 200, description = "The most that it costs, and how long it takes", body = Estimate)))]
pub async fn estimate(
    State(executions): Executions,
    CanRead(account): CanRead,
    Id(project): Id<ProjectId>,
) -> Result<Json<Estimate>, Problem> {
    Ok(Json(executions.estimate(&account, &project).await?))
}

/// `?project=`: that project's alone.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OfProject {
    #[param(value_type = Option<ProjectId>)]
    project: Option<String>,
}

/// List executions, the newest first
#[utoipa::path(get, path = "/executions", operation_id = "listExecutions", tag = "Executions", security(("key" = ["read"]), ("session" = ["read"])), params(OfProject, PageQuery),
    responses((status = 200, description = "A part of the executions", body = List<Execution>),
        (status = 404, description = "The project is absent, or not yours", body = super::Refusal)))]
pub async fn list(
    State(executions): Executions,
    CanRead(account): CanRead,
    of: Result<Query<OfProject>, QueryRejection>,
    page: Result<Query<PageQuery>, QueryRejection>,
) -> Result<Json<List<Execution>>, Problem> {
    let unreadable = |_| Problem::field("", "This query cannot be read.");
    let project = of.map_err(unreadable)?.0.project.filter(|id| !id.is_empty());
    // What is no id names a project that is not there.
    let project: Option<ProjectId> =
        project.map(|id| id.parse()).transpose().map_err(|_| Problem::not_found())?;
    let paging = page.map_err(unreadable)?.0.paging()?;
    Ok(Json(executions.list(&account, project.as_ref(), paging).await?.into()))
}

/// Read an execution
#[utoipa::path(get, path = "/executions/{id}", operation_id = "getExecution", tag = "Executions", security(("key" = ["read"]), ("session" = ["read"])), params(("id" = ExecutionId, Path)),
    responses((status = 200, description = "The execution as it is now", body = Execution)))]
pub async fn get(
    State(executions): Executions,
    CanRead(account): CanRead,
    Id(id): Id<ExecutionId>,
) -> Result<Json<Execution>, Problem> {
    Ok(Json(executions.get(&account, &id).await?))
}

/// List what was asked of providers for an execution
///
/// With the ids under which they know it, and what each cost.
#[utoipa::path(get, path = "/executions/{id}/requests", operation_id = "listRequests", tag = "Executions", security(("key" = ["read"]), ("session" = ["read"])), params(("id" = ExecutionId, Path)),
    responses((status = 200, description = "The requests, in the order in which they were made", body = List<OutsideRequest>)))]
pub async fn requests(
    State(executions): Executions,
    CanRead(account): CanRead,
    Id(id): Id<ExecutionId>,
) -> Result<Json<List<OutsideRequest>>, Problem> {
    let items = executions.requests(&account, &id).await?;
    Ok(Json(List { items, next_cursor: None }))
}

/// Cancel an execution
///
/// It stops within a second. One that is over stays as it is.
#[utoipa::path(post, path = "/executions/{id}/cancel", operation_id = "cancelExecution", tag = "Executions", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ExecutionId, Path)),
    responses((status = 200, description = "The execution as it then is", body = Execution)))]
pub async fn cancel(
    State(executions): Executions,
    CanWrite(account): CanWrite,
    Id(id): Id<ExecutionId>,
) -> Result<Json<Execution>, Problem> {
    Ok(Json(executions.cancel(&account, &id).await?))
}

/// Try an execution again
///
/// The same execution goes on from the step that failed. What succeeded is never paid again.
#[utoipa::path(post, path = "/executions/{id}/retry", operation_id = "retryExecution", tag = "Executions", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ExecutionId, Path)),
    responses((status = 202, description = "The execution, queued again", body = Execution),
        (status = 402, description = "A limit of the month is reached", body = super::Refusal)))]
pub async fn retry(
    State(executions): Executions,
    CanWrite(account): CanWrite,
    Id(id): Id<ExecutionId>,
) -> Result<(StatusCode, Json<Execution>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(executions.retry(&account, &id).await?)))
}

/// `{step, made: true, providerJobId}`, or `{step, made: false}`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveBody {
    step: StepName,
    /// Whether the provider made it.
    made: bool,
    /// Under which id, where it did.
    provider_job_id: Option<String>,
}

/// Settle a step whose answer was lost
///
/// For an execution that failed with the code `needs_review`: nobody but you can find out whether the provider made it.
#[utoipa::path(post, path = "/executions/{id}/resolve", operation_id = "resolveExecution", tag = "Executions", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ExecutionId, Path)),
    request_body(content = ResolveBody, example = json!({"step": "video", "made": true, "providerJobId": "gm3qorzdhgbfurvjtvhg6dckhu"})),
    responses((status = 202, description = "The execution, which goes on", body = Execution),
        (status = 402, description = "A limit of the month is reached", body = super::Refusal)))]
pub async fn resolve(
    State(executions): Executions,
    CanWrite(account): CanWrite,
    Id(id): Id<ExecutionId>,
    Body(ResolveBody { step, made, provider_job_id }): Body<ResolveBody>,
) -> Result<(StatusCode, Json<Execution>), Problem> {
    let resolution = Resolution::said(made, provider_job_id)?;
    Ok((StatusCode::ACCEPTED, Json(executions.resolve(&account, &id, step, resolution).await?)))
}

/// A public page.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Share {
    id: ShareToken,
    /// Anybody who has it sees the ad.
    url: String,
}

/// Share a finished ad on a public page
///
/// The same address each time.
#[utoipa::path(put, path = "/executions/{id}/share", operation_id = "shareExecution", tag = "Executions", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ExecutionId, Path)),
    responses((status = 200, description = "The page", body = Share),
        (status = 409, description = "It is not completed", body = super::Refusal)))]
pub async fn share(
    State(shares): State<Arc<dyn SharesPort>>,
    State(PublicUrl(public)): State<PublicUrl>,
    CanWrite(account): CanWrite,
    Id(execution): Id<ExecutionId>,
) -> Result<Json<Share>, Problem> {
    let id = shares.share(&account, &execution).await?;
    let url = format!("{public}/s/{id}");
    Ok(Json(Share { id, url }))
}

/// End the public page of an ad
#[utoipa::path(delete, path = "/executions/{id}/share", operation_id = "unshareExecution", tag = "Executions", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ExecutionId, Path)),
    responses((status = 204, description = "Its address leads nowhere any more")))]
pub async fn unshare(
    State(shares): State<Arc<dyn SharesPort>>,
    CanWrite(account): CanWrite,
    Id(execution): Id<ExecutionId>,
) -> Result<StatusCode, Problem> {
    shares.unshare(&account, &execution).await?;
    Ok(StatusCode::NO_CONTENT)
}
