//! How long to wait before the next try: longer each time, and never the same for two.

use rand::Rng;
use std::time::Duration;

/// Between `base` and `base` times `factor` to the power of `tries`, at most `max`, and up to a quarter more or less.
pub(crate) fn backoff(tries: u32, base: Duration, factor: f64, max: Duration) -> Duration {
    let exact = base.as_secs_f64() * factor.powi(i32::try_from(tries.min(64)).unwrap_or(64));
    let capped = exact.min(max.as_secs_f64());
    Duration::from_secs_f64(capped * rand::rng().random_range(0.75..=1.25))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_their_limit() {
        let wait = |tries| backoff(tries, Duration::from_secs(2), 2.0, Duration::from_secs(30));
        assert!(wait(0) >= Duration::from_millis(1_500) && wait(0) <= Duration::from_millis(2_500));
        assert!(wait(2) >= Duration::from_secs(6) && wait(2) <= Duration::from_secs(10));
        assert!(wait(4_000_000_000) <= Duration::from_millis(37_500));
    }
}
