//! Who is asking: published anew for every request.

use super::PortError;
use domain::Account;

/// The person behind this request, and the ways in and out.
#[async_trait::async_trait]
pub trait VisitorPort: Send + Sync {
    /// The account that is logged in.
    async fn account(&self) -> Result<Option<Account>, PortError>;
    /// Whether a stranger may make an account now.
    async fn may_sign_up(&self) -> Result<bool, PortError>;
    /// Makes an account and logs it in.
    async fn sign_up(&self, email: String, password: String) -> Result<Account, PortError>;
    /// Logs in; attempts are limited, and the sentence is the same for a wrong email and a wrong password.
    async fn log_in(&self, email: String, password: String) -> Result<Account, PortError>;
    /// Ends the session.
    async fn log_out(&self) -> Result<(), PortError>;
}
