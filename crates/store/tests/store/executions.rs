//! Executions: accepted once, every change with its event, and nothing written without the lease.

use crate::{
    both::both,
    samples::{COMPOSE, PRESENTER, PUBLISH, SPEECH, failure, media_result, new_execution, outcome},
    world::{World, every_write},
};
use domain::{FailureCode, Status};
use futures::future::join_all;
use serde_json::json;
use store::{ExecutionStore, Lease, LeaseLedger, Outcome, ProjectStore, ShareStore, StepLedger, StoreError};

both! {
    a_project_has_one_render_under_way_however_often_it_is_asked_for,
    events_have_no_gap_and_lead_to_the_stored_execution,
    whoever_lost_the_lease_writes_nothing,
    a_failure_stays_and_a_retry_keeps_what_is_stored,
    a_queued_one_is_cancelled_at_once_and_a_running_one_is_asked,
    a_finished_ad_has_one_public_link_until_it_is_ended,
    an_outcome_is_found_again_by_its_hash_and_by_its_account_alone,
    a_step_that_is_opened_again_is_done_again_with_all_that_follow,
}

async fn a_project_has_one_render_under_way_however_often_it_is_asked_for(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a mug").await;
    let orders = join_all((0..12).map(|_| world.order(&ada, Some(&project.id)))).await;
    assert_eq!(orders.iter().filter(|order| order.accepted.is_some()).count(), 1);
    let first = &orders.first().unwrap().execution.id;
    assert!(orders.iter().all(|order| order.execution.id == *first));
    let kept = world.store.get_project(&ada, &project.id).await.unwrap();
    assert_eq!(kept.latest_execution_id.as_ref(), Some(first));
}

async fn events_have_no_gap_and_lead_to_the_stored_execution(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let mut view = world.execution(&ada, &id).await;
    let claim = world.claim().await;
    let half = world.store.begin_step(&claim.lease, SPEECH, "Begun.").await.unwrap();
    assert_eq!(half.event.job.unwrap().attempts, 1);
    let half = world.store.record_progress(&claim.lease, SPEECH, 50, "Half.").await.unwrap();
    assert_eq!(half.event.progress, 12);
    let less = world.store.record_progress(&claim.lease, SPEECH, 10, "Less?").await.unwrap();
    assert_eq!(less.event.job.unwrap().progress, 50);
    let output = outcome(json!({ "files": [] }));
    world.store.finish_step(&claim.lease, SPEECH, &output, "Done.").await.unwrap();
    for name in [PRESENTER, COMPOSE, PUBLISH] {
        world.store.begin_step(&claim.lease, name, "Begun.").await.unwrap();
        world.store.finish_step(&claim.lease, name, &output, "Done.").await.unwrap();
    }
    let last = world.store.complete(&claim.lease, &media_result(), "Ready.").await.unwrap().event;
    assert_eq!((last.status, last.progress), (Status::Completed, 100));
    let events = world.store.list_events(&ada, &id, 0, 100).await.unwrap();
    let numbers: Vec<u64> = events.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=last.seq).collect::<Vec<_>>());
    assert!(events.is_sorted_by_key(|event| event.progress));
    assert_eq!(world.store.list_events(&ada, &id, 3, 2).await.unwrap(), events.get(3..5).unwrap());
    for event in &events {
        view.apply(event);
    }
    assert_eq!(view, world.execution(&ada, &id).await);
}

async fn whoever_lost_the_lease_writes_nothing(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let old = world.claim().await.lease;
    world.store.hand_back(&old, "Handed back.").await.unwrap();
    let new = world.claim().await.lease;
    assert_eq!(new.epoch, old.epoch + 1);
    let before = world.execution(&ada, &id).await;
    let next = Lease { epoch: new.epoch + 1, ..new.clone() };
    for lease in [&old, &next] {
        for answer in every_write(&world.store, lease).await {
            assert!(matches!(answer, Err(StoreError::LeaseLost)), "{answer:?}");
        }
    }
    assert_eq!(world.execution(&ada, &id).await, before);
    world.store.begin_step(&new, SPEECH, "Begun.").await.unwrap();
}

async fn a_failure_stays_and_a_retry_keeps_what_is_stored(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let claim = world.claim().await;
    world.store.begin_step(&claim.lease, SPEECH, "Begun.").await.unwrap();
    world.store.finish_step(&claim.lease, SPEECH, &outcome(json!({ "n": 1 })), "Done.").await.unwrap();
    world.store.begin_step(&claim.lease, PRESENTER, "Begun.").await.unwrap();
    let detail = failure(PRESENTER, FailureCode::Missing);
    world.store.fail(&claim.lease, &detail, "The disk is full.").await.unwrap();
    let failed = world.execution(&ada, &id).await;
    assert_eq!((failed.status, failed.error_detail), (Status::Failed, Some(detail)));
    assert_eq!(failed.error.as_deref(), Some("The disk is full."));
    let (again, event) = world.store.requeue_execution(&ada, &id, "Again.").await.unwrap();
    assert_eq!((again.status, event.status, again.error), (Status::Queued, Status::Queued, None));
    assert_eq!(again.progress, 25);
    let claim = world.claim().await;
    let outputs: Vec<_> = claim.steps.iter().map(|record| record.output.clone()).collect();
    assert_eq!(outputs, [Some(json!({ "n": 1 })), None, None, None]);
    assert!(matches!(world.store.requeue_execution(&ada, &id, "").await, Err(StoreError::Conflict(_))));
}

