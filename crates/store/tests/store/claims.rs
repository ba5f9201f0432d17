//! Claims: one holder for each execution, everybody's turn, and nothing taken before it is due.

use crate::{
    both::both,
    samples::{PRESENTER, SPEECH, new_execution, outcome},
    world::{TTL, World, query},
};
use domain::{AccountId, ExecutionId, StepKind};
use futures::future::join_all;
use serde_json::json;
use std::{collections::HashSet, time::Duration};
use store::{Claim, ClaimQuery, ExecutionQueue, ExecutionStore, LeaseLedger, NewExecution, StepLedger};

both! {
    sixty_four_claims_at_once_never_get_the_same_execution,
    sixty_four_claims_at_once_never_wake_the_same_execution,
    a_claim_takes_no_more_than_it_asks_for,
    a_claim_takes_only_what_its_node_is_for,
    of_an_account_with_a_thousand_and_one_with_one_the_other_is_served_within_two_claims,
    within_an_account_priority_comes_first_and_then_the_longer_queued,
    an_account_at_its_cap_begins_nothing_and_what_it_has_under_way_wakes,
    what_is_under_way_comes_before_what_has_not_begun,
    the_moment_of_the_next_claim_is_known,
    a_claim_passes_over_what_somebody_else_is_writing,
    an_account_stays_at_its_cap_however_many_begin_at_once,
}

fn ids(claims: &[Claim]) -> Vec<&ExecutionId> {
    claims.iter().map(|claim| &claim.lease.execution).collect()
}

async fn orders(world: &World, account: &AccountId, number: usize) -> Vec<ExecutionId> {
    let mut ids = Vec::new();
    for _ in 0..number {
        ids.push(world.order(account, None).await.execution.id);
    }
    ids
}

/// Claims of one execution each, all at once, by as many processes as the database is for.
async fn claims_at_once(world: &World, number: usize) -> Vec<Claim> {
    let stores = world.processes().await;
    let nodes: Vec<String> = (0..number).map(|node| format!("node {node}")).collect();
    let claims = nodes.iter().zip(stores.iter().cycle()).map(|(node, store)| store.claim_due(query(node, 1)));
    join_all(claims).await.into_iter().flat_map(|claims| claims.unwrap()).collect()
}

async fn sixty_four_claims_at_once_never_get_the_same_execution(world: World) {
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    orders(&world, &ada, 25).await;
    orders(&world, &grace, 15).await;
    let claims = claims_at_once(&world, 64).await;
    assert_eq!((claims.len(), ids(&claims).iter().collect::<HashSet<_>>().len()), (40, 40));
    assert!(claims.iter().all(|claim| claim.lease.epoch == 1));
}

async fn sixty_four_claims_at_once_never_wake_the_same_execution(world: World) {
    let ada = world.account("ada").await;
    orders(&world, &ada, 40).await;
    assert_eq!(world.claims("node", 100).await.len(), 40);
    world.end_leases().await;
    let claims = claims_at_once(&world, 64).await;
    assert_eq!((claims.len(), ids(&claims).iter().collect::<HashSet<_>>().len()), (40, 40));
    assert!(claims.iter().all(|claim| claim.lease.epoch == 2));
}

async fn a_claim_takes_no_more_than_it_asks_for(world: World) {
    let ada = world.account("ada").await;
    orders(&world, &ada, 5).await;
    assert!(world.claims("node", 0).await.is_empty());
    assert_eq!(world.claims("node", 3).await.len(), 3);
    assert_eq!(world.claims("node", 3).await.len(), 2);
    world.end_leases().await;
    assert_eq!(world.claims("node", 3).await.len(), 3);
    // Two to wake, and one to begin.
    orders(&world, &ada, 2).await;
    let claims = world.claims("node", 3).await;
    let mut epochs: Vec<u64> = claims.iter().map(|claim| claim.lease.epoch).collect();
    epochs.sort_unstable();
    assert_eq!(epochs, [1, 2, 2]);
}

async fn a_claim_takes_only_what_its_node_is_for(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let composer = |kinds| ClaimQuery { kinds, ..query("composer", 5) };
    for others in [&[][..], &[StepKind::Compose, StepKind::Image]] {
        assert!(world.store.claim_due(composer(others)).await.unwrap().is_empty());
        assert_eq!(world.store.next_due_in(others).await.unwrap(), None);
    }
    let claim = world.claim().await;
    for name in [SPEECH, PRESENTER] {
        world.store.begin_step(&claim.lease, name, "Begun.").await.unwrap();
        world.store.finish_step(&claim.lease, name, &outcome(json!({})), "Done.").await.unwrap();
    }
    world.store.hand_back(&claim.lease, "For somebody with many cores.").await.unwrap();
    assert!(world.store.claim_due(composer(&[StepKind::Speech])).await.unwrap().is_empty());
    let claims = world.store.claim_due(composer(&[StepKind::Compose])).await.unwrap();
    assert_eq!(ids(&claims), [&id]);
    // The same for one whose lease ended.
    world.end_leases().await;
    assert!(world.store.claim_due(composer(&[StepKind::Speech])).await.unwrap().is_empty());
    assert_eq!(world.store.claim_due(composer(&[StepKind::Compose])).await.unwrap().len(), 1);
}

async fn of_an_account_with_a_thousand_and_one_with_one_the_other_is_served_within_two_claims(world: World) {
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    let first = world.order(&ada, None).await.execution.id;
    world.copy(&first, 999).await;
    let of_grace = world.order(&grace, None).await.execution.id;
    let mut served = vec![world.claim().await, world.claim().await];
    assert!(ids(&served).contains(&&of_grace));
    // Later ones as well, and in one claim of many.
    let of_grace = orders(&world, &grace, 3).await;
    served.extend(world.claims("node", 6).await);
    assert!(of_grace.iter().all(|id| ids(&served).contains(&id)));
    assert_eq!(served.iter().filter(|claim| claim.account == ada).count(), 4);
}

