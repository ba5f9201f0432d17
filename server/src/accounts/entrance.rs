//! The entrance: making accounts and checking who somebody is, with a limit on attempts.

use super::passwords::Passwords;
use crate::{
    attempts::{AttemptLimit, TryAfter},
    ports::from_store,
    settings::Signup,
};
use app::ports::PortError;
use domain::{AccountId, Email, Member, Role, User, UserId};
use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use store::{Admission, NewUser, UserStore};

const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Wrong passwords for one email from one address.
const ATTEMPTS_PER_PAIR: u32 = 10;
/// The same from all addresses together: more than one address may try at all, so that one stranger keeps nobody out
/// of their account.
const ATTEMPTS_PER_EMAIL: u32 = 200;
/// Wrong passwords and new accounts from one address; many people may share one, so a right password is no attempt.
const ATTEMPTS_PER_ADDRESS: u32 = 60;

/// Why somebody was not let in; with `try_after` it is a matter of time.
#[derive(Debug)]
pub struct Refused {
    pub error: PortError,
    pub try_after: Option<Duration>,
}

impl From<PortError> for Refused {
    fn from(error: PortError) -> Self {
        Refused { error, try_after: None }
    }
}

/// Lets people in and checks passwords.
pub struct Entrance {
    users: Arc<dyn UserStore>,
    passwords: Passwords,
    signup: Signup,
    by_pair: AttemptLimit,
    by_email: AttemptLimit,
    by_address: AttemptLimit,
}

impl Entrance {
    pub fn new(users: Arc<dyn UserStore>, signup: Signup) -> Self {
        Self {
            users,
            passwords: Passwords::new(),
            signup,
            by_pair: AttemptLimit::new(ATTEMPTS_PER_PAIR, WINDOW),
            by_email: AttemptLimit::new(ATTEMPTS_PER_EMAIL, WINDOW),
            by_address: AttemptLimit::new(ATTEMPTS_PER_ADDRESS, WINDOW),
        }
    }

    /// This person in that account, or else in the one that they have been in for longest.
    pub async fn member(
        &self,
        user: &UserId,
        account: Option<&AccountId>,
    ) -> Result<Option<Member>, PortError> {
        self.users.find_member(user, account).await.map_err(from_store)
    }

    /// Every account that this person is in.
    pub async fn memberships(&self, user: &UserId) -> Result<Vec<Member>, PortError> {
        self.users.memberships(user).await.map_err(from_store)
    }

    /// Whether a stranger may make an account now.
    pub async fn is_open(&self) -> Result<bool, PortError> {
        Ok(self.signup == Signup::Open || !self.users.has_users().await.map_err(from_store)?)
    }

    /// Lets a stranger in: with an account of their own, if sign-up is open, or by the invitation with this hash.
    pub async fn sign_up(
        &self,
        email: &str,
        password: String,
        invitation: Option<String>,
        address: IpAddr,
    ) -> Result<Member, Refused> {
        let email = parse_email(email)?;
        Passwords::check_new(&password)?;
        if invitation.is_none() && !self.is_open().await? {
            let sentence = "Sign-up is closed here. Ask the owner for an invitation.".to_owned();
            return Err(PortError::Conflict { sentence }.into());
        }
        take(&self.by_address, &network(address))?;
        let password_phc = self.passwords.hash(password).await?;
        let admission = match invitation {
            Some(hash) => Admission::Invited(hash),
            None if self.signup == Signup::Open => Admission::Open,
            None => Admission::FirstOnly,
        };
        let new = NewUser { email, password_phc, role: Role::Member, admission };
        Ok(self.users.create_user(new).await.map_err(from_store)?)
    }

    /// Whom this email and password belong to.
    pub async fn log_in(&self, email: &str, password: String, address: IpAddr) -> Result<User, Refused> {
        let email = parse_email(email)?;
        let address = network(address);
        let pair = format!("{email} {address}");
        take(&self.by_address, &address)?;
        take(&self.by_pair, &pair)?;
        take(&self.by_email, email.as_str())?;
        let found = self.users.find_credentials(&email).await.map_err(from_store)?;
        let hash = found.as_ref().map(|credentials| credentials.password_phc.clone());
        let right = self.passwords.verify(password, hash).await?;
        let Some(credentials) = found.filter(|_| right) else {
            return Err(
                PortError::invalid("password", "This email and password do not belong together.").into()
            );
        };
        self.by_pair.forgive(&pair);
        self.by_email.give_back(email.as_str());
        self.by_address.give_back(&address);
        Ok(credentials.user)
    }

    /// Lets in somebody whom the operator names, with an account of their own, whatever the sign-up setting says.
    pub async fn add(&self, email: &str, password: String, role: Role) -> Result<Member, PortError> {
        let email = parse_email(email)?;
        Passwords::check_new(&password)?;
        let password_phc = self.passwords.hash(password).await?;
        let new = NewUser { email, password_phc, role, admission: Admission::Open };
        self.users.create_user(new).await.map_err(from_store)
    }
}

fn parse_email(text: &str) -> Result<Email, PortError> {
    text.parse().map_err(|problem: domain::InvalidEmail| PortError::invalid("email", problem.to_string()))
}

/// What one person holds of the net: an IPv4 address, or the half of an IPv6 address that a provider gives out.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x}/64", address.to_bits() >> 64),
    }
}

fn take(limit: &AttemptLimit, key: &str) -> Result<(), Refused> {
    limit.take(key, Instant::now()).map(drop).map_err(|TryAfter(wait)| {
        let minutes = wait.as_secs().div_ceil(60).max(1);
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        let sentence = format!("Too many attempts. Try again in {minutes} {unit}.");
        Refused { error: PortError::Limit { sentence }, try_after: Some(wait) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_network() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
