//! People: who may log in. Only hashes of passwords come here, made elsewhere.

use crate::StoreError;
use domain::{AccountId, Email, Member, Role, User, UserId};

/// Somebody new.
#[derive(Clone)]
pub struct NewUser {
    pub email: Email,
    /// The password's hash in PHC form (`$argon2id$…`).
    pub password_phc: String,
    /// The role in the installation of everybody but the first, who is always the owner.
    pub role: Role,
    pub admission: Admission,
}

/// How somebody comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// Only as the first one, the owner, with an account of their own.
    FirstOnly,
    /// Any number, each with an account of their own.
    Open,
    /// By the invitation with this hash, as a member of its account and with none of their own.
    Invited(String),
}

/// What a log-in is checked against.
#[derive(Clone)]
pub struct Credentials {
    pub user: User,
    pub password_phc: String,
}

/// The people of this installation.
#[async_trait::async_trait]
pub trait UserStore: Send + Sync {
    /// Lets somebody in. However many try at once, exactly one is the first and becomes the owner, and an invitation
    /// lets in one. `Conflict` when sign-up is closed or the email is taken, `NotFound` for an invitation that is over.
    async fn create_user(&self, new: NewUser) -> Result<Member, StoreError>;
    /// What to check a password against, if there is such a person.
    async fn find_credentials(&self, email: &Email) -> Result<Option<Credentials>, StoreError>;
    /// Whether anybody is here.
    async fn has_users(&self) -> Result<bool, StoreError>;
    /// This person in that account; without one, or where they are no member of it any more, in the account that they
    /// have been in for longest. Nothing where they are in none, or gone.
    async fn find_member(
        &self,
        user: &UserId,
        account: Option<&AccountId>,
    ) -> Result<Option<Member>, StoreError>;
    /// Every account that this person is in, the longest first.
    async fn memberships(&self, user: &UserId) -> Result<Vec<Member>, StoreError>;
}
