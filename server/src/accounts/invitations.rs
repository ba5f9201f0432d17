//! The team of an account: who acts in it, as what, and the links by which others join. A link has 256 random bits, so
//! a plain hash of it is safe to keep.

use crate::ports::from_store;
use app::ports::{NewInvitation, OpenInvitation, PortError, TeamPort};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{AccountId, Invitation, InvitationId, Member, Role, UserId};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};
use store::TeamStore;

/// How long a link is good.
const LASTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);
const OWNERS_ALONE: &str = "Only an owner changes who the owners are.";

/// The teams of all accounts.
pub struct Invitations {
    pub team: Arc<dyn TeamStore>,
    /// Where links lead, with no slash at its end.
    pub public_url: Arc<str>,
}

impl Invitations {
    /// What is kept of the secret part of a link.
    pub fn hash(token: &str) -> String {
        Sha256::digest(token.trim()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Makes somebody a member.
    pub async fn accept(&self, token: &str, user: &UserId) -> Result<Member, PortError> {
        self.team.accept_invitation(&Self::hash(token), user).await.map_err(from_store)
    }

    /// Whoever is no owner makes none, and takes the role or the place of none.
    async fn may_change(
        &self,
        account: &AccountId,
        acting: Role,
        user: &UserId,
        to: Option<Role>,
    ) -> Result<(), PortError> {
        if acting == Role::Owner {
            return Ok(());
        }
        let members = self.members(account).await?;
        let member = members.iter().find(|member| member.user == *user).ok_or(PortError::NotFound)?;
        if member.role == Role::Owner || to == Some(Role::Owner) {
            return Err(PortError::Forbidden { sentence: OWNERS_ALONE.into() });
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl TeamPort for Invitations {
    async fn members(&self, account: &AccountId) -> Result<Vec<Member>, PortError> {
        self.team.list_members(account).await.map_err(from_store)
    }

    async fn set_role(
        &self,
        account: &AccountId,
        acting: Role,
        user: &UserId,
        role: Role,
    ) -> Result<Member, PortError> {
        self.may_change(account, acting, user, Some(role)).await?;
        self.team.set_role(account, user, role).await.map_err(from_store)
    }

    async fn remove(&self, account: &AccountId, acting: Role, user: &UserId) -> Result<(), PortError> {
        self.may_change(account, acting, user, None).await?;
        self.team.remove_member(account, user).await.map_err(from_store)
    }

    async fn invitations(&self, account: &AccountId) -> Result<Vec<Invitation>, PortError> {
        self.team.list_invitations(account).await.map_err(from_store)
    }

    async fn invite(&self, account: &AccountId, role: Role) -> Result<NewInvitation, PortError> {
        if role == Role::Owner {
            let sentence = "Invite an admin or a member; an owner can make them an owner then.";
            return Err(PortError::invalid("role", sentence));
        }
        let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
        let kept = self.team.add_invitation(account, role, &Self::hash(&token), LASTS).await;
        let url = format!("{}/join/{token}", self.public_url);
        Ok(NewInvitation { known: kept.map_err(from_store)?, url })
    }

    async fn take_back(&self, account: &AccountId, id: &InvitationId) -> Result<(), PortError> {
        self.team.remove_invitation(account, id).await.map_err(from_store)
    }

    async fn open(&self, token: &str) -> Result<OpenInvitation, PortError> {
        let open = self.team.find_invitation(&Self::hash(token)).await.map_err(from_store)?;
        Ok(OpenInvitation { account_name: open.account_name, role: open.role })
    }
}
