//! One person, always logged in but at the door: there, and on pages asked for with the cookie `stranger`, nobody is.

use app::ports::{PortError, VisitorPort};
use axum::http::{header, request::Parts};
use domain::{Account, AccountId, AccountRole, Timestamp};
use leptos::prelude::use_context;
use std::sync::Arc;

pub fn account() -> Account {
    Account {
        id: "acc_00000000000000000000000001".parse::<AccountId>().expect("an id"),
        email: "studio@example.com".parse().expect("an email"),
        role: AccountRole::Owner,
        created_at: Timestamp::from_unix_ms(1_790_000_000_000),
    }
}

struct Person;

pub fn provide() {
    crate::publish::<dyn VisitorPort>(Arc::new(Person));
}

#[async_trait::async_trait]
impl VisitorPort for Person {
    async fn account(&self) -> Result<Option<Account>, PortError> {
        let stranger = use_context::<Parts>().is_some_and(|parts| {
            let cookie =
                parts.headers.get(header::COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or("");
            cookie.contains("stranger") || matches!(parts.uri.path(), "/login" | "/signup")
        });
        Ok((!stranger).then(account))
    }

    async fn may_sign_up(&self) -> Result<bool, PortError> {
        Ok(true)
    }

    async fn sign_up(&self, email: String, password: String) -> Result<Account, PortError> {
        email.parse::<domain::Email>().map_err(|problem| PortError::invalid("email", problem.to_string()))?;
        if password.chars().count() < 10 {
            return Err(PortError::invalid("password", "A password has ten characters or more."));
        }
        Ok(account())
    }

    async fn log_in(&self, _email: String, password: String) -> Result<Account, PortError> {
        if password == "wrong" {
            return Err(PortError::Conflict {
                sentence: "Email and password do not match. Check both.".into(),
            });
        }
        Ok(account())
    }

    async fn log_out(&self) -> Result<(), PortError> {
        Ok(())
    }
}
