//! Callbacks: kept once, and heard by whoever waits for them.

use crate::{
    both::both,
    samples::{dollars, paid, submission},
    world::{TTL, World},
};
use domain::AccountId;
use futures::future::join_all;
use serde_json::json;
use store::{
    CallbackStore, Claim, ExecutionQueue, LeaseLedger, NewCallback, ReceivedCallback, SettlementQueue,
    StoreError, SubmissionLedger,
};

both! {
    a_callback_wakes_the_execution_that_waits_for_it,
    a_callback_is_heard_once,
    a_callback_to_one_that_is_held_is_heard_when_it_lets_go,
    a_callback_after_the_end_is_about_the_money,
    a_callback_about_nothing_we_asked_for_is_not_found,
    old_callbacks_are_forgotten,
}

fn callback(request_key: &str, delivery_id: &str) -> NewCallback {
    NewCallback {
        provider: "fal".into(),
        delivery_id: delivery_id.into(),
        request_key: request_key.into(),
        headers: json!({ "content-type": "application/json" }),
        body: vec![0, 159, 146, 150],
    }
}

async fn asked(world: &World, account: &AccountId) -> (Claim, String) {
    world.accept(account, paid(dollars(5))).await;
    let claim = world.claim().await;
    let key = world.store.intend(&claim.lease, &submission(dollars(5))).await.unwrap().submission.request_key;
    (claim, key)
}

async fn a_callback_wakes_the_execution_that_waits_for_it(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada).await;
    world.store.wait(&claim.lease, TTL, None).await.unwrap();
    let received = world.store.receive_callback(&callback(&key, "1")).await.unwrap();
    let expected = ReceivedCallback { is_new: true, execution: Some(claim.lease.execution.clone()) };
    assert_eq!(received, expected);
    assert_eq!(world.claim().await.lease.execution, claim.lease.execution);
}

async fn a_callback_is_heard_once(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada).await;
    world.store.wait(&claim.lease, TTL, None).await.unwrap();
    let new = callback(&key, "1");
    let received = join_all((0..8).map(|_| world.store.receive_callback(&new))).await;
    let is_new = |received: &&Result<ReceivedCallback, _>| received.as_ref().unwrap().is_new;
    assert_eq!(received.iter().filter(is_new).count(), 1);
    world.store.wait(&world.claim().await.lease, TTL, None).await.unwrap();
    assert!(!world.store.receive_callback(&new).await.unwrap().is_new);
    assert!(world.claims("node", 1).await.is_empty());
    // Other news of the same request is news, and so is the same number of another provider's.
    assert!(world.store.receive_callback(&callback(&key, "2")).await.unwrap().is_new);
    assert_eq!(world.claims("node", 1).await.len(), 1);
}

async fn a_callback_to_one_that_is_held_is_heard_when_it_lets_go(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada).await;
    world.store.receive_callback(&callback(&key, "1")).await.unwrap();
    assert!(world.claims("another node", 1).await.is_empty());
    world.store.wait(&claim.lease, TTL, None).await.unwrap();
    assert_eq!(world.claims("another node", 1).await.len(), 1);
}

async fn a_callback_after_the_end_is_about_the_money(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada).await;
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    assert_eq!(world.store.claim_settlements(5, TTL).await.unwrap().len(), 1);
    world.store.settle_later(&key, None).await.unwrap();
    assert!(world.store.claim_settlements(5, TTL).await.unwrap().is_empty());
    assert!(world.store.receive_callback(&callback(&key, "1")).await.unwrap().is_new);
    assert_eq!(world.store.claim_settlements(5, TTL).await.unwrap()[0].request_key, key);
    assert!(world.claims("node", 1).await.is_empty());
    assert_eq!(world.store.next_due_in(&domain::StepKind::ALL).await.unwrap(), None);
}

async fn a_callback_about_nothing_we_asked_for_is_not_found(world: World) {
    let ada = world.account("ada").await;
    let (_, key) = asked(&world, &ada).await;
    let of_another = NewCallback { provider: "replicate".into(), ..callback(&key, "1") };
    for unknown in [callback("nothing", "1"), of_another] {
        let answer = world.store.receive_callback(&unknown).await;
        assert!(matches!(answer, Err(StoreError::NotFound)));
    }
    assert_eq!(world.number("SELECT count(*) FROM callbacks").await, 0);
}

async fn old_callbacks_are_forgotten(world: World) {
    let ada = world.account("ada").await;
    let (_, key) = asked(&world, &ada).await;
    for delivery in ["1", "2"] {
        world.store.receive_callback(&callback(&key, delivery)).await.unwrap();
    }
    world.sql("UPDATE callbacks SET received_at_ms = 0 WHERE delivery_id = '1'").await;
    assert_eq!(world.store.forget_callbacks(30).await.unwrap(), 1);
    assert_eq!(world.store.forget_callbacks(30).await.unwrap(), 0);
    assert!(!world.store.receive_callback(&callback(&key, "2")).await.unwrap().is_new);
}
