//! Projects and their scripts.

use super::{
    body::{Body, List},
    path::Id,
};
use crate::http::{Caller, Problem};
use app::ports::{ProjectCard, ProjectFilter, ProjectQuery, ProjectsPort};
use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use domain::{Brief, ChoicesPatch, Project, ProjectId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Projects = State<Arc<dyn ProjectsPort>>;

pub async fn create(
    State(projects): Projects,
    Caller(account): Caller,
    Body(brief): Body<Brief>,
) -> Result<(StatusCode, Json<Project>), Problem> {
    Ok((StatusCode::CREATED, Json(projects.create(&account, brief).await?)))
}

/// `?search=`, `?filter=all|done|drafts|stopped`, `?cursor=`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    search: String,
    filter: ProjectFilter,
    cursor: Option<String>,
}

/// One project in a list, under the name that every object of the API has.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    id: ProjectId,
    topic: String,
    format: domain::Format,
    opening: Option<String>,
    latest_execution_id: Option<domain::ExecutionId>,
    status: Option<domain::Status>,
    progress: u8,
    poster_url: Option<String>,
    duration_ms: Option<u32>,
    updated_at: domain::Timestamp,
}

pub async fn list(
    State(projects): Projects,
    Caller(account): Caller,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<List<Listed>>, Problem> {
    let Query(ListQuery { search, filter, cursor }) = query
        .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "A filter is all, done, drafts or stopped."))?;
    let page = projects.list(&account, ProjectQuery { search, filter, cursor }).await?;
    Ok(Json(List {
        items: page.items.into_iter().map(Listed::from).collect(),
        next_cursor: page.next_cursor,
    }))
}

pub async fn get(
    State(projects): Projects,
    Caller(account): Caller,
    Id(id): Id<ProjectId>,
) -> Result<Json<Project>, Problem> {
    Ok(Json(projects.get(&account, &id).await?))
}

pub async fn choose(
    State(projects): Projects,
    Caller(account): Caller,
    Id(id): Id<ProjectId>,
    Body(patch): Body<ChoicesPatch>,
) -> Result<Json<Project>, Problem> {
    Ok(Json(projects.choose(&account, &id, patch).await?))
}

pub async fn delete(
    State(projects): Projects,
    Caller(account): Caller,
    Id(id): Id<ProjectId>,
) -> Result<StatusCode, Problem> {
    projects.delete(&account, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn write_more(
    State(projects): Projects,
    Caller(account): Caller,
    Id(id): Id<ProjectId>,
) -> Result<(StatusCode, Json<Project>), Problem> {
    Ok((StatusCode::CREATED, Json(projects.write_more(&account, &id).await?)))
}

impl From<ProjectCard> for Listed {
    fn from(card: ProjectCard) -> Self {
        Listed {
            id: card.id,
            topic: card.topic,
            format: card.format,
            opening: card.opening,
            latest_execution_id: card.execution_id,
            status: card.status,
            progress: card.progress,
            poster_url: card.poster_url,
            duration_ms: card.duration_ms,
            updated_at: card.updated_at,
        }
    }
}
