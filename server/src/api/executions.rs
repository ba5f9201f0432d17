//! Estimates and executions.

use super::{
    body::{Body, List},
    path::Id,
};
use crate::http::{Caller, Problem};
use app::ports::{ExecutionsPort, Resolution};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{Estimate, Execution, ExecutionId, ProjectId, StepName};
use serde::Deserialize;
use std::sync::Arc;

pub type Executions = State<Arc<dyn ExecutionsPort>>;

pub async fn estimate(
    State(executions): Executions,
    Caller(account): Caller,
    Id(project): Id<ProjectId>,
) -> Result<Json<Estimate>, Problem> {
    Ok(Json(executions.estimate(&account, &project).await?))
}

/// `?project=`: that project's alone.
#[derive(Debug, Deserialize)]
pub struct ListQuery {
    project: Option<ProjectId>,
}

pub async fn list(
    State(executions): Executions,
    Caller(account): Caller,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Json<List<Execution>>, Problem> {
    let Query(ListQuery { project }) = query.map_err(|_| Problem::not_found())?;
    Ok(Json(List::whole(executions.list(&account, project.as_ref()).await?)))
}

pub async fn get(
    State(executions): Executions,
    Caller(account): Caller,
    Id(id): Id<ExecutionId>,
) -> Result<Json<Execution>, Problem> {
    Ok(Json(executions.get(&account, &id).await?))
}

pub async fn cancel(
    State(executions): Executions,
    Caller(account): Caller,
    Id(id): Id<ExecutionId>,
) -> Result<Json<Execution>, Problem> {
    Ok(Json(executions.cancel(&account, &id).await?))
}

pub async fn retry(
    State(executions): Executions,
    Caller(account): Caller,
    Id(id): Id<ExecutionId>,
) -> Result<(StatusCode, Json<Execution>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(executions.retry(&account, &id).await?)))
}

/// `{step, made: true, providerJobId}`, or `{step, made: false}`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveBody {
    step: StepName,
    made: bool,
    provider_job_id: Option<String>,
}

pub async fn resolve(
    State(executions): Executions,
    Caller(account): Caller,
    Id(id): Id<ExecutionId>,
    Body(ResolveBody { step, made, provider_job_id }): Body<ResolveBody>,
) -> Result<(StatusCode, Json<Execution>), Problem> {
    let resolution = Resolution::said(made, provider_job_id)?;
    Ok((StatusCode::ACCEPTED, Json(executions.resolve(&account, &id, step, resolution).await?)))
}
