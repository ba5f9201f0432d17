//! What the makers of the studio share: their name, a thread to work on, and how their errors are told.

use crate::ProviderError;
use domain::AvatarId;
use std::{error::Error, sync::Arc};
use studio::PresenterRig;

/// The name of everything that is made on this machine.
pub(super) const NAME: &str = "studio";

/// Does work that computes or waits for the disk, on a thread where that holds nobody up. The threads that draw and
/// speak lower their own priority.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ProviderError> + Send + 'static,
) -> Result<T, ProviderError> {
    tokio::task::spawn_blocking(work).await.map_err(failed("Something broke on our side."))?
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
