//! The queue: one holder each, everybody's turn, and nothing forgotten by a restart.

use crate::world::World;
use domain::{ExecutionKind, Status, StepName};
use futures::future::join_all;
use std::collections::HashSet;
use store::{ExecutionLedger, ExecutionQueue, ExecutionStore};

#[tokio::test]
async fn claims_at_once_never_get_the_same_execution() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    for _ in 0..10 {
        world.order(&ada, None).await;
    }
    let claims = join_all((0..16).map(|_| world.store.claim_next_execution("node"))).await;
    let ids: Vec<_> = claims.into_iter().filter_map(|claim| Some(claim.unwrap()?.lease.execution)).collect();
    assert_eq!((ids.len(), ids.iter().collect::<HashSet<_>>().len()), (10, 10));
}

#[tokio::test]
async fn one_account_with_many_does_not_keep_another_waiting() {
    let world = World::new().await;
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    let mut of_ada = Vec::new();
    for _ in 0..20 {
        of_ada.push(world.order(&ada, None).await.execution.id);
    }
    world.claim().await;
    let of_grace = world.order(&grace, None).await.execution.id;
    assert_eq!(world.claim().await.lease.execution, of_grace);
    // Within one account it is first come, first served.
    assert_eq!(world.claim().await.lease.execution, *of_ada.get(1).unwrap());
}

#[tokio::test]
async fn a_restart_queues_again_what_this_node_was_running() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let [first, second, other] =
        [world.order(&ada, None).await, world.order(&ada, None).await, world.order(&ada, None).await]
            .map(|order| order.execution.id);
    let claim = world.claim().await;
    world.store.begin_step(&claim.lease, StepName::Speech, "Begun.").await.unwrap();
    world.claim().await;
    world.store.cancel_execution(&ada, &second).await.unwrap();
    world.store.claim_next_execution("another node").await.unwrap().unwrap();
    let world = world.reopened().await;
    let recovered = world.store.recover_executions("node").await.unwrap();
    assert_eq!(recovered.len(), 2);
    let status = async |id| world.store.get_execution(&ada, id).await.unwrap().status;
    assert_eq!(status(&first).await, Status::Queued);
    assert_eq!(status(&second).await, Status::Cancelled);
    assert_eq!(status(&other).await, Status::Running);
    let again = world.claim().await;
    assert_eq!((&again.lease.execution, again.lease.epoch), (&first, claim.lease.epoch + 1));
    let speech = again.steps.first().unwrap();
    assert_eq!((speech.step.status, speech.step.attempts, speech.tries), (Status::Queued, 1, 1));
}

#[tokio::test]
async fn what_cannot_be_read_ends_as_failed_and_keeps_nobody_waiting() {
    for broken in [
        "UPDATE executions SET kind = 'puppet_show'",
        "UPDATE executions SET media_folder = 'elsewhere'",
        "UPDATE executions SET current_step = 'dance'",
        "UPDATE steps SET name = 'dance' WHERE position = 1",
    ] {
        let world = World::new().await;
        let ada = world.account("ada").await;
        let queued = world.order(&ada, None).await.execution;
        world.sql(broken).await;
        let next = world.order(&ada, None).await.execution.id;
        assert_eq!(world.claim().await.lease.execution, next, "{broken}");
        let events = world.store.list_events(&ada, &queued.id, 0, 10).await.unwrap();
        let last = events.last().unwrap();
        assert_eq!((last.seq, last.status), (2, Status::Failed), "{broken}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_keeps_no_restart_from_its_work() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let running = world.order(&ada, None).await.execution.id;
    world.claim().await;
    world.sql("UPDATE executions SET kind = 'puppet_show'").await;
    let other = world.order(&ada, None).await.execution.id;
    assert_eq!(world.claim().await.lease.execution, other);
    let recovered = world.store.recover_executions("node").await.unwrap();
    assert_eq!(recovered.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), std::slice::from_ref(&other));
    let events = world.store.list_events(&ada, &running, 0, 10).await.unwrap();
    assert_eq!(events.last().unwrap().status, Status::Failed);
    assert_eq!(world.claim().await.lease.execution, other);
}

#[tokio::test]
async fn step_times_come_from_finished_executions_only() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    world.order(&ada, None).await;
    let claim = world.claim().await;
    let times = async || world.store.recent_step_times(ExecutionKind::AvatarAd, 5).await.unwrap();
    assert!(times().await.is_empty());
    world.finish(&claim).await;
    let times = times().await;
    assert_eq!(times.len(), 4);
    assert!(times.iter().all(|time| time.seconds >= 0.0 && time.work_units == 2.0));
}