async fn a_queued_one_is_cancelled_at_once_and_a_running_one_is_asked(world: World) {
    let ada = world.account("ada").await;
    let queued = world.order(&ada, None).await.execution.id;
    let answer = world.store.cancel_execution(&ada, &queued).await.unwrap();
    assert_eq!(answer.execution.status, Status::Cancelled);
    assert_eq!(answer.ended.unwrap().seq, 2);
    let running = world.order(&ada, None).await.execution.id;
    let claim = world.claim().await;
    assert_eq!(claim.lease.execution, running);
    let answer = world.store.cancel_execution(&ada, &running).await.unwrap();
    assert!(answer.ended.is_none() && answer.execution.status == Status::Running);
    let begun = world.store.begin_step(&claim.lease, SPEECH, "Begun.").await.unwrap();
    assert!(begun.cancel_requested);
    world.store.hand_back(&claim.lease, "Handed back.").await.unwrap();
    assert_eq!(world.execution(&ada, &running).await.status, Status::Cancelled);
    assert!(world.claims("node", 1).await.is_empty());
}

async fn a_finished_ad_has_one_public_link_until_it_is_ended(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    assert!(matches!(world.store.share_execution(&ada, &id).await, Err(StoreError::Conflict(_))));
    world.finish(&world.claim().await).await;
    let token = world.store.share_execution(&ada, &id).await.unwrap();
    assert_eq!(world.store.share_execution(&ada, &id).await.unwrap(), token);
    let shared = world.store.open_share(&token).await.unwrap();
    assert_eq!((shared.execution.id, shared.order), (id.clone(), new_execution(None).order));
    world.store.unshare_execution(&ada, &id).await.unwrap();
    assert!(matches!(world.store.open_share(&token).await, Err(StoreError::NotFound)));
}

async fn an_outcome_is_found_again_by_its_hash_and_by_its_account_alone(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let made = |n: u32| Outcome { input_hash: Some("hash".into()), ..outcome(json!({ "n": n })) };
    let find = async |account, hash: &str| world.store.find_outcome(account, hash).await.unwrap();
    world.order(&ada, None).await;
    let first = world.claim().await.lease;
    assert_eq!(find(&ada, "hash").await, None);
    world.store.begin_step(&first, SPEECH, "Begun.").await.unwrap();
    world.store.finish_step(&first, SPEECH, &made(1), "Done.").await.unwrap();
    assert_eq!(find(&ada, "hash").await, Some(json!({ "n": 1 })));
    assert_eq!((find(&eve, "hash").await, find(&ada, "other").await), (None, None));
    let id = world.order(&ada, None).await.execution.id;
    let second = world.claim().await.lease;
    let event = world.store.reuse_step(&second, SPEECH, &made(1), "Had already.").await.unwrap().event;
    let speech = event.job.unwrap();
    // It is done, was not attempted, and took no time that anybody could measure.
    assert_eq!((speech.status, speech.attempts, speech.started_at), (Status::Completed, 0, None));
    assert_eq!(event.progress, 25);
    world.store.hand_back(&second, "Handed back.").await.unwrap();
    let claim = world.claim().await;
    assert_eq!((&claim.lease.execution, claim.steps[0].output.as_ref()), (&id, Some(&json!({ "n": 1 }))));
}

async fn a_step_that_is_opened_again_is_done_again_with_all_that_follow(world: World) {
    let ada = world.account("ada").await;
    world.order(&ada, None).await;
    let claim = world.claim().await;
    for name in [SPEECH, PRESENTER, COMPOSE] {
        world.store.begin_step(&claim.lease, name, "Begun.").await.unwrap();
        world.store.finish_step(&claim.lease, name, &outcome(json!({})), "Done.").await.unwrap();
    }
    world.store.reopen_steps(&claim.lease, PRESENTER, "Its file is gone.").await.unwrap();
    world.store.hand_back(&claim.lease, "Handed back.").await.unwrap();
    let claim = world.claim().await;
    let stands: Vec<_> = claim.steps.iter().map(|record| record.step.status).collect();
    assert_eq!(stands, [Status::Completed, Status::Queued, Status::Queued, Status::Queued]);
    assert!(claim.steps.iter().skip(1).all(|record| record.output.is_none()));
}
