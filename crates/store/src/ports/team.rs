//! Teams: the members of an account, and the links by which others become members.

use crate::StoreError;
use domain::{AccountId, Invitation, InvitationId, Member, Role, UserId};
use std::time::Duration;

/// An invitation, and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    pub account_name: String,
    pub role: Role,
}

/// The members of accounts.
#[async_trait::async_trait]
pub trait TeamStore: Send + Sync {
    /// The longest first.
    async fn list_members(&self, account: &AccountId) -> Result<Vec<Member>, StoreError>;
    /// `Conflict` where it would leave the account with no owner.
    async fn set_role(&self, account: &AccountId, user: &UserId, role: Role) -> Result<Member, StoreError>;
    /// `Conflict` where it would leave the account with no owner.
    async fn remove_member(&self, account: &AccountId, user: &UserId) -> Result<(), StoreError>;
    /// Keeps an invitation that is good for so long. `Conflict` when the account has as many as it may.
    async fn add_invitation(
        &self,
        account: &AccountId,
        role: Role,
        token_hash: &str,
        lasts: Duration,
    ) -> Result<Invitation, StoreError>;
    /// Those that are still good, the newest first.
    async fn list_invitations(&self, account: &AccountId) -> Result<Vec<Invitation>, StoreError>;
    async fn remove_invitation(&self, account: &AccountId, id: &InvitationId) -> Result<(), StoreError>;
    /// Where an invitation leads; `NotFound` when it is over.
    async fn find_invitation(&self, token_hash: &str) -> Result<OpenInvitation, StoreError>;
    /// Makes somebody a member by an invitation, which is over then. `NotFound` when it is over already, `Conflict`
    /// for a member.
    async fn accept_invitation(&self, token_hash: &str, user: &UserId) -> Result<Member, StoreError>;
}
