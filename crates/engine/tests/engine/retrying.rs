//! A retry goes on from the step that did not finish; what succeeded is not done again.

use crate::{
    both::both,
    database::On,
    stagehands::Cue,
    world::{World, assert_whole},
};
use domain::{Status, StepKind};
use engine::EngineError;

both!(
    a_failed_one_goes_on_from_the_failed_step,
    a_cancelled_one_goes_on_too_also_after_a_restart,
    only_a_failed_or_cancelled_one_can_be_tried_again,
);

async fn a_failed_one_goes_on_from_the_failed_step(on: On) {
    let world = World::new(on).await;
    world.hands.cue(StepKind::Compose, Cue::Fail);
    let id = world.start().await;
    let failed = world.ended(&id).await;
    assert_eq!(failed.status, Status::Failed);
    let retried = world.process.engine.retry(&world.ada, &id).await.unwrap();
    assert_eq!((retried.status, retried.error), (Status::Queued, None));
    let events = world.events(&id, failed.last_event).await;
    assert!(events.is_sorted_by_key(|event| event.progress));
    assert_whole(&world.events(&id, 0).await, Status::Completed);
    assert_eq!(world.calls(), [1, 1, 2]);
}

async fn a_cancelled_one_goes_on_too_also_after_a_restart(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Presenter, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    world.process.engine.cancel(&world.ada, &id).await.unwrap();
    let world = world.killed_and_restarted().await;
    world.process.engine.retry(&world.ada, &id).await.unwrap();
    assert_eq!(world.ended(&id).await.status, Status::Completed);
    assert_eq!(world.calls(), [1, 2, 1]);
}

async fn only_a_failed_or_cancelled_one_can_be_tried_again(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    let running = world.process.engine.retry(&world.ada, &id).await;
    assert!(matches!(running, Err(EngineError::Conflict(_))));
    world.hands.release();
    world.ended(&id).await;
    let completed = world.process.engine.retry(&world.ada, &id).await;
    assert!(matches!(completed, Err(EngineError::Conflict(_))));
}
