//! Heavy work in turns: a few pieces at once, on threads where they hold nobody up.

use std::sync::Arc;
use tokio::sync::Semaphore;

/// So many pieces of one kind at once; whoever comes later waits. Clones share the turns.
#[derive(Debug, Clone)]
pub struct Turns(Arc<Semaphore>);

/// The work panicked, or the process is ending.
#[derive(Debug, thiserror::Error)]
#[error("the work did not come to its end")]
pub struct NotDone;

impl Turns {
    /// `at_once` pieces at the same time.
    pub fn new(at_once: usize) -> Self {
        Turns(Arc::new(Semaphore::new(at_once)))
    }

    /// Does the work when its turn comes. Work that has begun keeps its turn to its end, also when nobody waits for
    /// it any more: whoever asks and leaves, again and again, gets no more of the machine than one who stays.
    pub async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        let turn = self.0.clone().acquire_owned().await.map_err(|_| NotDone)?;
        let working = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        working.await.map_err(|_| NotDone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, time::Duration};
    use tokio::{sync::oneshot, time::timeout};

    #[tokio::test]
    async fn whoever_leaves_does_not_make_room_before_the_work_has_ended() {
        let turns = Turns::new(1);
        let (begun, has_begun) = oneshot::channel();
        let (end, ended) = mpsc::channel::<()>();
        let first = tokio::spawn({
            let turns = turns.clone();
            async move {
                let work = move || {
                    begun.send(()).unwrap();
                    ended.recv().unwrap();
                };
                turns.take(work).await.unwrap();
            }
        });
        has_begun.await.unwrap();
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());

        let mut second = tokio::spawn(async move { turns.take(|| "done").await.unwrap() });
        assert!(timeout(Duration::from_millis(100), &mut second).await.is_err(), "two worked at once");
        end.send(()).unwrap();
        assert_eq!(second.await.unwrap(), "done");
    }
}
