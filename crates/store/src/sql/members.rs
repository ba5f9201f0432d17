//! The members of accounts, and invitations.

use super::{
    SqlStore, Write,
    db::{sql, sql_of},
    rows::word,
};
use crate::{OpenInvitation, StoreError, TeamStore};
use async_trait::async_trait;
use domain::{AccountId, Invitation, InvitationId, Member, Role, Timestamp, UserId};
use sqlx::prelude::FromRow;
use std::time::Duration;

const INVITATIONS_MAX: i64 = 100;
const MEMBERS_MAX: i64 = 500;

/// One row of `members`, with what people and accounts are called.
#[derive(FromRow)]
pub(super) struct MemberRow {
    account_id: String,
    account_name: String,
    user_id: String,
    email: String,
    role: String,
    joined_at_ms: i64,
}

#[derive(FromRow)]
struct InvitationRow {
    id: String,
    role: String,
    created_at_ms: i64,
    ends_at_ms: i64,
}

#[derive(FromRow)]
struct InvitedRow {
    account_name: String,
    role: String,
}

#[async_trait]
impl TeamStore for SqlStore {
    async fn list_members(&self, account: &AccountId) -> Result<Vec<Member>, StoreError> {
        let rows: Vec<MemberRow> = sql("SELECT members.*, users.email, accounts.name AS account_name
             FROM members JOIN users ON users.id = members.user_id JOIN accounts ON accounts.id = members.account_id
             WHERE members.account_id = $1 ORDER BY joined_at_ms, user_id")
        .bind(account.as_str())
        .fetch_all(&mut self.look().await?)
        .await?;
        rows.into_iter().map(MemberRow::into_member).collect()
    }

    async fn set_role(&self, account: &AccountId, user: &UserId, role: Role) -> Result<Member, StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        let changed = sql("UPDATE members SET role = $1 WHERE account_id = $2 AND user_id = $3")
            .bind(role.as_str())
            .bind(account.as_str())
            .bind(user.as_str())
            .execute(&mut write.tx)
            .await?;
        if changed == 0 {
            return Err(StoreError::NotFound);
        }
        write.keep_an_owner(account).await?;
        let member = write.member(account.as_str(), user.as_str()).await?.ok_or(StoreError::NotFound)?;
        write.commit().await?;
        Ok(member)
    }

    async fn remove_member(&self, account: &AccountId, user: &UserId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        let gone = sql("DELETE FROM members WHERE account_id = $1 AND user_id = $2")
            .bind(account.as_str())
            .bind(user.as_str())
            .execute(&mut write.tx)
            .await?;
        if gone == 0 {
            return Err(StoreError::NotFound);
        }
        write.keep_an_owner(account).await?;
        write.commit().await
    }

    async fn add_invitation(
        &self,
        account: &AccountId,
        role: Role,
        token_hash: &str,
        lasts: Duration,
    ) -> Result<Invitation, StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        sql("DELETE FROM invitations WHERE account_id = $1 AND ends_at_ms <= $2")
            .bind(account.as_str())
            .bind(write.now_ms)
            .execute(&mut write.tx)
            .await?;
        let kept: i64 = sql("SELECT count(*) FROM invitations WHERE account_id = $1")
            .bind(account.as_str())
            .scalar(&mut write.tx)
            .await?;
        if kept >= INVITATIONS_MAX {
            return Err(StoreError::Conflict(
                "There are 100 open invitations, which is as many as may. Take one back.",
            ));
        }
        let row: InvitationRow =
            sql("INSERT INTO invitations (id, account_id, token_hash, role, created_at_ms, ends_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6) RETURNING *")
            .bind(InvitationId::generate().as_str())
            .bind(account.as_str())
            .bind(token_hash)
            .bind(role.as_str())
            .bind(write.now_ms)
            .bind(write.now_ms.saturating_add(i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX)))
            .fetch_one(&mut write.tx)
            .await?;
        write.commit().await?;
        row.into_invitation()
    }

    async fn list_invitations(&self, account: &AccountId) -> Result<Vec<Invitation>, StoreError> {
        let now = self.dialect().now();
        let rows: Vec<InvitationRow> = sql_of(format!(
            "SELECT * FROM invitations WHERE account_id = $1 AND ends_at_ms > ({now}) ORDER BY id DESC"
        ))
        .bind(account.as_str())
        .fetch_all(&mut self.look().await?)
        .await?;
        rows.into_iter().map(InvitationRow::into_invitation).collect()
    }

    async fn remove_invitation(&self, account: &AccountId, id: &InvitationId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let gone = sql("DELETE FROM invitations WHERE id = $1 AND account_id = $2")
            .bind(id.as_str())
            .bind(account.as_str())
            .execute(&mut write.tx)
            .await?;
        write.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    async fn find_invitation(&self, token_hash: &str) -> Result<OpenInvitation, StoreError> {
        let now = self.dialect().now();
        let row: InvitedRow = sql_of(format!(
            "SELECT accounts.name AS account_name, invitations.role
             FROM invitations JOIN accounts ON accounts.id = account_id
             WHERE token_hash = $1 AND ends_at_ms > ({now})"
        ))
        .bind(token_hash)
        .fetch_one(&mut self.look().await?)
        .await?;
        Ok(OpenInvitation { account_name: row.account_name, role: word(&row.role)? })
    }

    async fn accept_invitation(&self, token_hash: &str, user: &UserId) -> Result<Member, StoreError> {
        let mut write = self.begin().await?;
        let (account, role) = use_invitation(&mut write, token_hash).await?;
        let member = admit(&mut write, &account, user.as_str(), role).await?;
        let member = member.ok_or(StoreError::Conflict("You are a member of this team already."))?;
        write.commit().await?;
        Ok(member)
    }
}

