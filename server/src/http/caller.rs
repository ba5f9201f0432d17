//! Who calls the API: the account of the key that a program sends, else that of the browser's session, or nobody. It is
//! found once for each request, which counts against the limit of whoever sent it; a handler then asks for as much as
//! it needs.

use super::{client::client_address, problem::Problem};
use crate::{
    accounts::{ApiKeys, Entrance, network, signed_in},
    attempts::{AttemptLimit, Left, TryAfter},
};
use app::ports::PortError;
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{AccountId, Role, Scope};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tower_sessions::Session;

/// Who sent a request, and how far they may go.
#[derive(Debug, Clone)]
pub struct Caller {
    pub account: AccountId,
    pub scope: Scope,
    /// As what they speak about the team. A key of an admin is no owner.
    pub role: Role,
}

/// Finds out who calls, and counts what they ask.
#[derive(Clone)]
pub struct Doorkeeper {
    pub entrance: Arc<Entrance>,
    pub keys: ApiKeys,
    pub limit: Arc<AttemptLimit>,
}

/// What was found out; a handler that needs somebody refuses with what it holds.
#[derive(Clone)]
struct Found(Result<Caller, Problem>);

/// Whoever may look.
pub struct CanRead(pub AccountId);
/// Whoever may make, change and spend.
pub struct CanWrite(pub AccountId);
/// Whoever may manage keys, secrets and the team, and as what.
pub struct CanAdmin(pub AccountId, pub Role);

impl Doorkeeper {
    /// The caller, and under which name their requests are counted.
    async fn find(&self, parts: &Parts) -> (Result<Caller, Problem>, String) {
        let address = network(client_address(parts));
        // A key that is sent decides, right or wrong: a session beside it must not act in its place, since such a
        // request was not asked where it comes from.
        let Some(key) = bearer(&parts.headers) else {
            return (self.of_session(parts).await, address);
        };
        match self.keys.holder_of(key).await {
            Ok(Some(holder)) => {
                let role = if holder.scope == Scope::Admin { Role::Admin } else { Role::Member };
                let caller = Caller { account: holder.account, scope: holder.scope, role };
                (Ok(caller), holder.key.to_string())
            }
            Ok(None) => (Err(wrong_key()), address),
            Err(error) => (Err(error.into()), address),
        }
    }

    async fn of_session(&self, parts: &Parts) -> Result<Caller, Problem> {
        let session = parts.extensions.get::<Session>().ok_or(PortError::LoggedOut)?;
        let member = signed_in(session, &self.entrance).await?.ok_or(PortError::LoggedOut)?;
        Ok(Caller { account: member.account, scope: member.role.scope(), role: member.role })
    }
}

/// Finds the caller and lets the request through, unless there were too many.
pub async fn admit(State(keeper): State<Doorkeeper>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (found, counted) = keeper.find(&parts).await;
    let mut response = match keeper.limit.take(&counted, Instant::now()) {
        Ok(left) => {
            parts.extensions.insert(Found(found));
            let response = next.run(Request::from_parts(parts, body)).await;
            with_allowance(response, &keeper.limit, left)
        }
        Err(TryAfter(wait)) => {
            let left = Left { attempts: 0, ends_in: wait };
            with_allowance(too_many(wait), &keeper.limit, left)
        }
    };
    // Whoever is refused at the door is told what to bring.
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn too_many(wait: Duration) -> Response {
    let seconds = whole_seconds(wait);
    let sentence = format!("Too many requests. Try again in {seconds} seconds.");
    let mut response = Problem::new(StatusCode::TOO_MANY_REQUESTS, sentence).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn with_allowance(mut response: Response, limit: &AttemptLimit, left: Left) -> Response {
    let (most, window) = limit.quota();
    let policy = format!("{most};w={}", window.as_secs().max(1));
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("ratelimit-limit"), HeaderValue::from(most));
    headers.insert(HeaderName::from_static("ratelimit-remaining"), HeaderValue::from(left.attempts));
    headers
        .insert(HeaderName::from_static("ratelimit-reset"), HeaderValue::from(whole_seconds(left.ends_in)));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(HeaderName::from_static("ratelimit-policy"), policy);
    }
    response
}

/// As many as surely suffice.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_millis().div_ceil(1000).max(1).try_into().unwrap_or(u64::MAX)
}

impl Caller {
    /// Who sent this request.
    pub fn of(extensions: &axum::http::Extensions) -> Result<Caller, Problem> {
        let found = extensions.get::<Found>().map(|Found(found)| found.clone());
        found.unwrap_or_else(|| Err(PortError::LoggedOut.into()))
    }

    fn with(parts: &Parts, needed: Scope) -> Result<Caller, Problem> {
        let caller = Caller::of(&parts.extensions)?;
        if caller.scope < needed { Err(PortError::forbidden(needed).into()) } else { Ok(caller) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CanRead {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Caller::with(parts, Scope::Read).map(|caller| CanRead(caller.account))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CanWrite {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Caller::with(parts, Scope::Write).map(|caller| CanWrite(caller.account))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CanAdmin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Caller::with(parts, Scope::Admin).map(|caller| CanAdmin(caller.account, caller.role))
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
        "This API key opens nothing here. Make one in the settings, or with pitchreel key add.",
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
