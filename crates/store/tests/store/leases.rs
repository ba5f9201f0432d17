//! Leases: kept by renewal, lost when they end, and given back by waiting.

use crate::{
    both::both,
    samples::SPEECH,
    world::{TTL, World, every_write, query},
};
use domain::{Status, StepKind};
use futures::{FutureExt, future::join_all};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use store::{
    ClaimQuery, ExecutionQueue, ExecutionStore, LeaseLedger, Renewed, SettlementQueue, StepLedger, StoreError,
};

both! {
    a_lease_that_ended_is_taken_under_the_next_epoch_and_its_old_holder_writes_nothing,
    a_lease_ends_by_itself,
    a_renewed_lease_stands,
    what_somebody_else_has_is_not_renewed,
    a_renewal_goes_before_the_writes_that_wait,
    a_wait_makes_due_later_and_news_at_once,
    news_that_comes_while_it_is_held_is_not_lost,
    a_cancelled_wait_is_due_at_once,
    a_wait_is_told_only_where_it_has_a_sentence,
}

async fn a_lease_that_ended_is_taken_under_the_next_epoch_and_its_old_holder_writes_nothing(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let old = world.claims("old", 1).await.remove(0).lease;
    assert!(world.claims("new", 1).await.is_empty());
    world.end_leases().await;
    // Nobody took it yet, so its holder may go on.
    world.store.begin_step(&old, SPEECH, "Begun.").await.unwrap();
    world.end_leases().await;
    let new = world.claims("new", 1).await.remove(0).lease;
    assert_eq!((&new.execution, new.epoch), (&old.execution, old.epoch + 1));
    let before = world.execution(&ada, &id).await;
    for answer in every_write(&world.store, &old).await {
        assert!(matches!(answer, Err(StoreError::LeaseLost)), "{answer:?}");
    }
    assert_eq!(world.execution(&ada, &id).await, before);
    world.store.begin_step(&new, SPEECH, "Begun again.").await.unwrap();
}

async fn a_lease_ends_by_itself(world: World) {
    let ada = world.account("ada").await;
    world.order(&ada, None).await;
    let short = ClaimQuery { ttl: Duration::from_millis(1), ..query("old", 1) };
    assert_eq!(world.store.claim_due(short).await.unwrap().len(), 1);
    let mut taken = Vec::new();
    while taken.is_empty() {
        taken = world.claims("new", 1).await;
    }
    assert_eq!(taken[0].lease.epoch, 2);
}

async fn a_renewed_lease_stands(world: World) {
    let ada = world.account("ada").await;
    world.order(&ada, None).await;
    let claim = world.claim().await;
    world.end_leases().await;
    let renewed = world.store.renew_leases("node", TTL).await.unwrap();
    assert_eq!(renewed, [Renewed { lease: claim.lease.clone(), cancel_requested: false }]);
    assert!(world.claims("another node", 1).await.is_empty());
    world.store.cancel_execution(&ada, &claim.lease.execution).await.unwrap();
    let renewed = world.store.renew_leases("node", TTL).await.unwrap();
    assert_eq!(renewed, [Renewed { lease: claim.lease.clone(), cancel_requested: true }]);
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    assert!(world.store.renew_leases("node", TTL).await.unwrap().is_empty());
}

async fn what_somebody_else_has_is_not_renewed(world: World) {
    let ada = world.account("ada").await;
    for _ in 0..3 {
        world.order(&ada, None).await;
    }
    let mut held = world.claims("old", 3).await;
    let waits = held.pop().unwrap();
    world.store.wait(&waits.lease, TTL, None).await.unwrap();
    let lost = held.pop().unwrap();
    world.sql(&format!("UPDATE executions SET due_at_ms = 0 WHERE id = '{}'", lost.lease.execution)).await;
    let taken = world.claims("new", 3).await;
    assert_eq!(taken.len(), 1);
    let leases = async |node: &str| {
        let renewed = world.store.renew_leases(node, TTL).await.unwrap();
        renewed.into_iter().map(|renewed| renewed.lease).collect::<Vec<_>>()
    };
    assert_eq!(leases("old").await, [held[0].lease.clone()]);
    assert_eq!(leases("new").await, [taken[0].lease.clone()]);
    assert!(leases("nobody").await.is_empty());
    // A renewal makes nothing wait longer that nobody holds.
    world.store.nudge(&waits.lease.execution).await.unwrap();
    leases("old").await;
    assert_eq!(world.claims("new", 1).await[0].lease.execution, waits.lease.execution);
}

