//! Executions: accepted once, every change with its event, and nothing written without the lease.

use crate::world::{World, media_result, new_execution};
use domain::{ErrorDetail, FailureCode, Status, StepName};
use futures::future::join_all;
use serde_json::json;
use store::{ExecutionLedger, ExecutionQueue, ExecutionStore, Lease, ProjectStore, ShareStore, StoreError};

#[tokio::test]
async fn a_project_has_one_render_under_way_however_often_it_is_asked_for() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a mug").await;
    let orders = join_all((0..12).map(|_| world.order(&ada, Some(&project.id)))).await;
    assert_eq!(orders.iter().filter(|order| order.accepted.is_some()).count(), 1);
    let first = &orders.first().unwrap().execution.id;
    assert!(orders.iter().all(|order| order.execution.id == *first));
    let kept = world.store.get_project(&ada, &project.id).await.unwrap();
    assert_eq!(kept.latest_execution_id.as_ref(), Some(first));
}

#[tokio::test]
async fn events_have_no_gap_and_lead_to_the_stored_execution() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let mut view = world.store.get_execution(&ada, &id).await.unwrap();
    let claim = world.claim().await;
    let half = world.store.begin_step(&claim.lease, StepName::Speech, "Begun.").await.unwrap();
    assert_eq!(half.event.job.unwrap().attempts, 1);
    let half = world.store.record_progress(&claim.lease, StepName::Speech, 50, "Half.").await.unwrap();
    assert_eq!(half.event.progress, 12);
    let less = world.store.record_progress(&claim.lease, StepName::Speech, 10, "Less?").await.unwrap();
    assert_eq!(less.event.job.unwrap().progress, 50);
    let output = json!({ "files": [] });
    world.store.finish_step(&claim.lease, StepName::Speech, &output, "Done.").await.unwrap();
    for name in [StepName::Presenter, StepName::Compose, StepName::Publish] {
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
    assert_eq!(view, world.store.get_execution(&ada, &id).await.unwrap());
}

#[tokio::test]
async fn whoever_lost_the_lease_writes_nothing() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let old = world.claim().await.lease;
    world.store.hand_back(&old, "Handed back.").await.unwrap();
    let new = world.claim().await.lease;
    assert_eq!(new.epoch, old.epoch + 1);
    let before = world.store.get_execution(&ada, &id).await.unwrap();
    let detail = ErrorDetail {
        stage: StepName::Speech,
        provider: "studio".into(),
        code: FailureCode::Internal,
        retryable: true,
        remedy: "Retry.".into(),
    };
    let answers = [
        world.store.begin_step(&old, StepName::Speech, "").await,
        world.store.record_progress(&old, StepName::Speech, 5, "").await,
        world.store.finish_step(&old, StepName::Speech, &json!({}), "").await,
        world.store.reopen_steps(&old, StepName::Speech, "").await,
        world.store.complete(&old, &media_result(), "").await,
        world.store.fail(&old, &detail, "").await,
        world.store.cancelled(&old, "").await,
        world.store.hand_back(&old, "").await,
        world.store.begin_step(&Lease { epoch: new.epoch + 1, ..new.clone() }, StepName::Speech, "").await,
    ];
    assert!(answers.iter().all(|answer| matches!(answer, Err(StoreError::LeaseLost))));
    assert_eq!(world.store.get_execution(&ada, &id).await.unwrap(), before);
}

#[tokio::test]
async fn a_failure_stays_and_a_retry_keeps_what_is_stored() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let claim = world.claim().await;
    world.store.begin_step(&claim.lease, StepName::Speech, "Begun.").await.unwrap();
    world.store.finish_step(&claim.lease, StepName::Speech, &json!({ "n": 1 }), "Done.").await.unwrap();
    world.store.begin_step(&claim.lease, StepName::Presenter, "Begun.").await.unwrap();
    let detail = ErrorDetail {
        stage: StepName::Presenter,
        provider: "studio".into(),
        code: FailureCode::Missing,
        retryable: true,
        remedy: "Free some space.".into(),
    };
    world.store.fail(&claim.lease, &detail, "The disk is full.").await.unwrap();
    let failed = world.store.get_execution(&ada, &id).await.unwrap();
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

#[tokio::test]
async fn a_queued_one_is_cancelled_at_once_and_a_running_one_is_asked() {
    let world = World::new().await;
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
    let begun = world.store.begin_step(&claim.lease, StepName::Speech, "Begun.").await.unwrap();
    assert!(begun.cancel_requested);
    world.store.hand_back(&claim.lease, "Handed back.").await.unwrap();
    assert_eq!(world.store.get_execution(&ada, &running).await.unwrap().status, Status::Cancelled);
    assert!(world.store.claim_next_execution("node").await.unwrap().is_none());
}

#[tokio::test]
async fn a_finished_ad_has_one_public_link_until_it_is_ended() {
    let world = World::new().await;
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
