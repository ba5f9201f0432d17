//! Cancel is effective within a second, wherever the execution is.

use crate::{stagehands::Cue, world::World};
use domain::{Status, StepName};
use std::time::{Duration, Instant};

#[tokio::test]
async fn each_step_stops_within_a_second() {
    for step in [StepName::Speech, StepName::Presenter, StepName::Compose] {
        for cue in [Cue::Wait, Cue::Deaf] {
            let mut world = World::new().await;
            world.hands.cue(step, cue);
            let id = world.start().await;
            world.reached().await;
            let begun = Instant::now();
            let answer = world.process.engine.cancel(&world.ada, &id).await.unwrap();
            assert!(begun.elapsed() < Duration::from_secs(1), "{step} took {:?}", begun.elapsed());
            assert_eq!(answer.status, Status::Cancelled);
            let job = answer.jobs.iter().find(|job| job.name == step).unwrap();
            assert_eq!((job.status, answer.current_job), (Status::Cancelled, None));
            assert_eq!(world.events(&id, 0).await.last().unwrap().status, Status::Cancelled);
            let again = world.process.engine.cancel(&world.ada, &id).await.unwrap();
            assert_eq!(again, answer);
        }
    }
}

#[tokio::test]
async fn a_queued_one_never_begins() {
    let mut world = World::new().await;
    world.hands.cue(StepName::Speech, Cue::Wait);
    let running = world.start().await;
    world.reached().await;
    let queued = world.start().await;
    assert_eq!(world.get(&queued).await.status, Status::Queued);
    let answer = world.process.engine.cancel(&world.ada, &queued).await.unwrap();
    assert_eq!(answer.status, Status::Cancelled);
    world.hands.release();
    assert_eq!(world.ended(&running).await.status, Status::Completed);
    assert_eq!(world.hands.calls(StepName::Speech), 1);
}

#[tokio::test]
async fn a_step_that_does_not_hear_keeps_its_hand_until_it_ends() {
    let mut world = World::new().await;
    world.hands.cue(StepName::Compose, Cue::Deaf);
    let deaf = world.start().await;
    world.reached().await;
    world.process.engine.cancel(&world.ada, &deaf).await.unwrap();
    world.process.engine.retry(&world.ada, &deaf).await.unwrap();
    let retried = world.get(&deaf).await;
    assert_eq!(retried.status, Status::Queued);
    world.hands.release();
    assert_eq!(world.events(&deaf, retried.last_event).await.last().unwrap().status, Status::Completed);
    assert_eq!(world.hands.calls(StepName::Compose), 2);
    assert_eq!(world.hands.calls(StepName::Speech), 1);
}
