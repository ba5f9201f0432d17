//! What every server function does first and last: learn who asks, and refuse with the right status.
//!
//! A form that was sent without the script is always answered with a redirect; only calls by the script get a status.

use crate::ports::{CallError, PortError, VisitorPort, port};
use axum::http::{header, request::Parts};
use domain::{Member, Scope};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The account behind this request, for a call that needs one.
pub async fn caller() -> Result<Member, CallError> {
    let visitor = port::<dyn VisitorPort>()?;
    answer(visitor.member().await.and_then(|member| member.ok_or(PortError::LoggedOut)))
}

/// The same for a call that not every member may make.
pub async fn admin() -> Result<Member, CallError> {
    let member = caller().await?;
    match member.role.scope() {
        Scope::Admin => Ok(member),
        Scope::Read | Scope::Write => answer(Err(PortError::forbidden(Scope::Admin))),
    }
}

/// The account behind this request, for pages and pictures that strangers may come to.
pub async fn visitor() -> Result<Option<Member>, CallError> {
    Ok(port::<dyn VisitorPort>()?.member().await?)
}

/// What a port said, as the answer of a server function.
pub fn answer<T>(said: Result<T, PortError>) -> Result<T, CallError> {
    said.map_err(|error| {
        if let (false, Some(response)) = (wants_page(), use_context::<ResponseOptions>()) {
            response.set_status(error.status());
        }
        CallError::Port(error)
    })
}

/// Whether a browser without the script sent this form, and waits for a page.
pub fn wants_page() -> bool {
    let accept = use_context::<Parts>().and_then(|parts| parts.headers.get(header::ACCEPT).cloned());
    accept.is_some_and(|accept| accept.to_str().is_ok_and(|types| types.contains("text/html")))
}
