//! Secrets: text that opens something, such as a provider's key. It is never shown by accident.

use std::fmt;

/// A secret. No `{:?}` of what holds it prints it, and there is no other way to print it, to send it as JSON or to
/// compare it than to ask for it by name.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one place that sends or seals it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Secret(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_to_nobody_who_did_not_ask() {
        let secret = Secret::from("hunter2".to_owned());
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "Secret(…) Some(Secret(…))");
        assert_eq!(secret.expose(), "hunter2");
    }
}
