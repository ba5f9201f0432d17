//! Killed at any point, a restart goes on from what is stored and finishes; what was stored is not done again.

use crate::{
    both::both,
    database::On,
    process::Start,
    stagehands::Cue,
    stumbling_ledger::{Call, Stumble},
    world::{MADE, World, assert_whole, in_time, order, paths_in},
};
use domain::{Status, StepKind, StepName};
use engine::{EngineError, Order};
use std::fs;

const STEPS: [StepKind; 4] = [StepKind::Speech, StepKind::Presenter, StepKind::Compose, StepKind::Publish];
const PRESENTER: StepName = StepName::of(StepKind::Presenter);

both!(
    killed_at_every_write_it_finishes_and_repeats_only_what_was_not_stored,
    killed_in_the_middle_of_a_step_it_stays_running_and_does_that_step_again,
    what_an_interrupted_step_left_is_gone_when_it_is_done_again,
    what_cannot_be_cleaned_up_keeps_no_attempt_from_its_work,
    a_stored_step_whose_files_are_gone_is_done_again_with_what_follows,
    draining_hands_back_and_the_next_start_goes_on,
    a_store_that_fails_for_a_moment_costs_no_more_than_the_step,
);

async fn killed_at_every_write_it_finishes_and_repeats_only_what_was_not_stored(on: On) {
    let calls = STEPS.map(StepName::of).into_iter().flat_map(|step| [Call::Begin(step), Call::Finish(step)]);
    for call in calls.chain([Call::Complete]) {
        for stumble in [Stumble::StallBefore, Stumble::StallAfter] {
            let mut world = World::with(on, Start::stumbling(call, stumble)).await;
            let id = world.start().await;
            assert_eq!(in_time(world.process.stalled.recv()).await, Some(call));
            let world = world.killed_and_restarted().await;
            let events = world.events(&id, 0).await;
            assert_whole(&events, Status::Completed);
            for step in MADE {
                let lost = call == Call::Finish(step.into()) && stumble == Stumble::StallBefore;
                assert_eq!(
                    world.hands.calls(step),
                    if lost { 2 } else { 1 },
                    "{step} at {call:?} {stumble:?}"
                );
            }
            let result = world.get(&id).await.result.unwrap();
            assert_eq!(world.published(&result.url), b"mp4");
            in_time(world.process.engine.drain()).await;
            assert!(world.work_folders(&id).is_empty());
        }
    }
}

async fn killed_in_the_middle_of_a_step_it_stays_running_and_does_that_step_again(on: On) {
    for step in MADE {
        let mut world = World::new(on).await;
        world.hands.cue(step, Cue::Wait);
        let id = world.start().await;
        assert_eq!(world.reached().await, step);
        assert_eq!(world.get(&id).await.status, Status::Running);
        let world = world.killed_and_restarted().await;
        let events = world.events(&id, 0).await;
        assert_whole(&events, Status::Completed);
        assert_eq!(events.iter().filter(|event| event.status == Status::Queued).count(), 1);
        for made in MADE {
            assert_eq!(world.hands.calls(made), if made == step { 2 } else { 1 }, "{made} killed in {step}");
        }
        let job = world.get(&id).await.jobs.into_iter().find(|job| job.step == step).unwrap();
        assert_eq!(job.attempts, 2);
    }
}

async fn what_an_interrupted_step_left_is_gone_when_it_is_done_again(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    let [interrupted] = &world.work_folders(&id)[..] else { panic!("one folder for one holder") };
    assert!(interrupted.join("speech.1.part/sound.wav").exists());
    world.hands.cue(StepKind::Compose, Cue::Wait);
    let mut world = world.killed_and_restarted().await;
    assert_eq!(world.reached().await, StepKind::Compose);
    let [present] = &world.work_folders(&id)[..] else { panic!("one folder for one holder") };
    let (begun, at_hand): (Vec<_>, Vec<_>) =
        paths_in(present).into_iter().partition(|path| path.ends_with("compose.2.part"));
    assert_eq!((begun.len(), at_hand.len()), (1, 1));
    let names: Vec<_> =
        paths_in(&at_hand[0]).iter().map(|path| path.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["presenter-2-take", "speech-2-sound.wav", "speech-2-track.json"]);
}

async fn what_cannot_be_cleaned_up_keeps_no_attempt_from_its_work(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let first = world.start().await;
    let second = world.start().await;
    world.reached().await;
    // A file cannot be removed as the folder that an attempt leaves. The next lease of it is its first one.
    let folder = world.process.work.join(format!("{second}.1"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("speech.0.part"), b"in the way").unwrap();
    world.hands.release();
    assert_eq!(world.ended(&first).await.status, Status::Completed);
    assert_eq!(world.ended(&second).await.status, Status::Completed);
}

async fn a_stored_step_whose_files_are_gone_is_done_again_with_what_follows(on: On) {
    for gone in [true, false] {
        let mut world = World::new(on).await;
        world.hands.cue(StepKind::Compose, Cue::Wait);
        let id = world.start().await;
        world.reached().await;
        let kept = world.kept("presenter", "take");
        assert_eq!(kept.len(), 1);
        if gone {
            fs::remove_file(&kept[0]).unwrap()
        } else {
            fs::write(&kept[0], b"cut").unwrap()
        }
        let world = world.killed_and_restarted().await;
        let events = world.events(&id, 0).await;
        assert_whole(&events, Status::Completed);
        assert_eq!(world.calls(), [1, 2, 2]);
        let told = "The files of presenter are gone, so it is done again.";
        assert!(events.iter().any(|event| event.message == told));
    }
}

async fn draining_hands_back_and_the_next_start_goes_on(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Compose, Cue::Wait);
    let id = world.start().await;
    let queued = world.start().await;
    world.reached().await;
    in_time(world.process.engine.drain()).await;
    let handed_back = world.get(&id).await;
    assert_eq!((handed_back.status, handed_back.current_job), (Status::Queued, None));
    let refused = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, Order::AvatarAd(order()), None)
        .await;
    assert!(matches!(refused, Err(EngineError::Draining)));
    let world = world.killed_and_restarted().await;
    assert_eq!(world.ended(&id).await.status, Status::Completed);
    assert_eq!(world.ended(&queued).await.status, Status::Completed);
    assert_eq!(world.calls(), [2, 2, 3]);
}

async fn a_store_that_fails_for_a_moment_costs_no_more_than_the_step(on: On) {
    for call in [Call::Begin(PRESENTER), Call::Finish(PRESENTER), Call::Complete] {
        let world = World::with(on, Start::stumbling(call, Stumble::Break)).await;
        let id = world.start().await;
        assert_whole(&world.events(&id, 0).await, Status::Completed);
        let repeated = if call == Call::Finish(PRESENTER) { 2 } else { 1 };
        assert_eq!(world.calls(), [1, repeated, 1], "{call:?}");
    }
}
