//! Something fetched once and remembered: the keys with which a provider signs.
//!
//! A signature that does not fit may mean that the keys changed, so it is checked once more with keys fetched anew.
//! Anybody can send a signature that does not fit; so the keys are not fetched more often than every few seconds.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// A day: what fal allows, and Replicate's secret hardly ever changes.
const FRESH_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// How long nothing is fetched after it was.
const FETCH_PAUSE: Duration = Duration::from_secs(5);

/// A value that is fetched when it is first needed.
pub(crate) struct Remembered<T> {
    /// Held while fetching, so that many callbacks at once fetch once.
    state: Mutex<State<T>>,
    pause: Duration,
}

struct State<T> {
    value: Option<(Arc<T>, Instant)>,
    tried: Option<Instant>,
}

impl<T> Remembered<T> {
    pub fn new() -> Remembered<T> {
        Remembered { state: Mutex::new(State { value: None, tried: None }), pause: FETCH_PAUSE }
    }

    /// Whether the value fits: the remembered one, or else the one that `fetch` brings now.
    pub async fn fits<F>(&self, fetch: impl Fn() -> F, fits: impl Fn(&T) -> bool) -> Result<bool, String>
    where
        F: Future<Output = Result<T, String>>,
    {
        if let Some(value) = self.fresh().await
            && fits(&value)
        {
            return Ok(true);
        }
        let mut state = self.state.lock().await;
        if state.tried.is_some_and(|tried| tried.elapsed() < self.pause) {
            // Somebody fetched it in this very moment, perhaps while this one waited for the lock.
            return match &state.value {
                Some((value, _)) => Ok(fits(value)),
                None => Err("the signing key could not be fetched a moment ago".into()),
            };
        }
        state.tried = Some(Instant::now());
        let value = Arc::new(fetch().await?);
        state.value = Some((Arc::clone(&value), Instant::now()));
        Ok(fits(&value))
    }

    async fn fresh(&self) -> Option<Arc<T>> {
        let state = self.state.lock().await;
        state
            .value
            .as_ref()
            .filter(|(_, since)| since.elapsed() < FRESH_FOR)
            .map(|(value, _)| Arc::clone(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn remembered(pause: Duration) -> Remembered<u32> {
        Remembered { state: Mutex::new(State { value: None, tried: None }), pause }
    }

    #[tokio::test]
    async fn fetched_once_and_once_more_when_it_no_longer_fits() {
        let keys = remembered(Duration::ZERO);
        let fetches = AtomicU32::new(0);
        let fetch = || async { Ok(fetches.fetch_add(1, Ordering::Relaxed)) };
        assert_eq!(keys.fits(fetch, |key| *key == 0).await, Ok(true));
        assert_eq!(keys.fits(fetch, |key| *key == 0).await, Ok(true));
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
        assert_eq!(keys.fits(fetch, |key| *key == 1).await, Ok(true));
        assert_eq!(keys.fits(fetch, |_| false).await, Ok(false));
        assert_eq!(fetches.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn forgeries_do_not_make_it_fetch_again_and_again() {
        let keys = remembered(Duration::from_secs(3600));
        let fetches = AtomicU32::new(0);
        let fetch = || async { Ok(fetches.fetch_add(1, Ordering::Relaxed)) };
        for _ in 0..10 {
            assert_eq!(keys.fits(fetch, |_| false).await, Ok(false));
        }
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
        let broken = remembered(Duration::from_secs(3600));
        let fetch = || async { Err(String::from("no network")) };
        assert_eq!(broken.fits(fetch, |_| true).await, Err("no network".into()));
        assert!(broken.fits(fetch, |_| true).await.is_err());
    }
}
