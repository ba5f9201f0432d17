//! Moments: milliseconds since 1970 inside, RFC 3339 in UTC outside.

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A moment, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp {
    unix_ms: i64,
}

impl Timestamp {
    /// From milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_unix_ms(unix_ms: i64) -> Self {
        Self { unix_ms }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn unix_ms(self) -> i64 {
        self.unix_ms
    }

    /// Milliseconds from `earlier` to this moment, negative when `earlier` is the later one.
    pub const fn ms_since(self, earlier: Timestamp) -> i64 {
        self.unix_ms - earlier.unix_ms
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.unix_ms) * 1_000_000)
            .map_err(|_| std::fmt::Error)?;
        f.write_str(&moment.format(&Rfc3339).map_err(|_| std::fmt::Error)?)
    }
}

impl TryFrom<String> for Timestamp {
    type Error = time::error::Parse;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let moment = OffsetDateTime::parse(&text, &Rfc3339)?;
        let unix_ms = moment.unix_timestamp() * 1000 + i64::from(moment.millisecond());
        Ok(Self { unix_ms })
    }
}

impl From<Timestamp> for String {
    fn from(moment: Timestamp) -> String {
        moment.to_string()
    }
}
