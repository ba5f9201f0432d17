//! What the makers of the studio share: their name, a thread to work on, and how their errors are told.

use crate::ProviderError;
use domain::AvatarId;
use std::{error::Error, sync::Arc};
use studio::PresenterRig;
use tokio::sync::oneshot;

/// The name of everything that is made on this machine.
pub(super) const NAME: &str = "studio";

/// Makes a part of an ad on a thread of its own, which lets pages go first: all of the work, from reading files to
/// the last byte, and whatever threads it starts.
pub(super) async fn make<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ProviderError> + Send + 'static,
) -> Result<T, ProviderError> {
    const BROKE: &str = "Something broke on our side.";
    let (done, made) = oneshot::channel();
    let maker = std::thread::Builder::new().name(NAME.to_owned()).spawn(move || {
        studio::come_last();
        // Where nobody waits for it any more, it was made for nothing.
        let _ = done.send(work());
    });
    maker.map_err(failed(BROKE))?;
    made.await.map_err(failed(BROKE))?
}

/// For `map_err`: the sentence for people, with the cause kept for the log.
pub(super) fn failed<E: Error + Send + Sync + 'static>(
    sentence: &'static str,
) -> impl FnOnce(E) -> ProviderError {
    move |cause| ProviderError::failed(sentence, cause)
}

/// The presenter of this id.
pub(super) fn member(cast: &[Arc<PresenterRig>], id: &AvatarId) -> Result<Arc<PresenterRig>, ProviderError> {
    let found = cast.iter().find(|rig| rig.id() == id);
    found.cloned().ok_or_else(|| {
        ProviderError::invalid(format!("The presenter {id} is not here any more. Choose another one."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn what_is_made_lets_pages_go_first() {
        // Fields of `stat` behind the name in brackets; the 17th of them is the niceness.
        let niceness = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            stat.rsplit(')').next().unwrap().split_whitespace().nth(16).unwrap().to_owned()
        };
        let (own, started) = make(move || {
            let started = std::thread::spawn(move || {
                studio::come_last();
                niceness()
            });
            Ok((niceness(), started.join().unwrap()))
        })
        .await
        .unwrap();
        assert_eq!((own.as_str(), started.as_str()), ("10", "10"));
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let broken = make(|| -> Result<(), ProviderError> { panic!("a lamp fell") }).await;
        assert!(matches!(broken, Err(ProviderError::Failed { .. })));
    }
}
