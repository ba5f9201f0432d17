//! How often somebody may do something: a small window in memory for each key.
//!
//! An attempt counts before it is made, so that many at once pass no further than many in a row; one that was none may
//! be forgiven. The memory is bounded: when it is full the oldest window makes room.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const KEYS_MAX: usize = 10_000;

/// Attempts of one kind.
#[derive(Debug)]
pub struct AttemptLimit {
    most: u32,
    window: Duration,
    keys: Mutex<HashMap<String, Attempts>>,
}

#[derive(Debug, Clone, Copy)]
struct Attempts {
    count: u32,
    since: Instant,
}

/// What is left of a window after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Attempts that may still be made.
    pub attempts: u32,
    /// How long until the window ends.
    pub ends_in: Duration,
}

/// The limit is reached; this long until the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TryAfter(pub Duration);

impl AttemptLimit {
    /// At most `most` attempts within `window` for each key.
    pub fn new(most: u32, window: Duration) -> Self {
        Self { most, window, keys: Mutex::default() }
    }

    /// How many attempts there are in a window, and how long it is.
    pub fn quota(&self) -> (u32, Duration) {
        (self.most, self.window)
    }

    /// Counts one attempt and says what is left, or when the next one may be made.
    pub fn take(&self, key: &str, now: Instant) -> Result<Left, TryAfter> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if !keys.contains_key(key) && keys.len() >= KEYS_MAX {
            self.make_room(&mut keys, now);
        }
        let attempts = keys.entry(key.to_owned()).or_insert(Attempts { count: 0, since: now });
        let elapsed = now.saturating_duration_since(attempts.since);
        if elapsed >= self.window {
            *attempts = Attempts { count: 0, since: now };
        } else if attempts.count >= self.most {
            return Err(TryAfter(self.window - elapsed));
        }
        attempts.count += 1;
        let ends_in = self.window.saturating_sub(now.saturating_duration_since(attempts.since));
        Ok(Left { attempts: self.most - attempts.count, ends_in })
    }

    /// The last attempt of this key was none.
    pub fn give_back(&self, key: &str) {
        if let Some(attempts) = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get_mut(key) {
            attempts.count = attempts.count.saturating_sub(1);
        }
    }

    /// Forgets the attempts of this key: one of them was right.
    pub fn forgive(&self, key: &str) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn make_room(&self, keys: &mut HashMap<String, Attempts>, now: Instant) {
        keys.retain(|_, attempts| now.saturating_duration_since(attempts.since) < self.window);
        if keys.len() >= KEYS_MAX {
            let oldest = keys.iter().min_by_key(|(_, attempts)| attempts.since).map(|(key, _)| key.clone());
            oldest.map(|key| keys.remove(&key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_ends_and_a_success_is_forgiven() {
        let limit = AttemptLimit::new(2, Duration::from_secs(60));
        let start = Instant::now();
        let left = |attempts, seconds| Ok(Left { attempts, ends_in: Duration::from_secs(seconds) });
        assert_eq!((limit.take("a", start), limit.take("a", start)), (left(1, 60), left(0, 60)));
        let later = start + Duration::from_secs(20);
        assert_eq!(limit.take("a", later), Err(TryAfter(Duration::from_secs(40))));
        assert_eq!(limit.take("b", later), left(1, 60));
        assert!(limit.take("a", start + Duration::from_secs(60)).is_ok());
        assert!(limit.take("a", start + Duration::from_secs(60)).is_ok());
        limit.give_back("a");
        assert!(limit.take("a", start + Duration::from_secs(60)).is_ok());
        limit.forgive("a");
        assert_eq!(limit.take("a", start + Duration::from_secs(61)), left(1, 60));
    }

    #[test]
    fn memory_is_bounded() {
        let limit = AttemptLimit::new(1, Duration::from_secs(60));
        let now = Instant::now();
        (0..KEYS_MAX + 10).for_each(|n| assert!(limit.take(&n.to_string(), now).is_ok()));
        assert_eq!(limit.keys.lock().unwrap().len(), KEYS_MAX);
    }
}
