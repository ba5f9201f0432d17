//! The pages and their server functions, with every port they use published through context, one by one.

use super::{client::client_address, headers::page_policy};
use crate::accounts::{Entrance, Invitations, Visitor};
use app::ports::{
    AssetsPort, CatalogPort, ExecutionsPort, KeysPort, ProjectsPort, ProviderKeysPort, PublicUrl, SharesPort,
    TeamPort, UsagePort, VisitorPort, WebhooksPort,
};
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use leptos::prelude::{LeptosOptions, provide_context, use_context};
use leptos_axum::{LeptosRoutes, ResponseOptions};
use std::sync::Arc;
use tower_sessions::Session;

/// What the pages may use.
#[derive(Clone)]
pub struct PagePorts {
    pub entrance: Arc<Entrance>,
    pub invitations: Arc<Invitations>,
    pub projects: Arc<dyn ProjectsPort>,
    pub catalog: Arc<dyn CatalogPort>,
    pub assets: Arc<dyn AssetsPort>,
    pub executions: Arc<dyn ExecutionsPort>,
    pub shares: Arc<dyn SharesPort>,
    pub keys: Arc<dyn KeysPort>,
    pub provider_keys: Arc<dyn ProviderKeysPort>,
    pub webhooks: Arc<dyn WebhooksPort>,
    pub usage: Arc<dyn UsagePort>,
    /// Where a developer's watcher listens, if there is one.
    pub reload_port: Option<u16>,
    pub public_url: PublicUrl,
}

impl PagePorts {
    /// Publishes each port for the request under way.
    fn publish(&self) {
        provide_context(self.projects.clone());
        provide_context(self.catalog.clone());
        provide_context(self.assets.clone());
        provide_context(self.executions.clone());
        provide_context(self.shares.clone());
        provide_context::<Arc<dyn TeamPort>>(self.invitations.clone());
        provide_context(self.keys.clone());
        provide_context(self.provider_keys.clone());
        provide_context(self.webhooks.clone());
        provide_context(self.usage.clone());
        provide_context(self.public_url.clone());
        let answer = use_context::<ResponseOptions>();
        if let Some(visitor) = use_context::<Parts>().and_then(|parts| self.visitor(&parts, answer.clone())) {
            provide_context::<Arc<dyn VisitorPort>>(Arc::new(visitor));
        }
        let policy = leptos::nonce::use_nonce().and_then(|nonce| page_policy(&nonce, self.reload_port));
        if let (Some(answer), Some(policy)) = (answer, policy) {
            answer.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    }

    fn visitor(&self, parts: &Parts, answer: Option<ResponseOptions>) -> Option<Visitor> {
        let session = parts.extensions.get::<Session>()?.clone();
        let address = client_address(parts);
        let invitations = self.invitations.clone();
        Some(Visitor { entrance: self.entrance.clone(), invitations, session, address, answer })
    }
}

/// Every page by its path, and every server function under `/rpc`.
pub fn pages(options: &LeptosOptions, ports: &PagePorts) -> Router {
    let routes = leptos_axum::generate_route_list(app::App);
    let (publish, shell) = (publisher(ports), shell(options));
    Router::new().leptos_routes_with_context(options, routes, publish, shell).with_state(options.clone())
}

/// The page for an address where nothing is.
pub async fn page_not_found(options: LeptosOptions, ports: PagePorts, request: Request) -> Response {
    let render = leptos_axum::render_app_async_with_context(publisher(&ports), shell(&options));
    let mut response = render(request).await.into_response();
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

fn publisher(ports: &PagePorts) -> impl Fn() + Clone + Send + Sync + 'static {
    let ports = ports.clone();
    move || ports.publish()
}

fn shell(options: &LeptosOptions) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static {
    use leptos::prelude::IntoAny;
    let options = options.clone();
    move || app::shell(options.clone()).into_any()
}
