//! Accounts: who owns what is made here.

use crate::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// One person's account. Its password hash never leaves the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: AccountId,
    pub email: Email,
    pub role: AccountRole,
    pub created_at: Timestamp,
}

/// What an account may do beside its own work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountRole {
    /// The first account of an installation.
    Owner,
    Admin,
    Member,
}

impl AccountRole {
    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            AccountRole::Owner => "owner",
            AccountRole::Admin => "admin",
            AccountRole::Member => "member",
        }
    }
}

impl std::str::FromStr for AccountRole {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [AccountRole::Owner, AccountRole::Admin, AccountRole::Member]
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or(())
    }
}

/// An e-mail address, trimmed and in lower case, so that one person has one account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is not an address that mail could reach.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Write an email address like name@example.com.")]
pub struct InvalidEmail;

impl Email {
    /// The address as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Email {
    type Err = InvalidEmail;
    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim().to_lowercase();
        let (name, host) = text.rsplit_once('@').ok_or(InvalidEmail)?;
        let plain =
            text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\"\\".contains(c));
        let host_fits = host.split('.').all(|label| !label.is_empty()) && !host.is_empty();
        if !plain || name.is_empty() || name.contains('@') || !host_fits || text.len() > 254 {
            return Err(InvalidEmail);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for Email {
    type Error = InvalidEmail;
    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
