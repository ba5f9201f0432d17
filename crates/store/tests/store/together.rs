//! Writes of holders that come at once are written together, and each is told for itself all the same.

use crate::{
    both::both,
    samples::{VIDEO, dollars, job, outcome, paid, submission},
    world::{TTL, World, query},
};
use domain::{AccountId, ExecutionId};
use futures::future::{join, join_all};
use serde_json::json;
use store::{
    Charge, Claim, ClaimQuery, ExecutionQueue, ExecutionStore, Intended, Lease, MoneyStore, Outcome,
    StepLedger, StoreError, SubmissionLedger,
};

both! {
    each_of_many_is_told_for_itself,
    a_job_that_belongs_to_another_step_keeps_nobody_elses_away,
    all_of_one_execution_are_kept,
    many_writes_and_renewals_do_not_wait_for_each_other_forever,
}

const MANY: usize = 40;

async fn held(world: &World, account: &AccountId) -> Vec<Claim> {
    for _ in 0..MANY {
        world.accept(account, paid(dollars(2))).await;
    }
    let all = ClaimQuery { account_cap: 1_000, ..query("node", 1_000) };
    let claims = world.store.claim_due(all).await.unwrap();
    assert_eq!(claims.len(), MANY);
    claims
}

async fn intended(world: &World, claims: &[Claim]) -> Vec<Intended> {
    let new = submission(dollars(2));
    let all = join_all(claims.iter().map(|claim| world.store.intend(&claim.lease, &new))).await;
    all.into_iter().map(Result::unwrap).collect()
}

async fn seqs(world: &World, account: &AccountId, id: &ExecutionId) -> Vec<u64> {
    let events = world.store.list_events(account, id, 0, 1_000).await.unwrap();
    events.iter().map(|event| event.seq).collect()
}

async fn each_of_many_is_told_for_itself(world: World) {
    let ada = world.account("ada").await;
    let claims = held(&world, &ada).await;
    let (fits, too_dear) = (submission(dollars(2)), submission(dollars(3)));
    let asked = claims.iter().enumerate().map(|(place, claim)| {
        let (epoch, new) = match place % 4 {
            0 => (claim.lease.epoch + 1, &fits),
            1 => (claim.lease.epoch, &too_dear),
            _ => (claim.lease.epoch, &fits),
        };
        let lease = Lease { epoch, ..claim.lease.clone() };
        let store = &world.store;
        async move { store.intend(&lease, new).await }
    });
    let answers = join_all(asked).await;
    for (place, (claim, answer)) in claims.iter().zip(&answers).enumerate() {
        let id = &claim.lease.execution;
        match (place % 4, answer) {
            (0, Err(StoreError::LeaseLost)) | (1, Err(StoreError::Conflict(_))) => {
                assert_eq!(seqs(&world, &ada, id).await, [1, 2]);
            }
            (2 | 3, Ok(Intended { submission, begun })) => {
                assert_eq!((submission.execution.as_ref(), begun.event.seq), (Some(id), 3));
                assert_eq!(seqs(&world, &ada, id).await, [1, 2, 3]);
                let kept = world.store.get_submission(&submission.request_key).await.unwrap();
                assert_eq!(kept.execution.as_ref(), Some(id));
            }
            (_, answer) => panic!("{place}: {answer:?}"),
        }
    }
}

async fn a_job_that_belongs_to_another_step_keeps_nobody_elses_away(world: World) {
    let ada = world.account("ada").await;
    let claims = held(&world, &ada).await;
    let keys: Vec<String> =
        intended(&world, &claims).await.into_iter().map(|intended| intended.submission.request_key).collect();
    let learned = keys.iter().enumerate().map(|(place, key)| {
        let job = job(&format!("job-{}", if place == 1 { 0 } else { place }));
        let store = &world.store;
        async move { store.learn_job(key, &job).await }
    });
    let answers = join_all(learned).await;
    let refused = |answer: &Result<(), StoreError>| matches!(answer, Err(StoreError::Conflict(_)));
    assert!(refused(&answers[0]) != refused(&answers[1]), "{answers:?}");
    assert!(answers[2..].iter().all(Result::is_ok), "{answers:?}");
    let mut done = Vec::new();
    for (place, (claim, key)) in claims.iter().zip(&keys).enumerate().skip(2) {
        let kept = world.store.get_submission(key).await.unwrap();
        assert_eq!(kept.job, Some(job(&format!("job-{place}"))));
        let charge = Charge { request_key: key.clone(), cost: dollars(1) };
        done.push((claim, Outcome { charge: Some(charge), ..outcome(json!({})) }));
    }
    let all = done.iter().map(|(claim, done)| world.store.finish_step(&claim.lease, VIDEO, done, "Done."));
    assert!(join_all(all).await.iter().all(Result::is_ok));
    assert_eq!(world.store.usage(&ada).await.unwrap().spent, dollars(MANY as i64 - 2));
}

async fn all_of_one_execution_are_kept(world: World) {
    let ada = world.account("ada").await;
    let id = world.accept(&ada, paid(dollars(2))).await;
    let claim = world.claim().await;
    world.store.begin_step(&claim.lease, VIDEO, "Begun.").await.unwrap();
    let noted =
        (1..=30).map(|percent| world.store.record_progress(&claim.lease, VIDEO, percent, "Under way."));
    let noted = join_all(noted).await;
    assert!(noted.iter().all(Result::is_ok), "{noted:?}");
    assert_eq!(seqs(&world, &ada, &id).await, (1..=33).collect::<Vec<_>>());
    assert_eq!(world.execution(&ada, &id).await.jobs[0].progress, 30);
}

async fn many_writes_and_renewals_do_not_wait_for_each_other_forever(world: World) {
    let ada = world.account("ada").await;
    let claims = held(&world, &ada).await;
    intended(&world, &claims).await;
    for percent in 1..=20 {
        let writes =
            claims.iter().rev().map(|claim| world.store.record_progress(&claim.lease, VIDEO, percent, "."));
        let renewals = (0..4).map(|_| world.store.renew_leases("node", TTL));
        let (writes, renewals) = join(join_all(writes), join_all(renewals)).await;
        assert!(writes.iter().all(Result::is_ok), "{writes:?}");
        assert!(renewals.iter().all(|renewed| renewed.as_ref().is_ok_and(|all| all.len() == MANY)));
    }
}
