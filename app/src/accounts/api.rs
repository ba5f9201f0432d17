//! Signing up, logging in and out.

use crate::ports::CallError;
use leptos::prelude::*;

/// Lets somebody new in, with an account of their own or by an invitation, and leads on.
#[server(prefix = "/rpc", endpoint = "sign_up")]
pub async fn sign_up(
    email: String,
    password: String,
    #[server(default)] next: String,
    #[server(default)] invitation: String,
) -> Result<(), CallError> {
    use crate::ports::{VisitorPort, port};
    lead_in(port::<dyn VisitorPort>()?.sign_up(email, password, given(invitation)).await, &next)
}

/// Logs in, accepts an invitation where there is one, and leads on.
#[server(prefix = "/rpc", endpoint = "log_in")]
pub async fn log_in(
    email: String,
    password: String,
    #[server(default)] next: String,
    #[server(default)] invitation: String,
) -> Result<(), CallError> {
    use crate::ports::{VisitorPort, port};
    lead_in(port::<dyn VisitorPort>()?.log_in(email, password, given(invitation)).await, &next)
}

/// Ends the session and leads to the door.
#[server(prefix = "/rpc", endpoint = "log_out")]
pub async fn log_out() -> Result<(), CallError> {
    use crate::{
        call::answer,
        ports::{VisitorPort, port},
    };
    answer(port::<dyn VisitorPort>()?.log_out().await)?;
    leptos_axum::redirect("/login");
    Ok(())
}

/// An empty field of a form is none.
#[cfg(feature = "ssr")]
fn given(invitation: String) -> Option<String> {
    Some(invitation).filter(|token| !token.is_empty())
}

/// Whoever came in is led to the page that they wanted.
#[cfg(feature = "ssr")]
fn lead_in(came: Result<domain::Member, crate::ports::PortError>, next: &str) -> Result<(), CallError> {
    crate::call::answer(came)?;
    leptos_axum::redirect(super::safe_way_back(Some(next)));
    Ok(())
}
