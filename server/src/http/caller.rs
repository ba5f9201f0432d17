//! Who calls the API: the account of the key that a program sends, else that of the browser's session, or nobody and
//! a 401.

use super::problem::Problem;
use crate::accounts::{ApiKeys, Entrance, signed_in};
use app::ports::PortError;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use domain::AccountId;
use std::sync::Arc;
use tower_sessions::Session;

/// The account that a request acts for.
pub struct Caller(pub AccountId);

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Arc<Entrance>: FromRef<S>,
    ApiKeys: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // A key that is sent decides, right or wrong: a session beside it must not act in its place, since such a
        // request was not asked where it comes from.
        if let Some(key) = bearer(&parts.headers) {
            let known = ApiKeys::from_ref(state).account_of(key).await?;
            return known.map(Caller).ok_or_else(wrong_key);
        }
        let session = parts.extensions.get::<Session>().cloned().ok_or(PortError::LoggedOut)?;
        let entrance = Arc::<Entrance>::from_ref(state);
        let account = signed_in(&session, &entrance).await?.ok_or(PortError::LoggedOut)?;
        Ok(Caller(account.id))
    }
}

/// What stands behind `Authorization: Bearer`; the word may be written in any case. A value that is no text is a key
/// that nobody has.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or("bearer ");
    let (scheme, key) = given.trim().split_once(' ').unwrap_or((given.trim(), ""));
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}

fn wrong_key() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "This API key opens nothing here. Make one with pitchreel key add.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bearer_is_taken_for_a_key() {
        let of = |value: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, axum::http::HeaderValue::from_bytes(value).unwrap());
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(of(b"Bearer pr_x").as_deref(), Some("pr_x"));
        assert_eq!(of(b"bearer  pr_x ").as_deref(), Some("pr_x"));
        assert_eq!(of(b"Bearer").as_deref(), Some(""));
        assert_eq!(of(b"Bearer pr_\xe9").as_deref(), Some(""));
        assert_eq!(of(b"Basic bWU6cHc="), None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
