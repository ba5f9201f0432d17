//! Killed at any point, a restart goes on from what is stored and finishes; what was stored is not done again.

use crate::{
    process::Start,
    stagehands::Cue,
    stumbling_ledger::{Call, Stumble},
    world::{World, assert_whole, in_time},
};
use domain::{Status, StepName};

const STEPS: [StepName; 4] = [StepName::Speech, StepName::Presenter, StepName::Compose, StepName::Publish];
const MADE: [StepName; 3] = [StepName::Speech, StepName::Presenter, StepName::Compose];

#[tokio::test]
async fn killed_at_every_write_it_finishes_and_repeats_only_what_was_not_stored() {
    let calls = STEPS.into_iter().flat_map(|step| [Call::Begin(step), Call::Finish(step)]);
    for call in calls.chain([Call::Complete]) {
        for stumble in [Stumble::StallBefore, Stumble::StallAfter] {
            let start = Start { stumble: Some((call, stumble)), ..Start::default() };
            let mut world = World::with(start).await;
            let id = world.start().await;
            assert_eq!(in_time(world.process.stalled.recv()).await, Some(call));
            let world = world.killed_and_restarted().await;
            let events = world.events(&id, 0).await;
            assert_whole(&events, Status::Completed);
            for step in MADE {
                let lost = call == Call::Finish(step) && stumble == Stumble::StallBefore;
                assert_eq!(
                    world.hands.calls(step),
                    if lost { 2 } else { 1 },
                    "{step} at {call:?} {stumble:?}"
                );
            }
            let result = world.get(&id).await.result.unwrap();
            assert_eq!(world.published(&result.url), b"mp4");
            assert!(!world.work_folder(&id).exists());
        }
    }
}

#[tokio::test]
async fn killed_in_the_middle_of_a_step_it_cleans_up_and_does_that_step_again() {
    for step in MADE {
        let mut world = World::new().await;
        world.hands.cue(step, Cue::Wait);
        let id = world.start().await;
        assert_eq!(world.reached().await, step);
        let world = world.killed_and_restarted().await;
        assert_whole(&world.events(&id, 0).await, Status::Completed);
        for made in MADE {
            assert_eq!(world.hands.calls(made), if made == step { 2 } else { 1 }, "{made} killed in {step}");
        }
        let job = world.get(&id).await.jobs.into_iter().find(|job| job.name == step).unwrap();
        assert_eq!(job.attempts, 2);
    }
}

#[tokio::test]
async fn what_an_interrupted_step_left_is_gone_when_it_is_done_again() {
    let mut world = World::new().await;
    world.hands.cue(StepName::Speech, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    assert!(world.work_folder(&id).join("speech.1.part/sound.wav").exists());
    world.hands.cue(StepName::Compose, Cue::Wait);
    let mut world = world.killed_and_restarted().await;
    assert_eq!(world.reached().await, StepName::Compose);
    let mut left: Vec<_> = std::fs::read_dir(world.work_folder(&id))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["compose.2.part", "presenter", "speech"]);
}

#[tokio::test]
async fn what_cannot_be_cleaned_up_keeps_no_attempt_from_its_work() {
    let mut world = World::new().await;
    world.hands.cue(StepName::Speech, Cue::Wait);
    let first = world.start().await;
    let second = world.start().await;
    world.reached().await;
    // A file cannot be removed as the folder that an attempt leaves.
    std::fs::create_dir(world.work_folder(&second)).unwrap();
    std::fs::write(world.work_folder(&second).join("speech.0.part"), b"in the way").unwrap();
    world.hands.release();
    assert_eq!(world.ended(&first).await.status, Status::Completed);
    assert_eq!(world.ended(&second).await.status, Status::Completed);
}

#[tokio::test]
async fn a_stored_step_whose_files_are_gone_is_done_again_with_what_follows() {
    let mut world = World::new().await;
    world.hands.cue(StepName::Compose, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    std::fs::write(world.work_folder(&id).join("presenter/take"), b"cut").unwrap();
    let world = world.killed_and_restarted().await;
    assert_whole(&world.events(&id, 0).await, Status::Completed);
    assert_eq!(MADE.map(|step| world.hands.calls(step)), [1, 2, 2]);
}

#[tokio::test]
async fn draining_hands_back_and_the_next_start_goes_on() {
    let mut world = World::new().await;
    world.hands.cue(StepName::Compose, Cue::Wait);
    let id = world.start().await;
    let queued = world.start().await;
    world.reached().await;
    in_time(world.process.engine.drain()).await;
    let handed_back = world.get(&id).await;
    assert_eq!((handed_back.status, handed_back.current_job), (Status::Queued, None));
    let refused = world.process.engine.start(&world.ada, None, crate::world::order()).await;
    assert!(matches!(refused, Err(engine::EngineError::Draining)));
    let world = world.killed_and_restarted().await;
    assert_eq!(world.ended(&id).await.status, Status::Completed);
    assert_eq!(world.ended(&queued).await.status, Status::Completed);
    assert_eq!(MADE.map(|step| world.hands.calls(step)), [2, 2, 3]);
}

#[tokio::test]
async fn a_store_that_fails_for_a_moment_costs_no_more_than_the_step() {
    for call in [Call::Begin(StepName::Presenter), Call::Finish(StepName::Presenter), Call::Complete] {
        let start = Start { stumble: Some((call, Stumble::Break)), ..Start::default() };
        let world = World::with(start).await;
        let id = world.start().await;
        assert_whole(&world.events(&id, 0).await, Status::Completed);
        let repeated = if call == Call::Finish(StepName::Presenter) { 2 } else { 1 };
        assert_eq!(MADE.map(|step| world.hands.calls(step)), [1, repeated, 1], "{call:?}");
    }
}
