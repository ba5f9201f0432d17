//! Signing up, logging in and out.

use crate::ports::CallError;
use leptos::prelude::*;

/// Makes an account, logs it in and leads on.
#[server(prefix = "/rpc", endpoint = "sign_up")]
pub async fn sign_up(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), CallError> {
    use crate::ports::{VisitorPort, port};
    lead_in(port::<dyn VisitorPort>()?.sign_up(email, password).await, &next)
}

/// Logs in and leads on.
#[server(prefix = "/rpc", endpoint = "log_in")]
pub async fn log_in(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), CallError> {
    use crate::ports::{VisitorPort, port};
    lead_in(port::<dyn VisitorPort>()?.log_in(email, password).await, &next)
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

/// Whoever came in is led to the page that they wanted.
#[cfg(feature = "ssr")]
fn lead_in(came: Result<domain::Account, crate::ports::PortError>, next: &str) -> Result<(), CallError> {
    crate::call::answer(came)?;
    leptos_axum::redirect(super::safe_way_back(Some(next)));
    Ok(())
}
