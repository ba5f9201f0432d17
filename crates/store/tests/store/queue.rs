//! The queue: one holder each, everybody's turn, and nothing forgotten by a restart.

use crate::{both::both, samples::SPEECH, world::World};
use domain::{ExecutionKind, Status};
use store::{ExecutionQueue, ExecutionStore, StepLedger};

both! {
    a_restart_makes_due_at_once_what_anybody_held,
    what_cannot_be_read_ends_as_failed_and_keeps_nobody_waiting,
    what_cannot_be_read_keeps_no_restart_from_its_work,
    step_times_come_from_finished_executions_only,
}

async fn a_restart_makes_due_at_once_what_anybody_held(mut world: World) {
    let ada = world.account("ada").await;
    for _ in 0..3 {
        world.order(&ada, None).await;
    }
    let claim = world.claim().await;
    world.store.begin_step(&claim.lease, SPEECH, "Begun.").await.unwrap();
    assert_eq!(world.claims("another node", 1).await.len(), 1);
    world.restart().await;
    assert_eq!(world.store.release_all().await.unwrap(), 2);
    assert_eq!(world.store.release_all().await.unwrap(), 0);
    let claims = world.claims("node", 10).await;
    assert_eq!(claims.len(), 3);
    let again = claims.iter().find(|again| again.lease.execution == claim.lease.execution).unwrap();
    assert_eq!(again.lease.epoch, claim.lease.epoch + 1);
    // It went on running as far as anybody saw, so nothing is told again.
    assert!(again.event.is_none());
    let speech = again.steps.first().unwrap();
    assert_eq!((speech.step.status, speech.step.attempts, speech.tries), (Status::Running, 1, 1));
}

async fn what_cannot_be_read_ends_as_failed_and_keeps_nobody_waiting(world: World) {
    let ada = world.account("ada").await;
    for broken in [
        "UPDATE executions SET kind = 'puppet_show' WHERE status = 'queued'",
        "UPDATE executions SET media_folder = 'elsewhere' WHERE status = 'queued'",
        "UPDATE executions SET current_step = 'Dance!' WHERE status = 'queued'",
        "UPDATE steps SET name = 'Dance!' WHERE position = 1 AND status = 'queued'
         AND execution_id IN (SELECT id FROM executions WHERE status = 'queued')",
    ] {
        let queued = world.order(&ada, None).await.execution;
        world.sql(broken).await;
        let next = world.order(&ada, None).await.execution.id;
        let claim = world.claim().await;
        assert_eq!(claim.lease.execution, next, "{broken}");
        let events = world.store.list_events(&ada, &queued.id, 0, 10).await.unwrap();
        let last = events.last().unwrap();
        assert_eq!((last.seq, last.status), (2, Status::Failed), "{broken}");
        world.finish(&claim).await;
    }
}

async fn what_cannot_be_read_keeps_no_restart_from_its_work(world: World) {
    let ada = world.account("ada").await;
    let running = world.order(&ada, None).await.execution.id;
    world.claim().await;
    world.sql("UPDATE executions SET kind = 'puppet_show'").await;
    let other = world.order(&ada, None).await.execution.id;
    assert_eq!(world.claim().await.lease.execution, other);
    assert_eq!(world.store.release_all().await.unwrap(), 2);
    assert_eq!(world.claim().await.lease.execution, other);
    assert!(world.claims("node", 10).await.is_empty());
    let events = world.store.list_events(&ada, &running, 0, 10).await.unwrap();
    assert_eq!(events.last().unwrap().status, Status::Failed);
}

async fn step_times_come_from_finished_executions_only(world: World) {
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
