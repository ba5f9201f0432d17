//! A holder whose lease is over writes nothing more and touches nothing of whoever holds it now.

use crate::{
    both::both,
    database::On,
    process::Start,
    stagehands::Cue,
    stumbling_ledger::{Call, Stumble},
    world::{World, assert_whole, in_time},
};
use domain::{Status, StepKind};
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;

both!(a_late_holder_touches_nothing_of_the_next_one, a_step_of_a_lost_lease_is_told_to_stop);

/// So long that nothing is renewed while a test ends it behind the back.
const LONG: Duration = Duration::from_secs(3600);

async fn a_late_holder_touches_nothing_of_the_next_one(on: On) {
    let released = Arc::new(Semaphore::new(0));
    let stumble = Some((Call::Begin(StepKind::Presenter.into()), Stumble::Late));
    let start = Start { stumble, released: released.clone(), ..Start::default() };
    let settings = |settings: &mut engine::EngineSettings| {
        settings.lease_ttl = LONG;
        settings.render.concurrent = 2;
    };
    let mut world = World::with(on, Start { settings, ..start }).await;
    let id = world.start().await;
    in_time(world.process.stalled.recv()).await.unwrap();
    world.hands.cue(StepKind::Compose, Cue::Wait);
    assert_eq!(world.sql("UPDATE executions SET due_at_ms = 0 WHERE held = 1").await, 1);
    assert_eq!(world.reached().await, StepKind::Compose);
    // Both hands are busy: that another one ends tells that the late holder has ended.
    let other = world.start().await;
    released.add_permits(1);
    assert_eq!(world.ended(&other).await.status, Status::Completed);
    world.hands.release();
    let events = world.events(&id, 0).await;
    assert_whole(&events, Status::Completed);
    assert_eq!(events.iter().filter(|event| event.message == "Presenter is rehearsing.").count(), 1);
    assert_eq!(world.calls(), [2, 2, 2]);
}

async fn a_step_of_a_lost_lease_is_told_to_stop(on: On) {
    let settings = |settings: &mut engine::EngineSettings| {
        settings.lease_ttl = Duration::from_millis(600);
        settings.render.concurrent = 2;
    };
    let mut world = World::with(on, Start::with(settings)).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    let stolen = "UPDATE executions SET lease_node = 'somebody else', due_at_ms = 0 WHERE held = 1";
    assert_eq!(world.sql(stolen).await, 1);
    world.reached().await;
    // The first one has stopped by itself, so the one release is the second one's.
    world.hands.are_at_work(1).await;
    world.hands.release();
    assert_whole(&world.events(&id, 0).await, Status::Completed);
    assert_eq!(world.calls(), [2, 1, 1]);
}
