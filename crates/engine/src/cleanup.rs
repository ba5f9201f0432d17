//! Taking away what is nobody's: media whose owner is gone, and what a step still wrote when nobody wanted it any more.
//!
//! Nothing here fails: what cannot be removed now is on the store's list and goes with a later try.

use crate::{workplace::Workplace, works::Works};
use domain::{AccountId, ExecutionId};
use std::{sync::Arc, time::Duration};
use store::{MediaFolder, StoreError};

const EXPIRY_POLL: Duration = Duration::from_secs(60 * 60);
/// For so long an ad can be changed without everything being made again.
const WORK_KEPT_DAYS: u32 = 7;
const CALLBACKS_KEPT_DAYS: u32 = 30;

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

/// A step that was told to stop has ended, perhaps long after its actor. What it has here is of no use, and if its
/// execution was deleted meanwhile, what it wrote elsewhere since then is nobody's.
pub(crate) async fn after_late_step(
    works: &Works,
    account: &AccountId,
    id: &ExecutionId,
    workplace: &Workplace,
    folders: &[MediaFolder],
) {
    workplace.remove().await;
    let Err(StoreError::NotFound) = works.stores.executions.get_execution(account, id).await else { return };
    for folder in folders {
        if let Err(error) = works.stores.media.delete_folder(folder).await {
            tracing::error!(execution = %id, %error, "what a deleted execution left was not removed");
        }
    }
}

/// Looks now and then for what has become old, until the engine drains.
pub(crate) async fn expire(works: Arc<Works>) {
    loop {
        tokio::select! {
            () = works.stopping.cancelled() => return,
            () = tokio::time::sleep(EXPIRY_POLL) => {}
        }
        match works.stores.removals.expire_work(WORK_KEPT_DAYS).await {
            Ok(0) => {}
            Ok(_) => remove_media(&works).await,
            Err(error) => tracing::error!(%error, "old work could not be looked for"),
        }
        if let Err(error) = works.stores.callbacks.forget_callbacks(CALLBACKS_KEPT_DAYS).await {
            tracing::error!(%error, "old callbacks could not be forgotten");
        }
        if let Err(error) = works.stores.money.tidy_budgets().await {
            tracing::error!(%error, "budgets could not be tidied");
        }
    }
}
