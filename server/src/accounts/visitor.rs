//! The person behind one request.

use super::{Entrance, Invitations, entrance::Refused};
use app::ports::{PortError, VisitorPort};
use axum::http::{HeaderValue, header};
use domain::{AccountId, Member, UserId};
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc};
use tower_sessions::Session;

const USER_KEY: &str = "user";
/// The account that they act in. Sessions from when one person was one account have this alone.
const ACCOUNT_KEY: &str = "account";
const ALONE: &str = "You are in no team here any more. Ask for an invitation.";

/// Made anew for every request of a page or a server function.
pub struct Visitor {
    pub entrance: Arc<Entrance>,
    pub invitations: Arc<Invitations>,
    pub session: Session,
    pub address: IpAddr,
    /// The answer under way, for `Retry-After`.
    pub answer: Option<ResponseOptions>,
}

/// Who is logged in with this session. One who was removed meanwhile is nobody.
pub async fn signed_in(session: &Session, entrance: &Entrance) -> Result<Option<Member>, PortError> {
    let account = session.get::<AccountId>(ACCOUNT_KEY).await.map_err(broken_session)?;
    let user = session.get::<UserId>(USER_KEY).await.map_err(broken_session)?;
    let Some(user) = user.or_else(|| account.as_ref().and_then(first_of)) else { return Ok(None) };
    entrance.member(&user, account.as_ref()).await
}

/// Whoever was an account has its number as a person.
fn first_of(account: &AccountId) -> Option<UserId> {
    account.as_str().strip_prefix("acc_").and_then(|number| format!("usr_{number}").parse().ok())
}

impl Visitor {
    /// Another session id than before, so that one planted by somebody else is worth nothing.
    async fn begin_session(&self, member: &Member) -> Result<(), PortError> {
        self.session.cycle_id().await.map_err(broken_session)?;
        self.session.insert(USER_KEY, &member.user).await.map_err(broken_session)?;
        self.session.insert(ACCOUNT_KEY, &member.account).await.map_err(broken_session)
    }

    async fn logged_in(&self) -> Result<Member, PortError> {
        signed_in(&self.session, &self.entrance).await?.ok_or(PortError::LoggedOut)
    }

    fn refused(&self, refused: Refused) -> PortError {
        let wait = refused.try_after.map(|wait| HeaderValue::from(wait.as_secs().max(1)));
        if let (Some(wait), Some(answer)) = (wait, &self.answer) {
            answer.insert_header(header::RETRY_AFTER, wait);
        }
        refused.error
    }
}

#[async_trait::async_trait]
impl VisitorPort for Visitor {
    async fn member(&self) -> Result<Option<Member>, PortError> {
        signed_in(&self.session, &self.entrance).await
    }

    async fn may_sign_up(&self) -> Result<bool, PortError> {
        self.entrance.is_open().await
    }

    async fn sign_up(
        &self,
        email: String,
        password: String,
        invitation: Option<String>,
    ) -> Result<Member, PortError> {
        let invitation = invitation.map(|token| Invitations::hash(&token));
        let came = self.entrance.sign_up(&email, password, invitation, self.address).await;
        let member = came.map_err(|refused| self.refused(refused))?;
        self.begin_session(&member).await?;
        Ok(member)
    }

    async fn log_in(
        &self,
        email: String,
        password: String,
        invitation: Option<String>,
    ) -> Result<Member, PortError> {
        let known = self.entrance.log_in(&email, password, self.address).await;
        let user = known.map_err(|refused| self.refused(refused))?;
        let member = match invitation {
            Some(token) => self.invitations.accept(&token, &user.id).await?,
            None => {
                let alone = PortError::Conflict { sentence: ALONE.into() };
                self.entrance.member(&user.id, None).await?.ok_or(alone)?
            }
        };
        self.begin_session(&member).await?;
        Ok(member)
    }

    async fn join(&self, invitation: String) -> Result<Member, PortError> {
        let before = self.logged_in().await?;
        let member = self.invitations.accept(&invitation, &before.user).await?;
        self.begin_session(&member).await?;
        Ok(member)
    }

    async fn accounts(&self) -> Result<Vec<Member>, PortError> {
        self.entrance.memberships(&self.logged_in().await?.user).await
    }

    async fn switch(&self, account: AccountId) -> Result<Member, PortError> {
        let before = self.logged_in().await?;
        let member = self.entrance.member(&before.user, Some(&account)).await?;
        let member = member.filter(|member| member.account == account).ok_or(PortError::NotFound)?;
        self.begin_session(&member).await?;
        Ok(member)
    }

    async fn log_out(&self) -> Result<(), PortError> {
        self.session.flush().await.map_err(broken_session)
    }
}

fn broken_session(error: tower_sessions::session::Error) -> PortError {
    tracing::error!(%error, "a session could not be read or written");
    PortError::Unavailable {
        sentence: "The studio cannot tell who you are right now. Try again in a moment.".into(),
    }
}
