//! People, and the accounts that they share.

use crate::{AccountId, InvitationId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// One person. The hash of the password never leaves the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub id: UserId,
    pub email: Email,
    /// For the whole installation.
    pub role: Role,
    pub created_at: Timestamp,
}

/// One person in one account. The account owns what is made in it, its keys, its limits and its money; its members are
/// a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub account: AccountId,
    /// What the account is called.
    pub account_name: String,
    pub user: UserId,
    pub email: Email,
    /// Within this account.
    pub role: Role,
    pub joined_at: Timestamp,
}

/// What somebody is: of an account, or of the whole installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Whoever made it. There always is one.
    Owner,
    /// May do what the owner may, but for what concerns owners.
    Admin,
    Member,
}

impl Role {
    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::Member => "member",
        }
    }

    /// How far somebody of this role may go in an account.
    pub fn scope(self) -> Scope {
        match self {
            Role::Owner | Role::Admin => Scope::Admin,
            Role::Member => Scope::Write,
        }
    }
}

impl std::str::FromStr for Role {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Role::Owner, Role::Admin, Role::Member].into_iter().find(|role| role.as_str() == word).ok_or(())
    }
}

/// How far a key, or a person, may go in an account. Each scope has all that the ones before it have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Look at everything.
    Read,
    /// Make, change and remove, and spend the account's money.
    Write,
    /// Keys, secrets and members.
    Admin,
}

impl Scope {
    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Admin => "admin",
        }
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("A scope is read, write or admin.")]
pub struct InvalidScope;

impl std::str::FromStr for Scope {
    type Err = InvalidScope;
    fn from_str(word: &str) -> Result<Self, InvalidScope> {
        [Scope::Read, Scope::Write, Scope::Admin]
            .into_iter()
            .find(|scope| scope.as_str() == word)
            .ok_or(InvalidScope)
    }
}

/// A link by which somebody becomes a member, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    pub id: InvitationId,
    /// As what.
    pub role: Role,
    pub created_at: Timestamp,
    pub ends_at: Timestamp,
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
