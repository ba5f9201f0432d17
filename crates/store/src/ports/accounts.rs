//! Accounts: who may log in. Only hashes of passwords come here, made elsewhere.

use crate::StoreError;
use domain::{Account, AccountId, AccountRole, Email};

/// An account to be made.
#[derive(Clone)]
pub struct NewAccount {
    pub email: Email,
    /// The password's hash in PHC form (`$argon2id$…`).
    pub password_phc: String,
    /// The role of every account but the first, which is always the owner.
    pub role: AccountRole,
    pub admission: Admission,
}

/// Whether an account may be made beside those that exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Only the first one, the owner.
    FirstOnly,
    /// Any number.
    Open,
}

/// What a log-in is checked against.
#[derive(Clone)]
pub struct Credentials {
    pub account: Account,
    pub password_phc: String,
}

/// The accounts of this installation.
#[async_trait::async_trait]
pub trait AccountStore: Send + Sync {
    /// Makes an account. However many try at once, exactly one is the first and becomes the owner.
    /// `Conflict` when sign-up is closed or the email is taken.
    async fn create_account(&self, new: NewAccount) -> Result<Account, StoreError>;
    async fn get_account(&self, id: &AccountId) -> Result<Account, StoreError>;
    /// What to check a password against, if there is such an account.
    async fn find_credentials(&self, email: &Email) -> Result<Option<Credentials>, StoreError>;
    /// Whether any account exists.
    async fn has_accounts(&self) -> Result<bool, StoreError>;
}
