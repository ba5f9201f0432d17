//! Accounts.

use super::{SqlStore, db::sql, rows::word};
use crate::{AccountStore, Admission, Credentials, NewAccount, StoreError};
use async_trait::async_trait;
use domain::{Account, AccountId, Email, Timestamp};
use sqlx::prelude::FromRow;

#[derive(FromRow)]
struct AccountRow {
    id: String,
    email: String,
    role: String,
    password_phc: String,
    created_at_ms: i64,
}

#[async_trait]
impl AccountStore for SqlStore {
    async fn create_account(&self, new: NewAccount) -> Result<Account, StoreError> {
        let made = match self.insert_account(&new).await {
            // Somebody else became the owner between our look and our write: now we see it.
            Err(error) if error.is_repeat() => self.insert_account(&new).await?,
            other => other?,
        };
        match (made, new.admission) {
            (Some(row), _) => row.into_account(),
            (None, Admission::FirstOnly) => {
                Err(StoreError::Conflict("Sign-up is closed. Ask the owner of this studio for an account."))
            }
            (None, Admission::Open) => {
                Err(StoreError::Conflict("There is an account with this email already."))
            }
        }
    }

    async fn get_account(&self, id: &AccountId) -> Result<Account, StoreError> {
        let row: AccountRow = sql("SELECT * FROM accounts WHERE id = $1")
            .bind(id.as_str())
            .fetch_one(&mut self.look().await?)
            .await?;
        row.into_account()
    }

    async fn find_credentials(&self, email: &Email) -> Result<Option<Credentials>, StoreError> {
        let row: Option<AccountRow> = sql("SELECT * FROM accounts WHERE email = $1")
            .bind(email.as_str())
            .fetch_optional(&mut self.look().await?)
            .await?;
        row.map(AccountRow::into_credentials).transpose()
    }

    async fn has_accounts(&self) -> Result<bool, StoreError> {
        sql("SELECT EXISTS (SELECT 1 FROM accounts)").scalar(&mut self.look().await?).await
    }
}

impl SqlStore {
    async fn insert_account(&self, new: &NewAccount) -> Result<Option<AccountRow>, StoreError> {
        let mut write = self.begin().await?;
        // Whether it is the first is decided by the statement that inserts it, and by the index on the owner.
        let made = sql("INSERT INTO accounts (id, email, role, password_phc, created_at_ms)
             SELECT $1, $2, CASE WHEN EXISTS (SELECT 1 FROM accounts) THEN $3 ELSE 'owner' END, $4, $5
             WHERE $6 OR NOT EXISTS (SELECT 1 FROM accounts)
             ON CONFLICT (email) DO NOTHING
             RETURNING id, email, role, password_phc, created_at_ms")
        .bind(AccountId::generate().as_str())
        .bind(new.email.as_str())
        .bind(new.role.as_str())
        .bind(&new.password_phc)
        .bind(write.now_ms)
        .bind(new.admission == Admission::Open)
        .fetch_optional(&mut write.tx)
        .await?;
        write.commit().await?;
        Ok(made)
    }
}

impl AccountRow {
    fn into_account(self) -> Result<Account, StoreError> {
        Ok(Account {
            id: word(&self.id)?,
            email: word(&self.email)?,
            role: word(&self.role)?,
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
        })
    }

    fn into_credentials(self) -> Result<Credentials, StoreError> {
        let password_phc = self.password_phc.clone();
        Ok(Credentials { account: self.into_account()?, password_phc })
    }
}
