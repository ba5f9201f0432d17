//! People.

use super::{
    SqlStore, Write,
    db::sql,
    members::{MemberRow, admit, use_invitation},
    rows::word,
};
use crate::{Admission, Credentials, NewUser, StoreError, UserStore};
use async_trait::async_trait;
use domain::{AccountId, Email, Member, Role, Timestamp, User, UserId};
use sqlx::prelude::FromRow;

#[derive(FromRow)]
struct UserRow {
    id: String,
    email: String,
    role: String,
    password_phc: String,
    created_at_ms: i64,
}

#[async_trait]
impl UserStore for SqlStore {
    async fn create_user(&self, new: NewUser) -> Result<Member, StoreError> {
        let made = match self.insert_user(&new).await {
            // Somebody else became the owner between our look and our write: now we see it.
            Err(error) if error.is_repeat() => self.insert_user(&new).await?,
            other => other?,
        };
        match (made, new.admission) {
            (Some(member), _) => Ok(member),
            (None, Admission::FirstOnly) => Err(StoreError::Conflict(
                "Sign-up is closed. Ask the owner of this studio for an invitation.",
            )),
            (None, Admission::Open | Admission::Invited(_)) => {
                Err(StoreError::Conflict("There is an account with this email already."))
            }
        }
    }

    async fn find_credentials(&self, email: &Email) -> Result<Option<Credentials>, StoreError> {
        let row: Option<UserRow> = sql("SELECT * FROM users WHERE email = $1")
            .bind(email.as_str())
            .fetch_optional(&mut self.look().await?)
            .await?;
        row.map(UserRow::into_credentials).transpose()
    }

    async fn has_users(&self) -> Result<bool, StoreError> {
        sql("SELECT EXISTS (SELECT 1 FROM users)").scalar(&mut self.look().await?).await
    }

    async fn find_member(
        &self,
        user: &UserId,
        account: Option<&AccountId>,
    ) -> Result<Option<Member>, StoreError> {
        let row: Option<MemberRow> = sql("SELECT members.*, users.email, accounts.name AS account_name
             FROM members JOIN users ON users.id = members.user_id JOIN accounts ON accounts.id = members.account_id
             WHERE members.user_id = $1
             ORDER BY CASE WHEN members.account_id = $2 THEN 0 ELSE 1 END, joined_at_ms, account_id LIMIT 1")
        .bind(user.as_str())
        .bind(account.map_or("", AccountId::as_str))
        .fetch_optional(&mut self.look().await?)
        .await?;
        row.map(MemberRow::into_member).transpose()
    }

    async fn memberships(&self, user: &UserId) -> Result<Vec<Member>, StoreError> {
        let rows: Vec<MemberRow> = sql("SELECT members.*, users.email, accounts.name AS account_name
             FROM members JOIN users ON users.id = members.user_id JOIN accounts ON accounts.id = members.account_id
             WHERE members.user_id = $1 ORDER BY joined_at_ms, account_id")
        .bind(user.as_str())
        .fetch_all(&mut self.look().await?)
        .await?;
        rows.into_iter().map(MemberRow::into_member).collect()
    }
}

impl SqlStore {
    /// Nothing where sign-up is closed or the email is taken.
    async fn insert_user(&self, new: &NewUser) -> Result<Option<Member>, StoreError> {
        let mut write = self.begin().await?;
        // Whether it is the first is decided by the statement that inserts it, and by the index on the owner.
        let made: Option<UserRow> = sql("INSERT INTO users (id, email, role, password_phc, created_at_ms)
             SELECT $1, $2, CASE WHEN EXISTS (SELECT 1 FROM users) THEN $3 ELSE 'owner' END, $4, $5
             WHERE $6 OR NOT EXISTS (SELECT 1 FROM users)
             ON CONFLICT (email) DO NOTHING
             RETURNING *")
        .bind(UserId::generate().as_str())
        .bind(new.email.as_str())
        .bind(new.role.as_str())
        .bind(&new.password_phc)
        .bind(write.now_ms)
        .bind(new.admission != Admission::FirstOnly)
        .fetch_optional(&mut write.tx)
        .await?;
        let Some(user) = made else { return Ok(None) };
        let (account, role) = match &new.admission {
            Admission::Invited(token_hash) => use_invitation(&mut write, token_hash).await?,
            Admission::FirstOnly | Admission::Open => (write.insert_account(&user.email).await?, Role::Owner),
        };
        let member = admit(&mut write, &account, &user.id, role).await?;
        write.commit().await?;
        member.map(Some).ok_or(StoreError::NotFound)
    }
}

impl Write {
    /// An account with nobody in it yet. The columns of old get values that nobody has.
    async fn insert_account(&mut self, name: &str) -> Result<String, StoreError> {
        let id = AccountId::generate();
        sql("INSERT INTO accounts (id, name, email, role, password_phc, created_at_ms)
             VALUES ($1, $2, $1, 'member', '', $3)")
        .bind(id.as_str())
        .bind(name)
        .bind(self.now_ms)
        .execute(&mut self.tx)
        .await?;
        Ok(id.into())
    }
}

impl UserRow {
    fn into_credentials(self) -> Result<Credentials, StoreError> {
        let user = User {
            id: word(&self.id)?,
            email: word(&self.email)?,
            role: word(&self.role)?,
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
        };
        Ok(Credentials { user, password_phc: self.password_phc })
    }
}