/// Ends an invitation, and says to which account it leads and as what.
pub(super) async fn use_invitation(
    write: &mut Write,
    token_hash: &str,
) -> Result<(String, Role), StoreError> {
    let used: Option<(String, String)> =
        sql("DELETE FROM invitations WHERE token_hash = $1 AND ends_at_ms > $2 RETURNING account_id, role")
            .bind(token_hash)
            .bind(write.now_ms)
            .fetch_optional(&mut write.tx)
            .await?;
    let (account, role) = used.ok_or(StoreError::NotFound)?;
    Ok((account, word(&role)?))
}

/// Makes somebody a member; nothing where they are one already.
pub(super) async fn admit(
    write: &mut Write,
    account: &str,
    user: &str,
    role: Role,
) -> Result<Option<Member>, StoreError> {
    let here: i64 =
        sql("SELECT count(*) FROM members WHERE account_id = $1").bind(account).scalar(&mut write.tx).await?;
    if here >= MEMBERS_MAX {
        return Err(StoreError::Conflict("This team has 500 members, which is as many as may."));
    }
    let admitted =
        sql("INSERT INTO members (account_id, user_id, role, joined_at_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, user_id) DO NOTHING")
        .bind(account)
        .bind(user)
        .bind(role.as_str())
        .bind(write.now_ms)
        .execute(&mut write.tx)
        .await?;
    if admitted == 0 { Ok(None) } else { write.member(account, user).await }
}

impl Write {
    async fn member(&mut self, account: &str, user: &str) -> Result<Option<Member>, StoreError> {
        let row: Option<MemberRow> = sql("SELECT members.*, users.email, accounts.name AS account_name
             FROM members JOIN users ON users.id = members.user_id JOIN accounts ON accounts.id = members.account_id
             WHERE members.account_id = $1 AND members.user_id = $2")
        .bind(account)
        .bind(user)
        .fetch_optional(&mut self.tx)
        .await?;
        row.map(MemberRow::into_member).transpose()
    }

    /// The account is locked, so nobody else takes the last owner away meanwhile.
    async fn keep_an_owner(&mut self, account: &AccountId) -> Result<(), StoreError> {
        let owned: bool =
            sql("SELECT EXISTS (SELECT 1 FROM members WHERE account_id = $1 AND role = 'owner')")
                .bind(account.as_str())
                .scalar(&mut self.tx)
                .await?;
        let sentence = "An account has an owner. Make somebody else the owner first.";
        owned.then_some(()).ok_or(StoreError::Conflict(sentence))
    }
}

impl MemberRow {
    pub fn into_member(self) -> Result<Member, StoreError> {
        Ok(Member {
            account: word(&self.account_id)?,
            account_name: self.account_name,
            user: word(&self.user_id)?,
            email: word(&self.email)?,
            role: word(&self.role)?,
            joined_at: Timestamp::from_unix_ms(self.joined_at_ms),
        })
    }
}

impl InvitationRow {
    fn into_invitation(self) -> Result<Invitation, StoreError> {
        Ok(Invitation {
            id: word(&self.id)?,
            role: word(&self.role)?,
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
            ends_at: Timestamp::from_unix_ms(self.ends_at_ms),
        })
    }
}
