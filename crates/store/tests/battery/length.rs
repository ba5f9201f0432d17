//! How long the battery goes on, as `PITCHREEL_BATTERY` says: not at all long, `full`, or `soak:SECONDS`.

use std::{
    env,
    time::{Duration, Instant},
};

/// What was asked for.
pub enum Length {
    Short,
    Full,
    /// The random schedules go on until then.
    Until(Instant),
}

impl Length {
    pub fn asked() -> Length {
        let word = env::var("PITCHREEL_BATTERY").unwrap_or_default();
        match (word.as_str(), word.strip_prefix("soak:").map(str::parse)) {
            ("", _) => Length::Short,
            ("full", _) => Length::Full,
            (_, Some(Ok(seconds))) => Length::Until(Instant::now() + Duration::from_secs(seconds)),
            _ => panic!("PITCHREEL_BATTERY is `{word}`, which is neither `full` nor `soak:SECONDS`"),
        }
    }
}
