//! One person, always logged in but at the door: there, and on pages asked for with the cookie `stranger`, nobody is.

use app::ports::{PortError, VisitorPort};
use axum::http::{header, request::Parts};
use domain::{AccountId, Member, Role, Timestamp};
use leptos::prelude::use_context;
use std::sync::Arc;

pub fn member() -> Member {
    Member {
        account: "acc_00000000000000000000000001".parse().expect("an id"),
        account_name: "studio@example.com".into(),
        user: "usr_00000000000000000000000001".parse().expect("an id"),
        email: "studio@example.com".parse().expect("an email"),
        role: Role::Owner,
        joined_at: Timestamp::from_unix_ms(1_790_000_000_000),
    }
}

struct Person;

pub fn provide() {
    crate::publish::<dyn VisitorPort>(Arc::new(Person));
}

#[async_trait::async_trait]
impl VisitorPort for Person {
    async fn member(&self) -> Result<Option<Member>, PortError> {
        let stranger = use_context::<Parts>().is_some_and(|parts| {
            let cookie =
                parts.headers.get(header::COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or("");
            cookie.contains("stranger") || matches!(parts.uri.path(), "/login" | "/signup" | "/join/token")
        });
        Ok((!stranger).then(member))
    }

    async fn may_sign_up(&self) -> Result<bool, PortError> {
        Ok(true)
    }

    async fn sign_up(
        &self,
        email: String,
        password: String,
        _invitation: Option<String>,
    ) -> Result<Member, PortError> {
        email.parse::<domain::Email>().map_err(|problem| PortError::invalid("email", problem.to_string()))?;
        if password.chars().count() < 10 {
            return Err(PortError::invalid("password", "A password has ten characters or more."));
        }
        Ok(member())
    }

    async fn log_in(
        &self,
        _email: String,
        password: String,
        _invitation: Option<String>,
    ) -> Result<Member, PortError> {
        if password == "wrong" {
            return Err(PortError::Conflict {
                sentence: "Email and password do not match. Check both.".into(),
            });
        }
        Ok(member())
    }

    async fn join(&self, _invitation: String) -> Result<Member, PortError> {
        Ok(member())
    }

    async fn accounts(&self) -> Result<Vec<Member>, PortError> {
        let other = Member { account_name: "agency@example.com".into(), role: Role::Member, ..member() };
        Ok(vec![member(), other])
    }

    async fn switch(&self, _account: AccountId) -> Result<Member, PortError> {
        Ok(member())
    }

    async fn log_out(&self) -> Result<(), PortError> {
        Ok(())
    }
}
