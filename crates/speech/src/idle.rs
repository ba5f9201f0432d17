//! Something big that is loaded when needed and let go when nobody used it for a while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// A place for one value. Loading happens once, however many ask at the same time.
pub(crate) struct IdleSlot<T> {
    shared: Arc<Mutex<Shared<T>>>,
    idle: Duration,
}

struct Shared<T> {
    value: Option<Arc<T>>,
    last_used: Instant,
}

impl<T: Send + Sync + 'static> IdleSlot<T> {
    /// An empty place; a value in it goes after `idle` without use.
    pub(crate) fn new(idle: Duration) -> Self {
        Self { shared: Arc::new(Mutex::new(Shared { value: None, last_used: Instant::now() })), idle }
    }

    /// The value, loaded by `load` if it is not there. It stays at least as long as the answer is held.
    pub(crate) fn get_or_load<E>(&self, load: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let mut shared = lock(&self.shared);
        shared.last_used = Instant::now();
        if let Some(value) = &shared.value {
            return Ok(value.clone());
        }
        let value = Arc::new(load()?);
        shared.value = Some(value.clone());
        shared.last_used = Instant::now();
        drop(shared);
        self.watch();
        Ok(value)
    }

    /// Starts the one thread that lets this value go. It holds the place weakly, so it never keeps anything alive.
    fn watch(&self) {
        let (place, idle) = (Arc::downgrade(&self.shared), self.idle);
        let started = std::thread::Builder::new().name("voice-idle".to_owned()).spawn(move || {
            let mut wait = Some(idle);
            while let Some(rest) = wait {
                std::thread::sleep(rest);
                wait = let_go_if_idle(&place, idle);
            }
        });
        if let Err(error) = started {
            tracing::warn!(%error, "a voice stays in memory: no thread could be started to let it go");
        }
    }
}

/// Lets an idle value go; else says how long to wait before asking again.
fn let_go_if_idle<T>(place: &Weak<Mutex<Shared<T>>>, idle: Duration) -> Option<Duration> {
    let place = place.upgrade()?;
    let mut shared = lock(&place);
    let in_use = shared.value.as_ref().is_some_and(|value| Arc::strong_count(value) > 1);
    if in_use {
        shared.last_used = Instant::now();
        return Some(idle);
    }
    let rested = shared.last_used.elapsed();
    if rested < idle {
        return Some(idle - rested);
    }
    let value = shared.value.take();
    drop(shared);
    drop(value);
    None
}

/// A panic while the lock was held leaves nothing half done here.
fn lock<T>(shared: &Mutex<Shared<T>>) -> MutexGuard<'_, Shared<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::mpsc::{Sender, channel};

    struct TellsWhenDropped(Sender<()>);

    impl Drop for TellsWhenDropped {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }

    #[test]
    fn a_value_is_loaded_once_and_let_go_after_its_rest_but_never_while_in_use() {
        let slot = IdleSlot::new(Duration::from_millis(20));
        let (dropped, gone) = channel();
        let held = slot.get_or_load(|| Ok::<_, Infallible>(TellsWhenDropped(dropped))).unwrap();
        let again =
            slot.get_or_load(|| -> Result<TellsWhenDropped, Infallible> { panic!("loaded twice") }).unwrap();
        assert!(gone.recv_timeout(Duration::from_millis(100)).is_err(), "let go while in use");
        drop((held, again));
        gone.recv_timeout(Duration::from_secs(10)).expect("never let go");
    }
}
