//! How much of the battery is run: little of everything in every test run, all of it in `cargo xtask battery`.

use std::{
    env,
    time::{Duration, Instant},
};

/// The extent that the environment asks for.
pub enum Extent {
    Short,
    Full,
    /// As long as this.
    Soak(Duration),
}

impl Extent {
    pub fn asked() -> Extent {
        let asked = env::var("PITCHREEL_BATTERY").unwrap_or_default();
        match asked.strip_prefix("soak:").map(|seconds| seconds.parse()) {
            Some(Ok(seconds)) => Extent::Soak(Duration::from_secs(seconds)),
            _ if asked == "full" => Extent::Full,
            _ => Extent::Short,
        }
    }

    pub fn is_short(&self) -> bool {
        matches!(self, Extent::Short)
    }

    /// Numbers from 0 on: so many of them, or as many as fit into the time.
    pub fn rounds(&self, short: u64, full: u64) -> impl Iterator<Item = u64> + use<> {
        let (count, until) = match self {
            Extent::Short => (short, None),
            Extent::Full => (full, None),
            Extent::Soak(time) => (u64::MAX, Some(Instant::now() + *time)),
        };
        (0..count).take_while(move |_| until.is_none_or(|until| Instant::now() < until))
    }
}
