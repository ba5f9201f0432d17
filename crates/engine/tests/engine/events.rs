//! Whoever watches sees every event once, in order, also one that lags or comes back later.

use crate::{
    both::both,
    database::On,
    stagehands::Cue,
    world::{World, assert_whole, in_time},
};
use domain::{ExecutionEvent, Status, StepKind};
use futures::StreamExt;
use std::time::Duration;
use tokio::time::timeout;

/// Together with their events more than a listener may fall behind.
const RETRIES: usize = 25;
/// Longer than the beat of progress: when nothing came for so long, the stagehand waits.
const QUIET: Duration = Duration::from_millis(600);

both!(
    a_watcher_that_lags_and_one_that_returns_see_the_same_events,
    events_tell_the_way_in_plain_sentences,
    a_watch_of_a_final_execution_gives_the_rest_and_ends,
);

async fn a_watcher_that_lags_and_one_that_returns_see_the_same_events(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    let mut lagging = world.process.engine.watch(&world.ada, &id, 0).await.unwrap();
    let mut seen_late = Vec::new();
    while let Ok(event) = timeout(QUIET, lagging.next()).await {
        seen_late.push(event.unwrap());
    }
    // It has caught up and listens; from here on it does not look while everything else happens.
    let returning = {
        let (engine, ada, id) = (world.process.engine.clone(), world.ada.clone(), id.clone());
        tokio::spawn(async move {
            let mut seen: Vec<ExecutionEvent> = Vec::new();
            while seen.last().map(|event| event.status) != Some(Status::Completed) {
                let after = seen.last().map_or(0, |event| event.seq);
                seen.extend(engine.watch(&ada, &id, after).await.unwrap().collect::<Vec<_>>().await);
                tokio::task::yield_now().await;
            }
            seen
        })
    };
    for _ in 0..RETRIES {
        world.hands.cue(StepKind::Presenter, Cue::Fail);
    }
    world.hands.release();
    let mut after = 0;
    for _ in 0..RETRIES {
        let events = world.events(&id, after).await;
        after = events.last().unwrap().seq;
        assert_eq!(events.last().unwrap().status, Status::Failed);
        world.process.engine.retry(&world.ada, &id).await.unwrap();
    }
    let seen = in_time(returning).await.unwrap();
    seen_late.extend(in_time(lagging.collect::<Vec<_>>()).await);
    assert!(seen.len() > 64);
    assert_whole(&seen, Status::Completed);
    assert_eq!(seen_late, seen);
}

async fn events_tell_the_way_in_plain_sentences(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Compose, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    let mut stream = world.process.engine.watch(&world.ada, &id, 0).await.unwrap();
    let mut said = Vec::new();
    while said.last().map(String::as_str) != Some("Compose is drawing frame 1 of 2.") {
        said.push(in_time(stream.next()).await.unwrap().message);
    }
    world.hands.release();
    let rest: Vec<ExecutionEvent> = in_time(stream.collect()).await;
    assert_eq!(rest.last().unwrap().message, "The ad is ready: 4 seconds, 0.0 MB.");
    assert!(rest.last().unwrap().result.is_some());
    assert_eq!(said.first().map(String::as_str), Some("Queued."));
    assert!(said.iter().any(|sentence| sentence == "Speech is recording the script."));
}

async fn a_watch_of_a_final_execution_gives_the_rest_and_ends(on: On) {
    let world = World::new(on).await;
    let id = world.start().await;
    let all = world.events(&id, 0).await;
    let last = all.last().unwrap().seq;
    assert_eq!(world.events(&id, last - 1).await.len(), 1);
    assert!(world.events(&id, last).await.is_empty());
}
