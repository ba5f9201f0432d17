//! Ids: a short prefix that says what it names, then 26 letters and digits that nobody can guess in order of making.

use serde::{Deserialize, Serialize};

/// The text is not an id of this kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not the id of {what}")]
pub struct InvalidId {
    /// What the id should name, with its article: "a project".
    pub what: &'static str,
}

/// A ULID: 48 bits of milliseconds, 16 bits that count within one, and 64 bits that nobody can guess.
#[cfg(feature = "generate")]
fn next_ulid() -> ulid::Ulid {
    use std::sync::atomic::{AtomicU64, Ordering};
    static LAST: AtomicU64 = AtomicU64::new(0);
    let fresh = ulid::Ulid::new();
    let now = fresh.timestamp_ms() << 16;
    let after = |last: u64| now.max(last.saturating_add(1));
    let last = match LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last))) {
        Ok(last) | Err(last) => last,
    };
    ulid::Ulid((u128::from(after(last)) << 64) | (fresh.0 & u128::from(u64::MAX)))
}

/// What an id is made of: 26 small letters and digits. Whoever makes a thing again from the same seed makes the same.
#[cfg(feature = "generate")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed(String);

#[cfg(feature = "generate")]
impl Seed {
    /// A seed that nobody has; what a process makes later sorts after what it made earlier, whatever its clock does.
    pub fn generate() -> Seed {
        Seed(next_ulid().to_string().to_lowercase())
    }

    /// Another seed that follows from this one, for several things that are made at once. 0 is the seed itself.
    pub fn nth(&self, n: u8) -> Seed {
        let number = ulid::Ulid::from_string(&self.0).unwrap_or_default().0;
        Seed(ulid::Ulid(number.wrapping_add(u128::from(n))).to_string().to_lowercase())
    }

    /// The text to keep it as.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "generate")]
impl std::str::FromStr for Seed {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let well_formed =
            text.len() == 26 && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
        well_formed.then(|| Seed(text.to_owned())).ok_or(InvalidId { what: "a seed" })
    }
}

/// An id as a type of its own; `$well_formed` says which texts are one.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $well_formed:expr, $(#[$accepts:meta])*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it is written everywhere.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            $(#[$accepts])*
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.to_owned().try_into()
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                let well_formed: fn(&str) -> bool = $well_formed;
                if well_formed(&text) { Ok(Self(text)) } else { Err(InvalidId { what: $what }) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! generated_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $what:literal) => {
        id!(
            $(#[$doc])* $name, $what, |text| is_generated(text, concat!($prefix, "_")),
            /// Accepts the prefix and 26 small letters and digits.
        );

        impl $name {
            /// A fresh id; what a process makes later sorts after what it made earlier, whatever its clock does.
            #[cfg(feature = "generate")]
            pub fn generate() -> Self {
                Self::of(&Seed::generate())
            }

            /// The id that follows from a seed: the same each time.
            #[cfg(feature = "generate")]
            pub fn of(seed: &Seed) -> Self {
                Self(format!(concat!($prefix, "_{}"), seed.0))
            }
        }
    };
}

fn is_generated(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        rest.len() == 26 && rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
    })
}

generated_id!(/// Who owns projects, limits and money.
    AccountId, "acc", "an account");
generated_id!(/// One person.
    UserId, "usr", "a person");
generated_id!(/// A link by which somebody becomes a member.
    InvitationId, "inv", "an invitation");
generated_id!(/// One ad in the making.
    ProjectId, "prj", "a project");
generated_id!(/// One of the scripts of a project.
    ScriptId, "scr", "a script");
generated_id!(/// One accepted order to make media, from queued to final.
    ExecutionId, "ex", "an execution");
generated_id!(/// An uploaded picture.
    AssetId, "ast", "an asset");
generated_id!(/// One webhook on its way to its receiver.
    DeliveryId, "whd", "a delivery");
generated_id!(/// A key of a program.
    ApiKeyId, "key", "an API key");
generated_id!(/// The unguessable part of a public share page.
    ShareToken, "sh", "a shared ad");

macro_rules! named_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        id!(
            $(#[$doc])* $name, $what, is_named,
            /// Accepts 1 to 128 letters, digits, `-`, `_`, `.`, `:` and `/`; outside services name their own.
        );
    };
}

fn is_named(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/".contains(&b))
}

named_id!(/// An avatar by its provider's name, `amara` for a built-in one.
    AvatarId, "an avatar");
named_id!(/// A voice by its provider's name, `af_heart` for a built-in one.
    VoiceId, "a voice");

#[cfg(all(test, feature = "generate"))]
mod tests {
    use super::ExecutionId;

    #[test]
    fn ids_of_one_process_sort_as_they_were_made() {
        let made: Vec<_> = (0..10_000).map(|_| ExecutionId::generate()).collect();
        assert!(made.is_sorted_by(|earlier, later| earlier < later));
    }
}
