//! Taking away what is nobody's: media whose owner is gone, and what a step still wrote when nobody wanted it any more.
//!
//! Nothing here fails: what cannot be removed now is on the store's list and goes with a later try.

use crate::works::Works;
use domain::{AccountId, ExecutionId};
use store::{MediaFolder, StoreError};

/// Removes every folder that is on the list.
pub(crate) async fn remove_media(works: &Works) {
    let stores = &works.stores;
    let folders = match stores.removals.list_removals().await {
        Ok(folders) => folders,
        Err(error) => {
            tracing::error!(%error, "what is to be removed cannot be read; it goes with a later try");
            return;
        }
    };
    for folder in folders {
        let removed = match stores.media.delete_folder(&folder).await {
            Ok(()) => stores.removals.forget_removal(&folder).await,
            Err(error) => Err(error),
        };
        if let Err(error) = removed {
            tracing::error!(%error, "media that nobody owns were not removed; they go with a later try");
        }
    }
}

/// A step that was told to stop has ended, perhaps long after that. If its execution was deleted meanwhile, what it
/// wrote since then is nobody's.
pub(crate) async fn after_late_step(
    works: &Works,
    account: &AccountId,
    id: &ExecutionId,
    media: &MediaFolder,
) {
    let Err(StoreError::NotFound) = works.stores.executions.get_execution(account, id).await else { return };
    works.workplaces.of(id).remove().await;
    if let Err(error) = works.stores.media.delete_folder(media).await {
        tracing::error!(execution = %id, %error, "what a deleted execution left was not removed");
    }
}