async fn a_renewal_goes_before_the_writes_that_wait(world: World) {
    let ada = world.account("ada").await;
    world.order(&ada, None).await;
    let claim = world.claim().await;
    world.store.renew_leases("node", TTL).await.unwrap();
    let done = AtomicUsize::new(0);
    // Some are waited for by somebody, others are work.
    let asked = join_all((0..100).map(|_| world.project(&ada, "a mug").inspect(|_| count(&done))));
    let work =
        join_all((0..300).map(|_| world.store.settle_later("no request", None).inspect(|_| count(&done))));
    let mut writes = std::pin::pin!(futures::future::join(asked, work));
    // They have begun, and every way to write is taken.
    assert!(futures::poll!(&mut writes).is_pending());
    tokio::select! {
        biased;
        renewed = world.store.renew_leases("node", TTL) => assert_eq!(renewed.unwrap()[0].lease, claim.lease),
        _ = &mut writes => panic!("the renewal came last"),
    }
    assert!(done.load(Ordering::Relaxed) < 200, "the renewal waited for half of them");
}

fn count(done: &AtomicUsize) {
    done.fetch_add(1, Ordering::Relaxed);
}

async fn a_wait_makes_due_later_and_news_at_once(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let lease = world.claim().await.lease;
    world.store.wait(&lease, TTL, None).await.unwrap();
    assert!(world.claims("node", 1).await.is_empty());
    for answer in every_write(&world.store, &lease).await {
        assert!(matches!(answer, Err(StoreError::LeaseLost)), "{answer:?}");
    }
    world.store.nudge(&id).await.unwrap();
    let claim = world.claim().await;
    assert_eq!((claim.lease.epoch, claim.event.is_none()), (lease.epoch + 1, true));
    world.store.wait(&claim.lease, Duration::ZERO, None).await.unwrap();
    assert_eq!(world.claim().await.lease.epoch, lease.epoch + 2);
}

async fn news_that_comes_while_it_is_held_is_not_lost(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let lease = world.claim().await.lease;
    world.store.nudge(&id).await.unwrap();
    // It is held, so nobody else may take it now.
    assert!(world.claims("another node", 1).await.is_empty());
    world.store.wait(&lease, TTL, None).await.unwrap();
    let lease = world.claim().await.lease;
    // The news was heard once; it makes no later wait shorter.
    world.store.wait(&lease, TTL, None).await.unwrap();
    assert!(world.claims("node", 1).await.is_empty());
    let next = world.store.next_due_in(&StepKind::ALL).await.unwrap();
    assert!(next.is_some_and(|wait| wait > TTL / 2));
}

async fn a_cancelled_wait_is_due_at_once(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let lease = world.claim().await.lease;
    world.store.wait(&lease, TTL, None).await.unwrap();
    assert!(world.store.cancel_execution(&ada, &id).await.unwrap().ended.is_none());
    let claim = world.claim().await;
    assert!(claim.cancel_requested);
    // Whoever waits although it is to stop is asked again at once.
    world.store.wait(&claim.lease, TTL, None).await.unwrap();
    let claim = world.claim().await;
    assert!(claim.cancel_requested);
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    assert_eq!(world.execution(&ada, &id).await.status, Status::Cancelled);
}

async fn a_wait_is_told_only_where_it_has_a_sentence(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let lease = world.claim().await.lease;
    let before = world.execution(&ada, &id).await.last_event;
    assert!(world.store.wait(&lease, Duration::ZERO, None).await.unwrap().is_none());
    assert_eq!(world.execution(&ada, &id).await.last_event, before);
    let lease = world.claim().await.lease;
    let told = world.store.wait(&lease, Duration::ZERO, Some("The provider has it.")).await.unwrap().unwrap();
    assert_eq!((told.event.seq, told.event.status), (before + 1, Status::Running));
    assert_eq!(told.event.message, "The provider has it.");
}
