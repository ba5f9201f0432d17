//! The guard against other sites acting in a person's name.
//!
//! A request that changes something, and every WebSocket, must come from our own pages or from a program. Browsers
//! say where a request comes from in `Sec-Fetch-Site`, or else in `Origin`; a program says neither. Cookies are
//! `SameSite=Lax` besides. A call of the API that brings a key acts by that key alone, so where it comes from does not
//! matter.

use super::{caller::bearer, problem::Problem};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// The origin that the operator named in `PUBLIC_URL`, such as `https://ads.example.com`.
#[derive(Debug, Clone)]
pub struct PublicOrigin(pub Arc<str>);

/// Lets own pages and programs through and answers others with 403.
pub async fn refuse_other_sites(State(own): State<PublicOrigin>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let upgrades = request.headers().contains_key(header::UPGRADE);
    let by_key = request.uri().path().starts_with("/api/") && bearer(request.headers()).is_some();
    if (reads && !upgrades) || by_key || is_own(request.headers(), &own.0) {
        return next.run(request).await;
    }
    Problem::new(StatusCode::FORBIDDEN, "This request came from another site, so it was not done.")
        .into_response()
}

fn is_own(headers: &HeaderMap, public_origin: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    if !headers.contains_key(header::ORIGIN) {
        return true;
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let origin_host = origin.split_once("://").map(|(_, host)| host);
    origin.eq_ignore_ascii_case(public_origin) || (origin_host.is_some() && origin_host == text(header::HOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(&'static str, &str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), axum::http::HeaderValue::from_str(value).unwrap())
        });
        is_own(&headers.collect(), "https://ads.example.com")
    }

    #[test]
    fn own_pages_and_programs_pass() {
        assert!(judged(&[]));
        assert!(judged(&[("sec-fetch-site", "same-origin"), ("origin", "http://elsewhere.example")]));
        assert!(judged(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(judged(&[("origin", "https://ads.example.com"), ("host", "inner:3000")]));
    }

    #[test]
    fn other_sites_do_not() {
        assert!(!judged(&[("sec-fetch-site", "cross-site")]));
        assert!(!judged(&[("sec-fetch-site", "same-site")]));
        assert!(!judged(&[("origin", "https://evil.example"), ("host", "ads.example.com")]));
        assert!(!judged(&[("origin", "null"), ("host", "ads.example.com")]));
    }
}
