//! How many requests somebody may make: `100/15m`.

use super::duration::parse_duration;
use std::time::Duration;

/// So many within so long, for each key or address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    pub most: u32,
    pub window: Duration,
}

impl RateLimit {
    pub const EXPECTED: &'static str = "a number of requests and a duration, such as 100/15m";

    /// Nothing where the text is not one, or lets nobody through.
    pub fn parse(text: &str) -> Option<RateLimit> {
        let (most, window) = text.split_once('/')?;
        let (most, window) = (most.trim().parse().ok()?, parse_duration(window.trim())?);
        (most > 0 && !window.is_zero()).then_some(RateLimit { most, window })
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        RateLimit { most: 100, window: Duration::from_secs(15 * 60) }
    }
}
