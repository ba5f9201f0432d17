//! All routes, and the layers around them, from the outermost inwards: span, panic, headers, time, origin, size,
//! and for what a person does also session and compression.

use super::{
    PagePorts, Problem, Readiness,
    doors::{HEALTH, MEDIA, READY},
    headers::protect,
    health::{healthz, readyz},
    hooks::hooks,
    limits::limit_body,
    media::send_media,
    observe::observe,
    origin::{PublicOrigin, refuse_other_sites},
    pages::{page_not_found, pages},
    panic::after_panic,
    reference::reference,
    rpc::give_errors_their_status,
    site::{keep_files, site_files},
};
use crate::{
    accounts::{Sessions, session_layer},
    api::{ProgramPorts, api},
    previews::{Previews, previews},
    settings::Settings,
    telemetry::{Metrics, metrics},
};
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get},
};
use engine::Engine;
use leptos::{config::Env, prelude::LeptosOptions};
use std::{
    convert::Infallible,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use store::MediaStore;
use tower::service_fn;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

/// What is below `/rpc` and no server function.
const NO_FUNCTION: &str = "/rpc/{*rest}";
/// From the first byte of a request to the first byte of its answer; a large picture on a slow line needs it all.
const ANSWER_WITHIN: Duration = Duration::from_secs(120);

/// The built pages and how they look from outside.
#[derive(Clone)]
pub struct Site {
    pub options: LeptosOptions,
    /// Where scripts and styles lie; without it pages come bare.
    pub root: Option<PathBuf>,
    pub public_url: Arc<str>,
    /// Whether cookies may travel through TLS alone.
    pub secure_cookies: bool,
}

impl Site {
    /// The site as the settings describe it.
    pub fn of(settings: &Settings) -> Self {
        let watched = settings.reload_port.is_some();
        let root = settings.site_root.clone();
        let options = LeptosOptions::builder()
            .output_name("pitchreel")
            .site_root(root.as_deref().unwrap_or(Path::new("site")).to_string_lossy().as_ref())
            .site_pkg_dir("pkg")
            .site_addr(settings.listen)
            .reload_port(settings.reload_port.map_or(3001, u32::from))
            .env(if watched { Env::DEV } else { Env::PROD })
            .hash_files(settings.hashed_files)
            .build();
        let public_url = settings.public_url.as_str().into();
        Site { options, root, public_url, secure_cookies: settings.is_https() }
    }
}

/// Everything that the routes reach.
#[derive(Clone)]
pub struct Web {
    pub site: Site,
    pub ports: PagePorts,
    pub programs: ProgramPorts,
    pub sessions: Sessions,
    pub media: Arc<dyn MediaStore>,
    pub previews: Arc<Previews>,
    /// Hears what providers tell.
    pub engine: Engine,
    pub readiness: Arc<Readiness>,
    pub metrics: Arc<Metrics>,
}

/// The whole door.
pub fn router(web: Web) -> Router {
    let own_origin = PublicOrigin(web.site.public_url.clone());
    let personal = personal(&web)
        .layer(session_layer(web.sessions.clone(), web.site.secure_cookies))
        .layer(CompressionLayer::new().no_deflate().no_zstd());
    Router::new()
        .route(HEALTH, get(healthz))
        .route(READY, get(readyz).with_state(web.readiness.clone()))
        .route(MEDIA, get(send_media).with_state(web.media.clone()))
        .merge(previews(web.previews.clone()))
        .merge(reference())
        .merge(hooks(web.engine.clone()))
        .merge(personal)
        .layer(from_fn_with_state(web.metrics.clone(), metrics))
        .layer(from_fn(limit_body))
        .layer(from_fn_with_state(own_origin, refuse_other_sites))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, ANSWER_WITHIN))
        .layer(from_fn(protect))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn(observe))
}

/// What depends on who asks: pages, server functions, the API; and the site's files, since the page for a missing
/// one greets by name.
fn personal(web: &Web) -> Router {
    let Web { site, ports, programs, .. } = web;
    let calls = Router::new()
        .merge(pages(&site.options, ports))
        .route(NO_FUNCTION, any(async || Problem::not_found()))
        .layer(from_fn(give_errors_their_status));
    let (options, missing_ports) = (site.options.clone(), ports.clone());
    let missing = service_fn(move |request: Request| {
        let (options, ports) = (options.clone(), missing_ports.clone());
        async move { Ok::<_, Infallible>(page_not_found(options, ports, request).await) }
    });
    let files = match &site.root {
        Some(root) => Router::new().fallback_service(site_files(root, missing)),
        None => Router::new().fallback_service(missing),
    };
    calls.merge(api(ports, programs)).merge(files.layer(from_fn(keep_files)))
}
