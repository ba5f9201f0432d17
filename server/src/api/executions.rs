//! Estimates and executions.

use super::{body::List, path::Id};
use crate::http::{Caller, Problem};
use app::ports::ExecutionsPort;
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{Estimate, Execution, ExecutionId, ProjectId, Status};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub type Executions = State<Arc<dyn ExecutionsPort>>;

/// What an accepted order is answered with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    execution_id: ExecutionId,
    status: Status,
    status_url: String,
}

pub async fn estimate(
    State(executions): Executions,
    Caller(account): Caller,
    Id(project): Id<ProjectId>,
) -> Result<Json<Estimate>, Problem> {
    Ok(Json(executions.estimate(&account, &project).await?))
}

pub async fn start(
    State(executions): Executions,
    Caller(account): Caller,
    Id(project): Id<ProjectId>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let execution = executions.start(&account, &project).await?;
    let status_url = format!("/api/executions/{}", execution.id);
    let accepted = Accepted { execution_id: execution.id, status: execution.status, status_url };
    Ok((StatusCode::ACCEPTED, Json(accepted)))
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
