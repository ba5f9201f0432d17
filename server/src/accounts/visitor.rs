//! The person behind one request.

use super::{Entrance, entrance::Refused};
use crate::ports::from_store;
use app::ports::{PortError, VisitorPort};
use axum::http::{HeaderValue, header};
use domain::{Account, AccountId};
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc};
use store::StoreError;
use tower_sessions::Session;

const ACCOUNT_KEY: &str = "account";

/// Made anew for every request of a page or a server function.
pub struct Visitor {
    pub entrance: Arc<Entrance>,
    pub session: Session,
    pub address: IpAddr,
    /// The answer under way, for `Retry-After`.
    pub answer: Option<ResponseOptions>,
}

/// The account that this session is logged in as. One that was removed meanwhile is nobody.
pub async fn signed_in(session: &Session, entrance: &Entrance) -> Result<Option<Account>, PortError> {
    let Some(id) = session.get::<AccountId>(ACCOUNT_KEY).await.map_err(broken_session)? else {
        return Ok(None);
    };
    match entrance.accounts().get_account(&id).await {
        Ok(account) => Ok(Some(account)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(from_store(error)),
    }
}

impl Visitor {
    /// Another session id than before, so that one planted by somebody else is worth nothing.
    async fn begin_session(&self, account: &Account) -> Result<(), PortError> {
        self.session.cycle_id().await.map_err(broken_session)?;
        self.session.insert(ACCOUNT_KEY, &account.id).await.map_err(broken_session)
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
    async fn account(&self) -> Result<Option<Account>, PortError> {
        signed_in(&self.session, &self.entrance).await
    }

    async fn may_sign_up(&self) -> Result<bool, PortError> {
        self.entrance.is_open().await
    }

    async fn sign_up(&self, email: String, password: String) -> Result<Account, PortError> {
        let made = self.entrance.sign_up(&email, password, self.address).await;
        let account = made.map_err(|refused| self.refused(refused))?;
        self.begin_session(&account).await?;
        Ok(account)
    }

    async fn log_in(&self, email: String, password: String) -> Result<Account, PortError> {
        let known = self.entrance.log_in(&email, password, self.address).await;
        let account = known.map_err(|refused| self.refused(refused))?;
        self.begin_session(&account).await?;
        Ok(account)
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
