//! The public API: JSON in, JSON out, every refusal an RFC 9457 problem.
//!
//! Handlers decode, call one port and encode. They hold no rule that the pages would not hold too.

mod assets;
mod body;
mod catalog;
mod events;
mod executions;
mod keys;
mod orders;
mod path;
mod projects;
mod usage;
mod webhooks;

use crate::{
    accounts::{ApiKeys, Entrance},
    http::{PagePorts, Problem},
};
use app::ports::{
    AssetsPort, CatalogPort, ExecutionsPort, KeysPort, OrdersPort, ProjectsPort, UsagePort, WebhooksPort,
};
use axum::{
    Router,
    extract::FromRef,
    http::StatusCode,
    routing::{delete, get, post},
};
use std::sync::Arc;

/// What programs use and pages do not.
#[derive(Clone)]
pub struct ProgramPorts {
    pub orders: Arc<dyn OrdersPort>,
    pub webhooks: Arc<dyn WebhooksPort>,
    pub usage: Arc<dyn UsagePort>,
    pub keys: ApiKeys,
}

/// What the API may use.
#[derive(Clone, FromRef)]
pub struct Api {
    entrance: Arc<Entrance>,
    projects: Arc<dyn ProjectsPort>,
    catalog: Arc<dyn CatalogPort>,
    assets: Arc<dyn AssetsPort>,
    executions: Arc<dyn ExecutionsPort>,
    orders: Arc<dyn OrdersPort>,
    webhooks: Arc<dyn WebhooksPort>,
    usage: Arc<dyn UsagePort>,
    /// Knows who calls.
    known_keys: ApiKeys,
    keys: Arc<dyn KeysPort>,
}

impl Api {
    pub fn new(ports: &PagePorts, programs: &ProgramPorts) -> Self {
        Api {
            entrance: ports.entrance.clone(),
            projects: ports.projects.clone(),
            catalog: ports.catalog.clone(),
            assets: ports.assets.clone(),
            executions: ports.executions.clone(),
            orders: programs.orders.clone(),
            webhooks: programs.webhooks.clone(),
            usage: programs.usage.clone(),
            known_keys: programs.keys.clone(),
            keys: Arc::new(programs.keys.clone()),
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
        .route("/projects/{id}/render", post(orders::render))
        .route("/avatars", get(catalog::avatars))
        .route("/voices", get(catalog::voices))
        .route("/assets", get(assets::list).post(assets::upload))
        .route("/assets/{id}", get(assets::get))
        .route("/generate-video", post(orders::generate_video))
        .route("/executions", get(executions::list).post(orders::pipeline))
        .route("/executions/{id}", get(executions::get))
        .route("/executions/{id}/events", get(events::watch))
        .route("/executions/{id}/cancel", post(executions::cancel))
        .route("/executions/{id}/retry", post(executions::retry))
        .route("/executions/{id}/resolve", post(executions::resolve))
        .route("/executions/{id}/deliveries", get(webhooks::deliveries))
        .route("/deliveries/{id}/redeliver", post(webhooks::redeliver))
        .route("/keys", get(keys::list).post(keys::add))
        .route("/keys/{id}", delete(keys::remove))
        .route("/usage", get(usage::usage))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address is not called in this way.")
        })
        .with_state(api)
}
