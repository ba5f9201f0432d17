//! Takes what is due whenever a hand is free.

use crate::{
    actor,
    hands::{Hand, Place},
    works::Works,
};
use domain::StepKind;
use std::{sync::Arc, time::Duration};
use store::{ClaimQuery, StoreError};
use tokio::time::Instant;

/// Executions that are taken at once.
const BATCH: usize = 64;
/// The slow look at the queue, for work that nobody told us of.
const POLL: Duration = Duration::from_secs(1);
/// What gets due within this time is taken together.
const TOGETHER: Duration = Duration::from_millis(20);
/// How long to leave alone what is due and not to be had: its account is at its cap, or another node just takes it.
const KEPT_BACK: Duration = Duration::from_millis(250);
/// How long to leave a store alone that has just failed.
const STORE_REST: Duration = Duration::from_secs(1);

/// Runs until the engine drains.
pub(crate) async fn dispatch(works: Arc<Works>) {
    let places = [Place::Remote, Place::Local].map(|place| {
        let kinds = works.settings.steps.iter().copied().filter(|kind| Place::of(*kind) == place);
        (place, kinds.collect::<Vec<_>>())
    });
    while !works.stopping.is_cancelled() {
        let rest = match look(&works, &places).await {
            Ok(rest) => rest,
            Err(error) => {
                tracing::error!(%error, "the queue cannot be read; trying again in a second");
                STORE_REST
            }
        };
        if rest.is_zero() {
            continue;
        }
        tokio::select! {
            () = works.stopping.cancelled() => return,
            () = works.work.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Takes what is due, and says how long nothing will be.
async fn look(works: &Arc<Works>, places: &[(Place, Vec<StepKind>)]) -> Result<Duration, StoreError> {
    let mut rest = POLL;
    for (place, kinds) in places {
        // Whoever lets a hand go tells us, so where none is free there is nothing to look for.
        let hands = works.hands.take_up_to(*place, BATCH);
        let free = hands.len();
        if free == 0 {
            continue;
        }
        let taken = take(works, kinds, hands).await?;
        if taken == free {
            rest = Duration::ZERO;
        } else if let Some(wait) = works.stores.queue.next_due_in(kinds).await? {
            let kept_back = taken == 0 && wait.is_zero();
            rest = rest.min(if kept_back { KEPT_BACK } else { wait.max(TOGETHER) });
        }
    }
    Ok(rest)
}

/// How many of these hands have work now.
async fn take(works: &Arc<Works>, kinds: &[StepKind], hands: Vec<Hand>) -> Result<usize, StoreError> {
    let settings = &works.settings;
    let sent = Instant::now();
    let query = ClaimQuery {
        node: &settings.node,
        kinds,
        limit: u32::try_from(hands.len()).unwrap_or(u32::MAX),
        ttl: settings.lease_ttl,
        account_cap: settings.render.account_cap,
    };
    let claims = works.stores.queue.claim_due(query).await?;
    let taken = claims.len();
    for (claim, hand) in claims.into_iter().zip(hands) {
        works.leases.hold(&claim.lease, sent);
        actor::launch(works, claim, hand.used());
    }
    Ok(taken)
}
