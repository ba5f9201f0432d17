//! Watching in the browser: over a WebSocket that comes back by itself and resumes by event number; by asking again
//! and again where sockets are blocked.

use super::api::{WatchFrom, read_execution, watch_execution};
use crate::parts::wait_ms;
use domain::{Execution, ExecutionEvent};
use futures::{SinkExt, StreamExt, channel::mpsc, future::Either};
use leptos::prelude::*;

/// A socket that is not open by then counts as blocked.
const OPEN_WITHIN_MS: u64 = 3_000;
/// So many failures in a row, and the watcher asks instead.
const FAILURES_MAX: u32 = 3;
const BACK_OFF_FIRST_MS: u64 = 400;
const BACK_OFF_MAX_MS: u64 = 5_000;
const ASK_EVERY_MS: u64 = 1_000;

/// Keeps the execution up to date until it is final. Each event is also handed to `tell`.
pub async fn follow(execution: RwSignal<Execution>, tell: impl Fn(&ExecutionEvent)) {
    let (mut failures, mut has_heard) = (0, false);
    while is_open(execution) {
        if listen(execution, &tell).await {
            (failures, has_heard) = (0, true);
        } else {
            failures += 1;
        }
        // A line that worked before is lost and not blocked: it is tried until it is back.
        if failures >= FAILURES_MAX && !has_heard {
            return ask_on(execution).await;
        }
        if is_open(execution) {
            wait_ms((BACK_OFF_FIRST_MS << failures.min(8)).min(BACK_OFF_MAX_MS)).await;
        }
    }
}

/// Listens on one socket until it ends. True if it brought anything.
async fn listen(execution: RwSignal<Execution>, tell: &impl Fn(&ExecutionEvent)) -> bool {
    let Some(from) =
        execution.try_with_untracked(|now| WatchFrom { execution: now.id.clone(), after: now.last_event })
    else {
        return false;
    };
    let (mut say, said) = mpsc::channel(1);
    if say.send(Ok(from)).await.is_err() {
        return false;
    }
    let opening = Box::pin(watch_execution(said.into()));
    let mut events = match futures::future::select(opening, Box::pin(wait_ms(OPEN_WITHIN_MS))).await {
        Either::Left((Ok(events), _)) => events,
        _ => return false,
    };
    let mut heard = false;
    while let Some(Ok(event)) = events.next().await {
        heard = true;
        if execution.try_update(|now| now.apply(&event)).is_none() {
            break;
        }
        tell(&event);
        if !is_open(execution) {
            break;
        }
    }
    // The first message's channel stays open as long as we listen.
    drop(say);
    heard
}

/// Asks once a second. An answer that does not come is no news.
async fn ask_on(execution: RwSignal<Execution>) {
    while is_open(execution) {
        wait_ms(ASK_EVERY_MS).await;
        let Some(id) = execution.try_with_untracked(|now| now.id.clone()) else { return };
        if let Ok(now) = read_execution(id).await {
            let _ = execution.try_set(now);
        }
    }
}

/// Whether there is more to come, and somebody who looks.
fn is_open(execution: RwSignal<Execution>) -> bool {
    execution.try_with_untracked(|now| !now.status.is_final()).unwrap_or(false)
}
