//! Projects and their scripts.

use super::{
    body::{Body, List},
    page::{Page, PageQuery},
    path::Id,
};
use crate::http::{CanRead, CanWrite, Fresh, Problem};
use app::ports::{ProjectCard, ProjectFilter, ProjectQuery, ProjectsPort};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{Brief, ChoicesPatch, Format, Language, Project, ProjectId, ScriptLength, Tone};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Projects = State<Arc<dyn ProjectsPort>>;

/// `{topic, tone?, audience?, language?, length?, format?, url?}`.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewProject {
    /// Needed unless a product's page gives it.
    #[serde(default)]
    #[schema(max_length = 500)]
    topic: String,
    #[serde(default)]
    tone: Tone,
    #[schema(max_length = 120)]
    audience: Option<String>,
    #[serde(default)]
    language: Language,
    #[serde(default)]
    length: ScriptLength,
    #[serde(default)]
    format: Format,
    /// The address of a product's page: it gives the topic, where none is sent, and pictures to choose from.
    url: Option<String>,
}

/// Make a project with three scripts
///
/// From a topic, or from a product's page.
#[utoipa::path(post, path = "/projects", operation_id = "createProject", tag = "Projects", security(("key" = ["write"]), ("session" = ["write"])),
    request_body(content = NewProject, example = json!({"topic": "a mug that keeps coffee warm", "tone": "warm", "format": "9:16"})),
    responses((status = 201, description = "The project", body = Project)))]
pub async fn create(
    State(projects): Projects,
    CanWrite(account): CanWrite,
    Fresh(seed): Fresh,
    Body(NewProject { topic, tone, audience, language, length, format, url }): Body<NewProject>,
) -> Result<(StatusCode, Json<Project>), Problem> {
    let brief = Brief { topic, tone, audience, language, length, format };
    Ok((StatusCode::CREATED, Json(projects.create(&account, ProjectId::of(&seed), brief, url).await?)))
}

/// `?search=`, `?filter=all|done|drafts|stopped`.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Words that must all be found in the topic or in a script.
    search: String,
    #[param(value_type = Option<String>, pattern = "^(all|done|drafts|stopped)$")]
    filter: ProjectFilter,
}

/// One project in a list, under the name that every object of the API has.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedProject)]
pub struct Listed {
    id: ProjectId,
    topic: String,
    format: domain::Format,
    #[schema(required)]
    opening: Option<String>,
    #[schema(required)]
    latest_execution_id: Option<domain::ExecutionId>,
    #[schema(required)]
    status: Option<domain::Status>,
    progress: u8,
    #[schema(required)]
    poster_url: Option<String>,
    #[schema(required)]
    duration_ms: Option<u32>,
    updated_at: domain::Timestamp,
}

/// List projects, the most recently changed first
#[utoipa::path(get, path = "/projects", operation_id = "listProjects", tag = "Projects", security(("key" = ["read"]), ("session" = ["read"])), params(ListQuery, PageQuery),
    responses((status = 200, description = "A part of the projects", body = List<Listed>)))]
pub async fn list(
    State(projects): Projects,
    CanRead(account): CanRead,
    query: Result<Query<ListQuery>, QueryRejection>,
    Page(paging): Page,
) -> Result<Json<List<Listed>>, Problem> {
    let Query(ListQuery { search, filter }) =
        query.map_err(|_| Problem::field("filter", "A filter is all, done, drafts or stopped."))?;
    let page = projects.list(&account, ProjectQuery { search, filter, ..paging.into() }).await?;
    Ok(Json(List {
        items: page.items.into_iter().map(Listed::from).collect(),
        next_cursor: page.next_cursor,
    }))
}

/// Read a project
#[utoipa::path(get, path = "/projects/{id}", operation_id = "getProject", tag = "Projects", security(("key" = ["read"]), ("session" = ["read"])), params(("id" = ProjectId, Path)),
    responses((status = 200, description = "The project", body = Project)))]
pub async fn get(
    State(projects): Projects,
    CanRead(account): CanRead,
    Id(id): Id<ProjectId>,
) -> Result<Json<Project>, Problem> {
    Ok(Json(projects.get(&account, &id).await?))
}

/// Save choices
///
/// What is not named stays as it is.
#[utoipa::path(patch, path = "/projects/{id}", operation_id = "updateProject", tag = "Projects", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ProjectId, Path)),
    request_body(content = ChoicesPatch, example = json!({"avatarId": "amara", "background": "scene:kitchen", "captions": "word"})),
    responses((status = 200, description = "The project as it now is", body = Project)))]
pub async fn choose(
    State(projects): Projects,
    CanWrite(account): CanWrite,
    Id(id): Id<ProjectId>,
    Body(patch): Body<ChoicesPatch>,
) -> Result<Json<Project>, Problem> {
    Ok(Json(projects.choose(&account, &id, patch).await?))
}

/// Delete a project
///
/// Everything that was made from it goes with it. What is under way is cancelled first.
#[utoipa::path(delete, path = "/projects/{id}", operation_id = "deleteProject", tag = "Projects", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ProjectId, Path)),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(
    State(projects): Projects,
    CanWrite(account): CanWrite,
    Id(id): Id<ProjectId>,
) -> Result<StatusCode, Problem> {
    projects.delete(&account, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Write three fresh scripts
///
/// The earlier ones stay.
#[utoipa::path(post, path = "/projects/{id}/scripts", operation_id = "writeScripts", tag = "Projects", security(("key" = ["write"]), ("session" = ["write"])), params(("id" = ProjectId, Path)),
    responses((status = 201, description = "The project with all of its scripts", body = Project)))]
pub async fn write_more(
    State(projects): Projects,
    CanWrite(account): CanWrite,
    Fresh(seed): Fresh,
    Id(id): Id<ProjectId>,
) -> Result<(StatusCode, Json<Project>), Problem> {
    Ok((StatusCode::CREATED, Json(projects.write_more(&account, &id, seed).await?)))
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