async fn within_an_account_priority_comes_first_and_then_the_longer_queued(world: World) {
    let ada = world.account("ada").await;
    let mut made = Vec::new();
    for priority in [0, -1, 5, 0, 5] {
        made.push(world.accept(&ada, NewExecution { priority, ..new_execution(None) }).await);
    }
    let mut order = Vec::new();
    for _ in 0..5 {
        let claimed = world.claim().await.lease.execution;
        order.push(made.iter().position(|id| *id == claimed).unwrap());
    }
    assert_eq!(order, [2, 4, 0, 3, 1]);
}

async fn an_account_at_its_cap_begins_nothing_and_what_it_has_under_way_wakes(world: World) {
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    orders(&world, &ada, 5).await;
    let capped = async || {
        let query = ClaimQuery { account_cap: 2, ..query("node", 10) };
        world.store.claim_due(query).await.unwrap()
    };
    let begun = capped().await;
    assert_eq!(begun.len(), 2);
    assert!(capped().await.is_empty());
    let of_grace = orders(&world, &grace, 1).await;
    assert_eq!(ids(&capped().await), of_grace.iter().collect::<Vec<_>>());
    // One that waits is still under way: it wakes, and keeps its place meanwhile.
    world.store.wait(&begun[0].lease, TTL, None).await.unwrap();
    assert!(capped().await.is_empty());
    world.store.nudge(&begun[0].lease.execution).await.unwrap();
    let woken = capped().await;
    assert_eq!(ids(&woken), [&begun[0].lease.execution]);
    world.finish(&begun[1]).await;
    assert_eq!(capped().await.len(), 1);
}

async fn what_is_under_way_comes_before_what_has_not_begun(world: World) {
    let ada = world.account("ada").await;
    let waiting = world.order(&ada, None).await.execution.id;
    let lease = world.claim().await.lease;
    orders(&world, &ada, 3).await;
    world.store.wait(&lease, Duration::ZERO, None).await.unwrap();
    assert_eq!(world.claim().await.lease.execution, waiting);
}

async fn the_moment_of_the_next_claim_is_known(world: World) {
    let ada = world.account("ada").await;
    let next = async || world.store.next_due_in(&StepKind::ALL).await.unwrap();
    assert_eq!(next().await, None);
    let id = world.order(&ada, None).await.execution.id;
    assert_eq!(next().await, Some(Duration::ZERO));
    let lease = world.claim().await.lease;
    let soon =
        |wait: Option<Duration>, whole: Duration| wait.is_some_and(|wait| wait <= whole && wait > whole / 2);
    assert!(soon(next().await, TTL));
    world.store.wait(&lease, TTL / 4, None).await.unwrap();
    assert!(soon(next().await, TTL / 4));
    world.store.nudge(&id).await.unwrap();
    assert_eq!(next().await, Some(Duration::ZERO));
    world.store.cancelled(&world.claim().await.lease, "Cancelled.").await.unwrap();
    assert_eq!(next().await, None);
    assert!(world.store.cancel_execution(&ada, &id).await.unwrap().ended.is_none());
}

/// SQLite has one writer, so there is nobody to pass over.
async fn a_claim_passes_over_what_somebody_else_is_writing(world: World) {
    if !world.is_postgres() {
        return;
    }
    let ada = world.account("ada").await;
    let [running, queued] = [world.order(&ada, None).await, world.order(&ada, None).await];
    let first = world.claim().await;
    assert_eq!(first.lease.execution, running.execution.id);
    orders(&world, &ada, 2).await;
    world.store.wait(&first.lease, Duration::ZERO, None).await.unwrap();
    let mut somebody = world.database.back_door().await;
    somebody.execute("BEGIN").await;
    for id in [&running.execution.id, &queued.execution.id] {
        somebody.execute(&format!("SELECT 1 FROM executions WHERE id = '{id}' FOR UPDATE")).await;
    }
    let claims = tokio::time::timeout(Duration::from_secs(20), world.claims("node", 10)).await;
    assert_eq!(claims.unwrap().len(), 2);
    somebody.execute("COMMIT").await;
    let claims = world.claims("node", 10).await;
    assert!(claims.len() == 2 && ids(&claims).contains(&&running.execution.id));
}

async fn an_account_stays_at_its_cap_however_many_begin_at_once(world: World) {
    if !world.is_postgres() {
        return;
    }
    let ada = world.account("ada").await;
    orders(&world, &ada, 1).await;
    world.finish(&world.claim().await).await;
    let first = orders(&world, &ada, 1).await;
    // Whoever begins one of hers now has taken it, and does not come to an end.
    let mut somebody = world.database.back_door().await;
    somebody.execute("BEGIN").await;
    assert_eq!(somebody.execute("UPDATE turns SET served = served").await, 1);
    let capped = |node| world.store.claim_due(ClaimQuery { account_cap: 1, ..query(node, 10) });
    let waiting = async |claims: i64| {
        let sql = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while world.number(sql).await < claims {}
    };
    let another = async {
        waiting(1).await;
        world.accept(&ada, NewExecution { priority: 5, ..new_execution(None) }).await;
        let end = async {
            waiting(2).await;
            somebody.execute("COMMIT").await;
        };
        futures::join!(capped("another node"), end).0.unwrap()
    };
    let (one, another) = futures::join!(capped("node"), another);
    assert_eq!((ids(&one.unwrap()), another.len()), (vec![&first[0]], 0));
}
