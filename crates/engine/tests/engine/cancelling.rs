//! Cancel is effective wherever the execution is, whether or not the step at work hears of it.

use crate::{
    both::both,
    database::On,
    process::Start,
    stagehands::Cue,
    world::{MADE, World},
};
use domain::{Status, StepKind};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::timeout};

both!(
    each_step_stops_when_it_is_told_to,
    a_queued_one_never_begins,
    one_that_was_just_taken_is_waited_for,
    a_step_that_does_not_hear_keeps_its_hand_until_it_ends,
);

async fn each_step_stops_when_it_is_told_to(on: On) {
    for step in MADE {
        for cue in [Cue::Wait, Cue::Deaf] {
            let mut world = World::new(on).await;
            world.hands.cue(step, cue);
            let id = world.start().await;
            world.reached().await;
            let answer = world.process.engine.cancel(&world.ada, &id).await.unwrap();
            assert_eq!(answer.status, Status::Cancelled, "{step}, {cue:?}");
            let job = answer.jobs.iter().find(|job| job.step == step).unwrap();
            assert_eq!((job.status, answer.current_job), (Status::Cancelled, None));
            assert_eq!(world.events(&id, 0).await.last().unwrap().status, Status::Cancelled);
            let again = world.process.engine.cancel(&world.ada, &id).await.unwrap();
            assert_eq!(again, answer);
        }
    }
}

async fn a_queued_one_never_begins(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let running = world.start().await;
    world.reached().await;
    let queued = world.start().await;
    let answer = world.process.engine.cancel(&world.ada, &queued).await.unwrap();
    assert_eq!(answer.status, Status::Cancelled);
    world.hands.release();
    assert_eq!(world.ended(&running).await.status, Status::Completed);
    assert_eq!(world.hands.calls(StepKind::Speech), 1);
}

async fn one_that_was_just_taken_is_waited_for(on: On) {
    let handed_over = Arc::new(Semaphore::new(0));
    let world = World::with(on, Start { held: Some(handed_over.clone()), ..Start::default() }).await;
    let id = world.start().await;
    // Stored before it is handed over, so an event tells of it to whoever reads the table.
    while world.get(&id).await.status != Status::Running {
        tokio::task::yield_now().await;
    }
    let mut cancelling = tokio::spawn({
        let (engine, ada, id) = (world.process.engine.clone(), world.ada.clone(), id.clone());
        async move { engine.cancel(&ada, &id).await.unwrap() }
    });
    assert!(timeout(Duration::from_millis(300), &mut cancelling).await.is_err(), "it answered while it ran");
    handed_over.add_permits(1);
    assert_eq!(cancelling.await.unwrap().status, Status::Cancelled);
    assert_eq!(world.hands.calls(StepKind::Speech), 0);
}

async fn a_step_that_does_not_hear_keeps_its_hand_until_it_ends(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Compose, Cue::Deaf);
    let deaf = world.start().await;
    world.reached().await;
    world.process.engine.cancel(&world.ada, &deaf).await.unwrap();
    world.process.engine.retry(&world.ada, &deaf).await.unwrap();
    let retried = world.get(&deaf).await;
    assert_eq!(retried.status, Status::Queued);
    world.hands.release();
    assert_eq!(world.events(&deaf, retried.last_event).await.last().unwrap().status, Status::Completed);
    assert_eq!(world.calls(), [1, 1, 2]);
    assert_eq!(world.hands.most_at_once(), 1);
}
