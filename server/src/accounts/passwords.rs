//! Password hashes: argon2id with its recommended cost, a few at a time, never on the threads that answer requests.

use crate::turns::Turns;
use app::ports::PortError;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use std::sync::OnceLock;

/// The fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// The most bytes that are hashed: nobody types more, and hashing costs by the byte.
const PASSWORD_BYTES_MAX: usize = 1_024;
/// Each hash takes 19 MiB for a few hundredths of a second.
const HASHES_AT_ONCE: usize = 2;

/// Makes and checks hashes.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Turns,
}

impl Passwords {
    pub fn new() -> Self {
        Self { turns: Turns::new(HASHES_AT_ONCE) }
    }

    /// Whether a new password may be used, or the sentence that says why not.
    pub fn check_new(password: &str) -> Result<(), PortError> {
        let sentence = if password.chars().count() < PASSWORD_CHARS_MIN {
            format!("Choose a password of at least {PASSWORD_CHARS_MIN} characters.")
        } else if password.len() > PASSWORD_BYTES_MAX {
            format!("A password has at most {PASSWORD_BYTES_MAX} characters.")
        } else {
            return Ok(());
        };
        Err(PortError::invalid("password", sentence))
    }

    /// The hash to keep.
    pub async fn hash(&self, password: String) -> Result<String, PortError> {
        let hashed = self.turns.take(move || hash(&password)).await;
        hashed.ok().flatten().ok_or_else(busy)
    }

    /// Whether `password` belongs to `kept`. With no hash to compare it takes as long and answers no, so that the
    /// time tells nobody whether an account exists.
    pub async fn verify(&self, password: String, kept: Option<String>) -> Result<bool, PortError> {
        if password.len() > PASSWORD_BYTES_MAX {
            return Ok(false);
        }
        let verified = self.turns.take(move || {
            let known = kept.is_some();
            let against = kept.or_else(|| nobody().clone());
            let matches = against.is_some_and(|hash| matches(&password, &hash));
            known && matches
        });
        verified.await.map_err(|_| busy())
    }
}

fn busy() -> PortError {
    PortError::Unavailable {
        sentence: "The studio cannot check passwords right now. Try again in a moment.".into(),
    }
}

fn hash(password: &str) -> Option<String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>());
    let hashed =
        salt.and_then(|salt| Ok(Argon2::default().hash_password(password.as_bytes(), &salt)?.to_string()));
    hashed.inspect_err(|cause| tracing::error!(%cause, "a password was not hashed")).ok()
}

fn matches(password: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
}

/// A hash that belongs to no account.
fn nobody() -> &'static Option<String> {
    static HASH: OnceLock<Option<String>> = OnceLock::new();
    HASH.get_or_init(|| hash("a password that nobody has"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse battery".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("correct horse battery".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("correct horse".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("a password that nobody has".into(), None).await.unwrap());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(Passwords::check_new("пароль-ок!").is_ok());
        assert!(Passwords::check_new("ninechars").is_err());
        assert!(Passwords::check_new(&"x".repeat(2_000)).is_err());
    }
}
