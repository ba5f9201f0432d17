//! Who calls the API: the account of the browser's session, or nobody and a 401.

use super::problem::Problem;
use crate::accounts::{Entrance, signed_in};
use app::ports::PortError;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
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
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let session = parts.extensions.get::<Session>().cloned().ok_or(PortError::LoggedOut)?;
        let entrance = Arc::<Entrance>::from_ref(state);
        let account = signed_in(&session, &entrance).await?.ok_or(PortError::LoggedOut)?;
        Ok(Caller(account.id))
    }
}
