//! The built pages' files: scripts, styles, fonts and pictures, sent compressed where a compressed copy lies beside.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use std::path::Path;
use tower_http::services::ServeDir;

/// The files under `root`; what is not there is `missing`'s to answer.
pub fn site_files<F>(root: &Path, missing: F) -> ServeDir<F> {
    ServeDir::new(root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .fallback(missing)
}

/// How long browsers keep an answer of the site: for good when its name holds a hash of its content, else until
/// they have asked again.
pub async fn keep_files(request: Request, next: Next) -> Response {
    let hashed = has_hash(request.uri().path());
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == axum::http::StatusCode::NOT_MODIFIED;
    let policy = if found && hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(policy));
    response
}

/// `pitchreel.kx3gTcyVGSqPAMZ0qDxvsw.wasm`: a middle part of 16 characters or more.
fn has_hash(path: &str) -> bool {
    let mut parts = path.rsplit('/').next().unwrap_or_default().rsplit('.');
    let (_ending, middle) = (parts.next(), parts.next().unwrap_or_default());
    parts.next().is_some()
        && middle.len() >= 16
        && middle.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        assert!(has_hash("/pkg/pitchreel.kx3gTcyVGSqPAMZ0qDxvsw.wasm"));
        for path in
            ["/pkg/pitchreel.wasm", "/favicon.svg", "/", "/fonts/a.b.woff2", "/kx3gTcyVGSqPAMZ0qDxvsw"]
        {
            assert!(!has_hash(path), "{path}");
        }
    }
}
