//! The public API: JSON in, JSON out, every refusal an RFC 9457 problem.
//!
//! Handlers decode, call one port and encode. They hold no rule that the pages would not hold too.

mod assets;
mod body;
mod catalog;
mod events;
mod executions;
mod path;
mod projects;

use crate::{
    accounts::Entrance,
    http::{PagePorts, Problem},
};
use app::ports::{AssetsPort, CatalogPort, ExecutionsPort, ProjectsPort};
use axum::{
    Router,
    extract::FromRef,
    http::StatusCode,
    routing::{get, post},
};
use std::sync::Arc;

/// What the API may use.
#[derive(Clone, FromRef)]
pub struct Api {
    entrance: Arc<Entrance>,
    projects: Arc<dyn ProjectsPort>,
    catalog: Arc<dyn CatalogPort>,
    assets: Arc<dyn AssetsPort>,
    executions: Arc<dyn ExecutionsPort>,
}

impl From<&PagePorts> for Api {
    fn from(ports: &PagePorts) -> Self {
        Api {
            entrance: ports.entrance.clone(),
            projects: ports.projects.clone(),
            catalog: ports.catalog.clone(),
            assets: ports.assets.clone(),
            executions: ports.executions.clone(),
        }
    }
}

/// The routes below `/api`.
pub fn api(api: Api) -> Router {
    Router::new()
        .route("/projects", get(projects::list).post(projects::create))
        .route("/projects/{id}", get(projects::get).patch(projects::choose).delete(projects::delete))
        .route("/projects/{id}/scripts", post(projects::write_more))
        .route("/projects/{id}/estimate", get(executions::estimate))
        .route("/projects/{id}/render", post(executions::start))
        .route("/avatars", get(catalog::avatars))
        .route("/voices", get(catalog::voices))
        .route("/assets", get(assets::list).post(assets::upload))
        .route("/assets/{id}", get(assets::get))
        .route("/executions", get(executions::list))
        .route("/executions/{id}", get(executions::get))
        .route("/executions/{id}/events", get(events::watch))
        .route("/executions/{id}/cancel", post(executions::cancel))
        .route("/executions/{id}/retry", post(executions::retry))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address is not called in this way.")
        })
        .with_state(api)
}
