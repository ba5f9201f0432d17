//! The team: who acts in an account, and the links by which others join.

use super::PortError;
use domain::{AccountId, Invitation, InvitationId, Member, Role, UserId};
use serde::Serialize;

/// An invitation that was just made, with the only sight of its link.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct NewInvitation {
    #[serde(flatten)]
    pub known: Invitation,
    pub url: String,
}

/// Where an invitation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    pub account_name: String,
    pub role: Role,
}

/// The members of one account. Who is not its owner changes nothing about owners.
#[async_trait::async_trait]
pub trait TeamPort: Send + Sync {
    /// The longest first.
    async fn members(&self, account: &AccountId) -> Result<Vec<Member>, PortError>;
    /// `acting` is who asks.
    async fn set_role(
        &self,
        account: &AccountId,
        acting: Role,
        user: &UserId,
        role: Role,
    ) -> Result<Member, PortError>;
    /// From now on they see nothing of it.
    async fn remove(&self, account: &AccountId, acting: Role, user: &UserId) -> Result<(), PortError>;
    /// Those that are still good, the newest first.
    async fn invitations(&self, account: &AccountId) -> Result<Vec<Invitation>, PortError>;
    /// A link that is good for a week, and for one person.
    async fn invite(&self, account: &AccountId, role: Role) -> Result<NewInvitation, PortError>;
    async fn take_back(&self, account: &AccountId, id: &InvitationId) -> Result<(), PortError>;
    /// Where a link leads, for anybody who has it.
    async fn open(&self, token: &str) -> Result<OpenInvitation, PortError>;
}
