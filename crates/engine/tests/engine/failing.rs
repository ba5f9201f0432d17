//! A failure says where, who, what and what to do, and nothing is ever stuck.

use crate::{both::both, database::On, process::Start, stagehands::Cue, world::World};
use domain::{FailureCode, Status, StepKind};
use std::time::Duration;

both!(
    what_a_maker_says_reaches_the_person_and_its_cause_does_not,
    an_order_that_cannot_be_fulfilled_is_not_worth_a_retry,
    a_panic_fails_the_step_and_the_next_execution_runs,
    a_step_past_its_deadline_fails,
);

async fn what_a_maker_says_reaches_the_person_and_its_cause_does_not(on: On) {
    let world = World::new(on).await;
    world.hands.cue(StepKind::Presenter, Cue::Fail);
    let id = world.start().await;
    let failed = world.ended(&id).await;
    assert_eq!(failed.status, Status::Failed);
    assert_eq!(failed.error.as_deref(), Some("Stopped at presenter. The lamp went out."));
    let detail = failed.error_detail.unwrap();
    assert_eq!((detail.stage, detail.provider.as_str()), (StepKind::Presenter.into(), "stagehand"));
    assert_eq!((detail.code, detail.retryable), (FailureCode::Internal, true));
    assert!(detail.remedy.contains("What was made before is kept."));
    assert!(!detail.remedy.contains("no current"));
    let job = failed.jobs.iter().find(|job| job.step == StepKind::Presenter).unwrap();
    assert_eq!(job.status, Status::Failed);
    assert!(job.error.is_some());
}

async fn an_order_that_cannot_be_fulfilled_is_not_worth_a_retry(on: On) {
    let world = World::new(on).await;
    world.hands.cue(StepKind::Speech, Cue::Refuse);
    let id = world.start().await;
    let detail = world.ended(&id).await.error_detail.unwrap();
    assert_eq!((detail.code, detail.retryable), (FailureCode::InvalidInput, false));
}

async fn a_panic_fails_the_step_and_the_next_execution_runs(on: On) {
    let world = World::new(on).await;
    world.hands.cue(StepKind::Compose, Cue::Panic);
    let id = world.start().await;
    let failed = world.ended(&id).await;
    assert_eq!(failed.error_detail.unwrap().code, FailureCode::Internal);
    let next = world.start().await;
    assert_eq!(world.ended(&next).await.status, Status::Completed);
}

async fn a_step_past_its_deadline_fails(on: On) {
    let start = Start::with(|settings| settings.step_deadline = Duration::from_millis(50));
    let world = World::with(on, start).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let id = world.start().await;
    let failed = world.ended(&id).await;
    assert_eq!(failed.error_detail.unwrap().code, FailureCode::Deadline);
    assert_eq!(failed.error.as_deref(), Some("Stopped at speech. It was not done after 50 ms."));
}
