//! Who is asking: published anew for every request.

use super::PortError;
use domain::{AccountId, Member};

/// The person behind this request, and the ways in and out.
#[async_trait::async_trait]
pub trait VisitorPort: Send + Sync {
    /// Who is logged in, and in which account they act.
    async fn member(&self) -> Result<Option<Member>, PortError>;
    /// Whether a stranger may make an account now.
    async fn may_sign_up(&self) -> Result<bool, PortError>;
    /// Lets somebody new in: with an account of their own, or by an invitation, and logs them in.
    async fn sign_up(
        &self,
        email: String,
        password: String,
        invitation: Option<String>,
    ) -> Result<Member, PortError>;
    /// Logs in, and accepts an invitation where there is one. Attempts are limited, and the sentence is the same for a
    /// wrong email and a wrong password.
    async fn log_in(
        &self,
        email: String,
        password: String,
        invitation: Option<String>,
    ) -> Result<Member, PortError>;
    /// Accepts an invitation as whoever is logged in, who acts in its account from now on.
    async fn join(&self, invitation: String) -> Result<Member, PortError>;
    /// The accounts that whoever is logged in is a member of.
    async fn accounts(&self) -> Result<Vec<Member>, PortError>;
    /// Acts in another of their accounts from now on.
    async fn switch(&self, account: AccountId) -> Result<Member, PortError>;
    /// Ends the session.
    async fn log_out(&self) -> Result<(), PortError>;
}
