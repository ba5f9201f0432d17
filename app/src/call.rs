//! What every server function does first and last: learn who asks, and refuse with the right status.
//!
//! A form that was sent without the script is always answered with a redirect; only calls by the script get a status.

use crate::ports::{CallError, PortError, VisitorPort, port};
use axum::http::{header, request::Parts};
use domain::Account;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The account behind this request, for a call that needs one.
pub async fn caller() -> Result<Account, CallError> {
    let visitor = port::<dyn VisitorPort>()?;
    answer(visitor.account().await.and_then(|account| account.ok_or(PortError::LoggedOut)))
}

/// The account behind this request, for pages and pictures that strangers may come to.
pub async fn visitor() -> Result<Option<Account>, CallError> {
    Ok(port::<dyn VisitorPort>()?.account().await?)
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
