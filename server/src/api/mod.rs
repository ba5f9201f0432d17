//! The public API: JSON in, JSON out, every refusal an RFC 9457 problem.
//!
//! Handlers decode, call one port and encode. They hold no rule that the pages would not hold too.

mod assets;
mod body;
mod catalog;
mod description;
mod events;
mod executions;
mod keys;
mod orders;
mod page;
mod path;
mod projects;
mod provider_keys;
mod team;
mod usage;
mod webhooks;

use crate::http::{Doorkeeper, PagePorts, Problem, ProblemBody, Repeats, admit, repeat};
use app::ports::{
    AssetsPort, CatalogPort, ExecutionsPort, KeysPort, OrdersPort, ProjectsPort, ProviderKeysPort, PublicUrl,
    SharesPort, TeamPort, UsagePort, WebhooksPort,
};
use axum::{Router, extract::FromRef, http::StatusCode, middleware::from_fn_with_state};
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use ProblemBody as Refusal;
pub use description::{described, scopes};

/// What programs use and pages do not.
#[derive(Clone)]
pub struct ProgramPorts {
    pub orders: Arc<dyn OrdersPort>,
    pub doorkeeper: Doorkeeper,
    pub repeats: Repeats,
}

/// What the API may use.
#[derive(Clone, FromRef)]
struct Api {
    projects: Arc<dyn ProjectsPort>,
    catalog: Arc<dyn CatalogPort>,
    assets: Arc<dyn AssetsPort>,
    executions: Arc<dyn ExecutionsPort>,
    shares: Arc<dyn SharesPort>,
    orders: Arc<dyn OrdersPort>,
    webhooks: Arc<dyn WebhooksPort>,
    usage: Arc<dyn UsagePort>,
    keys: Arc<dyn KeysPort>,
    provider_keys: Arc<dyn ProviderKeysPort>,
    team: Arc<dyn TeamPort>,
    public_url: PublicUrl,
}

/// The routes of the API, with `/api` before them, each behind the door.
pub fn api(ports: &PagePorts, programs: &ProgramPorts) -> Router {
    let state = Api {
        projects: ports.projects.clone(),
        catalog: ports.catalog.clone(),
        assets: ports.assets.clone(),
        executions: ports.executions.clone(),
        shares: ports.shares.clone(),
        orders: programs.orders.clone(),
        webhooks: ports.webhooks.clone(),
        usage: ports.usage.clone(),
        keys: ports.keys.clone(),
        provider_keys: ports.provider_keys.clone(),
        team: ports.invitations.clone(),
        public_url: ports.public_url.clone(),
    };
    let (router, _) = calls().split_for_parts();
    let calls = router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address is not called in this way.")
        })
        .layer(from_fn_with_state(programs.repeats.clone(), repeat))
        .layer(from_fn_with_state(programs.doorkeeper.clone(), admit))
        .with_state(state);
    Router::new().nest("/api", calls)
}

/// What the routes say of themselves, by path below `/api`.
fn spoken() -> OpenApi {
    calls().split_for_parts().1
}

fn calls() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(projects::list, projects::create))
        .routes(routes!(projects::get, projects::choose, projects::delete))
        .routes(routes!(projects::write_more))
        .routes(routes!(executions::estimate))
        .routes(routes!(orders::render))
        .routes(routes!(catalog::avatars))
        .routes(routes!(catalog::voices))
        .routes(routes!(assets::list, assets::upload))
        .routes(routes!(assets::get))
        .routes(routes!(orders::generate_video))
        .routes(routes!(executions::list, orders::pipeline))
        .routes(routes!(executions::get))
        .routes(routes!(events::watch))
        .routes(routes!(executions::requests))
        .routes(routes!(executions::cancel))
        .routes(routes!(executions::retry))
        .routes(routes!(executions::resolve))
        .routes(routes!(executions::share, executions::unshare))
        .routes(routes!(webhooks::of_execution))
        .routes(routes!(webhooks::list))
        .routes(routes!(webhooks::get))
        .routes(routes!(webhooks::redeliver))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::secret))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(keys::list, keys::add))
        .routes(routes!(keys::remove))
        .routes(routes!(provider_keys::list))
        .routes(routes!(provider_keys::get, provider_keys::put, provider_keys::remove))
        .routes(routes!(team::members))
        .routes(routes!(team::set_role, team::remove))
        .routes(routes!(team::invitations, team::invite))
        .routes(routes!(team::take_back))
        .routes(routes!(usage::usage))
}
