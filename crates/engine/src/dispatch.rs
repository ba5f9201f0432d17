//! Takes the next execution whenever a hand is free.

use crate::{actor, works::Works};
use std::{sync::Arc, time::Duration};

/// The slow look at the queue, for work that nobody told us of.
const POLL: Duration = Duration::from_secs(5);
/// How long to leave a store alone that has just failed.
const STORE_REST: Duration = Duration::from_secs(1);

/// Runs until the engine drains.
pub(crate) async fn dispatch(works: Arc<Works>) {
    loop {
        let hand = tokio::select! {
            () = works.stopping.cancelled() => return,
            hand = works.hands.clone().acquire_owned() => hand,
        };
        let Ok(hand) = hand else { return };
        let rest = match works.stores.queue.claim_next_execution(&works.settings.node).await {
            Ok(Some(claim)) => {
                actor::launch(&works, claim, hand);
                continue;
            }
            Ok(None) => POLL,
            Err(error) => {
                tracing::error!(%error, "the queue cannot be read; trying again in a second");
                STORE_REST
            }
        };
        drop(hand);
        tokio::select! {
            () = works.stopping.cancelled() => return,
            () = works.queued.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}
