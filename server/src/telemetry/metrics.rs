//! `GET /metrics`: what Prometheus reads.
//!
//! It is there for a program on this machine that asks without a proxy between, and for whoever knows `METRICS_TOKEN`.
//! For everybody else nothing is there.

use super::counts;
use crate::{
    cli::Failure,
    http::{METRICS, bearer},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Secret;
use engine::Engine;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use sha2::{Digest, Sha256};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};
use store::FigureStore;
use subtle::ConstantTimeEq;
use tokio::{
    sync::Mutex,
    time::{interval, timeout},
};

/// However many ask, the database is asked no more often.
const FIGURES_EVERY: Duration = Duration::from_secs(5);
/// How long it may take.
const FIGURES_WITHIN: Duration = Duration::from_secs(2);
/// How often what was counted is put away, so that it does not pile up where nobody asks.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);
/// Headers by which a proxy tells of whom it asks for.
const OF_PROXIES: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

/// Begins to count. What was counted before is lost, so it comes before everything that counts.
pub fn count() -> Result<PrometheusHandle, Failure> {
    let not_counted = |cause: String| Failure::new(format!("Nothing can be counted: {cause}."));
    let histograms =
        [&engine::ENGINE_HISTOGRAMS[..], &providers::PROVIDER_HISTOGRAMS[..], &counts::HISTOGRAMS[..]]
            .concat();
    let mut builder = PrometheusBuilder::new();
    for (name, bounds) in histograms {
        let matcher = Matcher::Full(name.to_owned());
        builder = builder
            .set_buckets_for_metric(matcher, bounds)
            .map_err(|error| not_counted(error.to_string()))?;
    }
    let prometheus = builder.install_recorder().map_err(|error| not_counted(error.to_string()))?;
    engine::describe_engine_metrics();
    providers::describe_provider_metrics();
    counts::describe();
    tokio::spawn({
        let prometheus = prometheus.clone();
        async move {
            let mut beat = interval(UPKEEP_EVERY);
            loop {
                beat.tick().await;
                prometheus.run_upkeep();
            }
        }
    });
    Ok(prometheus)
}

/// Where figures are read when somebody asks.
pub struct MetricsSources {
    pub prometheus: PrometheusHandle,
    pub engine: Engine,
    pub figures: Arc<dyn FigureStore>,
    /// `sqlite` or `postgres`.
    pub database: &'static str,
    /// What opens them from elsewhere, where the operator chose something.
    pub token: Option<Secret>,
}

/// What answers.
pub struct Metrics {
    sources: MetricsSources,
    figures_read: Mutex<Option<Instant>>,
}

impl Metrics {
    pub fn of(sources: MetricsSources) -> Self {
        counts::started(sources.database);
        Metrics { sources, figures_read: Mutex::default() }
    }

    async fn answer(&self) -> Response {
        self.read_figures().await;
        counts::connections(&self.sources.figures.connections());
        self.sources.engine.take_measure();
        let kind = "text/plain; version=0.0.4; charset=utf-8";
        let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")];
        (headers, self.sources.prometheus.render()).into_response()
    }

    /// Whoever asks while somebody else's look is under way waits for it and shares its outcome.
    async fn read_figures(&self) {
        let mut read = self.figures_read.lock().await;
        if read.is_some_and(|at| at.elapsed() < FIGURES_EVERY) {
            return;
        }
        let known = match timeout(FIGURES_WITHIN, self.sources.figures.figures()).await {
            Ok(Ok(figures)) => Some(figures),
            Ok(Err(error)) => {
                tracing::error!(%error, "the figures of the installation cannot be read");
                None
            }
            Err(_late) => {
                tracing::error!("the figures of the installation were not read within {FIGURES_WITHIN:?}");
                None
            }
        };
        counts::figures(known.as_ref());
        *read = Some(Instant::now());
    }

    fn may_read(&self, request: &Request) -> bool {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        is_from_here(peer, request.headers()) || self.knows_token(request.headers())
    }

    /// In a time that tells nothing of the token, not even how long it is.
    fn knows_token(&self, headers: &HeaderMap) -> bool {
        let (Some(token), Some(given)) = (&self.sources.token, bearer(headers)) else { return false };
        Sha256::digest(token.expose()).ct_eq(&Sha256::digest(given)).into()
    }
}

/// Answers those who may read, and lets all others go on to the page that says that nothing is here.
pub async fn metrics(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    if request.uri().path() == METRICS && request.method() == Method::GET && metrics.may_read(&request) {
        return metrics.answer().await;
    }
    next.run(request).await
}

/// Whether a program on this machine asks, at an address of this machine, and no proxy says that it asks for another. A
/// browser that was led here by another site's name says that name as its host.
fn is_from_here(peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
    let direct = peer.is_some_and(|peer| peer.to_canonical().is_loopback());
    let forwarded = OF_PROXIES.iter().any(|name| headers.contains_key(*name));
    direct && !forwarded && headers.get(header::HOST).and_then(|host| host.to_str().ok()).is_some_and(is_here)
}

fn is_here(host: &str) -> bool {
    let Ok(authority) = host.parse::<axum::http::uri::Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_direct_peer_on_this_machine_is_from_here() {
        let here = |peer: &str, headers: &[(&'static str, &'static str)]| {
            let headers = headers.iter().map(|(name, value)| {
                (header::HeaderName::from_static(name), header::HeaderValue::from_static(value))
            });
            is_from_here(peer.parse().ok(), &headers.collect())
        };
        for host in ["127.0.0.1:3000", "localhost:3000", "LOCALHOST", "[::1]:3000", "127.8.8.8"] {
            assert!(here("127.0.0.1", &[("host", host)]), "{host}");
        }
        assert!(here("::1", &[("host", "[::1]:3000")]));
        assert!(here("::ffff:127.0.0.1", &[("host", "localhost")]));
        for (peer, host) in [
            ("10.0.0.1", "localhost"),
            ("::ffff:10.0.0.1", "127.0.0.1"),
            ("", "localhost"),
            ("127.0.0.1", "ads.example.com"),
            ("127.0.0.1", "localhost.example.com"),
            ("127.0.0.1", "127.0.0.1.example.com"),
            ("127.0.0.1", ""),
        ] {
            assert!(!here(peer, &[("host", host)]), "{peer} {host}");
        }
        assert!(!here("127.0.0.1", &[]));
        for proxied in ["forwarded", "x-forwarded-for", "x-real-ip"] {
            assert!(!here("127.0.0.1", &[("host", "localhost"), (proxied, "")]), "{proxied}");
        }
    }
}
