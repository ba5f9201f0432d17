//! The ledger of paid requests: one key is one payment, and what is learned of it is never lost.

use crate::{
    both::both,
    samples::{VIDEO, dollars, failure, job, outcome, paid, submission},
    world::{World, query},
};
use domain::{AccountId, ExecutionId, FailureCode, Money};
use futures::future::join_all;
use serde_json::json;
use std::time::Duration;
use store::{
    Charge, Claim, ExecutionQueue, ExecutionStore, LeaseLedger, MoneyStore, NewSubmission, Outcome,
    Resolution, SettlementQueue, StepLedger, StoreError, SubmissionLedger, SubmissionState,
};

both! {
    an_intent_is_written_under_the_lease_and_covered_by_what_is_reserved,
    of_many_intents_at_once_one_is_written,
    a_job_that_is_learned_after_the_lease_was_lost_is_kept,
    one_job_belongs_to_one_request,
    a_lost_answer_is_unknown_until_somebody_knows,
    only_the_holder_says_that_a_request_was_not_sent,
    a_closed_request_gives_its_step_another_key_and_leaves_its_money_reserved,
    a_request_after_one_that_was_paid_has_another_key,
    looks_are_counted_and_a_deadline_comes_nearer,
    one_that_was_made_after_all_goes_on_with_its_job,
    one_that_was_not_made_is_asked_for_again,
    nobody_resolves_what_is_not_theirs_or_needs_no_word,
}

async fn claim_of(world: &World, account: &AccountId) -> Claim {
    world.accept(account, paid(dollars(8))).await;
    world.claim().await
}

async fn an_intent_is_written_under_the_lease_and_covered_by_what_is_reserved(world: World) {
    let ada = world.account("ada").await;
    let claim = claim_of(&world, &ada).await;
    let refused = |answer| matches!(answer, Err(StoreError::Conflict(_)));
    assert!(refused(world.store.intend(&claim.lease, &submission(dollars(9))).await));
    let nobody = NewSubmission { step: "nobody".parse().unwrap(), ..submission(Money::ZERO) };
    assert!(matches!(world.store.intend(&claim.lease, &nobody).await, Err(StoreError::Broken(_))));
    let made = world.store.intend(&claim.lease, &submission(dollars(8))).await.unwrap().submission;
    assert_eq!(made.request_key, format!("{}:video:1", claim.lease.execution));
    assert_eq!(made.state, SubmissionState::Intent);
    assert_eq!((&made.account, made.execution.as_ref()), (&ada, Some(&claim.lease.execution)));
    assert_eq!((made.order, made.estimate), (json!({ "prompt": "a mug" }), dollars(8)));
    assert!(made.job.is_none() && made.left > Duration::from_secs(500));
    assert!(refused(world.store.intend(&claim.lease, &submission(Money::ZERO)).await));
    // Whoever takes it over sees what was asked for, and may not ask again.
    world.end_leases().await;
    let next = world.claims("another node", 1).await.remove(0);
    assert_eq!(next.submissions.len(), 1);
    assert_eq!(next.submissions[0].request_key, made.request_key);
    assert!(refused(world.store.intend(&next.lease, &submission(Money::ZERO)).await));
    let answer = world.store.intend(&claim.lease, &submission(Money::ZERO)).await;
    assert!(matches!(answer, Err(StoreError::LeaseLost)));
}

async fn of_many_intents_at_once_one_is_written(world: World) {
    let ada = world.account("ada").await;
    let claim = claim_of(&world, &ada).await;
    let new = submission(dollars(1));
    let answers = join_all((0..8).map(|_| world.store.intend(&claim.lease, &new))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Err(StoreError::Conflict(_)))).count(), 7);
    assert_eq!(world.number("SELECT count(*) FROM submissions").await, 1);
}

async fn a_job_that_is_learned_after_the_lease_was_lost_is_kept(world: World) {
    let ada = world.account("ada").await;
    let claim = claim_of(&world, &ada).await;
    let key = world.store.intend(&claim.lease, &submission(dollars(8))).await.unwrap().submission.request_key;
    world.end_leases().await;
    let next = world.claims("another node", 1).await.remove(0);
    world.store.learn_job(&key, &job("job-1")).await.unwrap();
    // The same is learned again by whoever finds it.
    world.store.learn_job(&key, &job("job-1")).await.unwrap();
    world.store.wait(&next.lease, Duration::ZERO, None).await.unwrap();
    let known = world.claim().await.submissions.remove(0);
    assert_eq!((known.state, known.job), (SubmissionState::Submitted, Some(job("job-1"))));
}

async fn one_job_belongs_to_one_request(world: World) {
    let ada = world.account("ada").await;
    let mut keys = Vec::new();
    for provider in ["fal", "fal", "replicate"] {
        let claim = claim_of(&world, &ada).await;
        let new = NewSubmission { provider: provider.into(), ..submission(dollars(8)) };
        keys.push(world.store.intend(&claim.lease, &new).await.unwrap().submission.request_key);
    }
    world.store.learn_job(&keys[0], &job("job-1")).await.unwrap();
    let taken = world.store.learn_job(&keys[1], &job("job-1")).await;
    assert!(matches!(taken, Err(StoreError::Conflict(_))), "{taken:?}");
    let kept = world.store.get_submission(&keys[1]).await.unwrap();
    assert_eq!((kept.state, kept.job), (SubmissionState::Intent, None));
    world.store.learn_job(&keys[2], &job("job-1")).await.unwrap();
    world.store.learn_job(&keys[1], &job("job-2")).await.unwrap();
    let asked = ["job-1", "job-2", "job-3"].map(str::to_owned);
    let mut found = world.store.taken_jobs("fal", &asked).await.unwrap();
    found.sort();
    assert_eq!(found, ["job-1", "job-2"]);
    assert_eq!(world.store.taken_jobs("replicate", &asked).await.unwrap(), ["job-1"]);
    assert!(world.store.taken_jobs("nobody", &asked).await.unwrap().is_empty());
    assert!(matches!(world.store.get_submission("nothing").await, Err(StoreError::NotFound)));
}

async fn a_lost_answer_is_unknown_until_somebody_knows(world: World) {
    let ada = world.account("ada").await;
    let claim = claim_of(&world, &ada).await;
    let key = world.store.intend(&claim.lease, &submission(dollars(8))).await.unwrap().submission.request_key;
    let state = async || world.store.get_submission(&key).await.unwrap().state;
    world.store.lose_answer(&key).await.unwrap();
    assert_eq!(state().await, SubmissionState::Unknown);
    assert!(matches!(
        world.store.intend(&claim.lease, &submission(Money::ZERO)).await,
        Err(StoreError::Conflict(_))
    ));
    world.store.learn_job(&key, &job("job-1")).await.unwrap();
    // An answer that comes late takes nothing back.
    world.store.lose_answer(&key).await.unwrap();
    assert_eq!(state().await, SubmissionState::Submitted);
    world.store.close_failed(&claim.lease, &key, Money::ZERO).await.unwrap();
    world.store.learn_job(&key, &job("job-2")).await.unwrap();
    assert_eq!(state().await, SubmissionState::Failed);
}

async fn only_the_holder_says_that_a_request_was_not_sent(world: World) {
    let ada = world.account("ada").await;
    let old = claim_of(&world, &ada).await.lease;
    let key = world.store.intend(&old, &submission(dollars(8))).await.unwrap().submission.request_key;
    world.end_leases().await;
    let new = world.claim().await.lease;
    assert!(matches!(world.store.reject(&old, &key).await, Err(StoreError::LeaseLost)));
    assert!(matches!(world.store.ask_again(&old, &key).await, Err(StoreError::LeaseLost)));
    assert!(matches!(world.store.close_failed(&old, &key, dollars(1)).await, Err(StoreError::LeaseLost)));
    let asked = world.store.ask_again(&new, &key).await.unwrap();
    assert_eq!((asked.state, asked.since_asked), (SubmissionState::Unknown, Duration::ZERO));
    // One that was perhaps sent before is not closed by what becomes of it now.
    assert!(matches!(world.store.reject(&new, &key).await, Err(StoreError::Conflict(_))));
    world.store.learn_job(&key, &job("job-1")).await.unwrap();
    assert!(matches!(world.store.ask_again(&new, &key).await, Err(StoreError::Conflict(_))));
    assert_eq!(world.store.get_submission(&key).await.unwrap().state, SubmissionState::Submitted);
    assert_eq!(world.store.usage(&ada).await.unwrap().reserved, dollars(8));
}

async fn a_closed_request_gives_its_step_another_key_and_leaves_its_money_reserved(world: World) {
    let ada = world.account("ada").await;
    let claim = claim_of(&world, &ada).await;
    let first =
        world.store.intend(&claim.lease, &submission(dollars(8))).await.unwrap().submission.request_key;
    for _ in 0..2 {
        world.store.close_failed(&claim.lease, &first, Money::ZERO).await.unwrap();
    }
    let usage = world.store.usage(&ada).await.unwrap();
    assert_eq!((usage.reserved, usage.spent), (dollars(8), Money::ZERO));
    let second =
        world.store.intend(&claim.lease, &submission(dollars(8))).await.unwrap().submission.request_key;
    assert_ne!(first, second);
    // What the provider keeps for a failure is paid, and no longer reserved.
    world.store.close_failed(&claim.lease, &second, dollars(2)).await.unwrap();
    let usage = world.store.usage(&ada).await.unwrap();
    assert_eq!((usage.reserved, usage.spent), (dollars(6), dollars(2)));
    assert!(world.store.intend(&claim.lease, &submission(dollars(7))).await.is_err());
    let third =
        world.store.intend(&claim.lease, &submission(dollars(6))).await.unwrap().submission.request_key;
    assert!(third != first && third != second);
    world.store.close_failed(&claim.lease, &third, Money::ZERO).await.unwrap();
    world.store.fail(&claim.lease, &failure(VIDEO, FailureCode::Refused), "Refused.").await.unwrap();
    let usage = world.store.usage(&ada).await.unwrap();
    assert_eq!((usage.reserved, usage.spent), (Money::ZERO, dollars(2)));
}

async fn a_request_after_one_that_was_paid_has_another_key(world: World) {
    let ada = world.account("ada").await;
    let claim = claim_of(&world, &ada).await;
    let first =
        world.store.intend(&claim.lease, &submission(dollars(3))).await.unwrap().submission.request_key;
    world.store.begin_step(&claim.lease, VIDEO, "Begun.").await.unwrap();
    let charge = Some(Charge { request_key: first.clone(), cost: dollars(3) });
    let done = Outcome { charge, ..outcome(json!({})) };
    world.store.finish_step(&claim.lease, VIDEO, &done, "Done.").await.unwrap();
    world.store.reopen_steps(&claim.lease, VIDEO, "The file is gone.").await.unwrap();
    let second =
        world.store.intend(&claim.lease, &submission(dollars(3))).await.unwrap().submission.request_key;
    assert_ne!(first, second);
}

async fn looks_are_counted_and_a_deadline_comes_nearer(world: World) {
    let ada = world.account("ada").await;
    let claim = claim_of(&world, &ada).await;
    let late = NewSubmission { deadline: Duration::ZERO, ..submission(dollars(8)) };
    let key = world.store.intend(&claim.lease, &late).await.unwrap().submission.request_key;
    assert_eq!(world.store.count_look(&key).await.unwrap(), 1);
    assert_eq!(world.store.count_look(&key).await.unwrap(), 2);
    let kept = world.store.get_submission(&key).await.unwrap();
    assert_eq!((kept.looks, kept.left), (2, Duration::ZERO));
}

/// An execution that stopped since nobody knows what became of its request.
async fn in_review(world: &World, account: &AccountId) -> (ExecutionId, String) {
    let claim = claim_of(world, account).await;
    let key = world.store.intend(&claim.lease, &submission(dollars(8))).await.unwrap().submission.request_key;
    world.store.lose_answer(&key).await.unwrap();
    let detail = failure(VIDEO, FailureCode::NeedsReview);
    world.store.fail(&claim.lease, &detail, "The answer was lost.").await.unwrap();
    (claim.lease.execution, key)
}

async fn one_that_was_made_after_all_goes_on_with_its_job(world: World) {
    let ada = world.account("ada").await;
    let (id, key) = in_review(&world, &ada).await;
    let answer = world.store.requeue_execution(&ada, &id, "Again.").await;
    assert!(matches!(answer, Err(StoreError::Conflict(_))), "{answer:?}");
    assert_eq!(world.store.usage(&ada).await.unwrap().reserved, dollars(8));
    world.store.resolve(&ada, &id, VIDEO, &Resolution::Made("job-1".into())).await.unwrap();
    world.store.requeue_execution(&ada, &id, "Again.").await.unwrap();
    // It is still reserved, once.
    assert_eq!(world.store.usage(&ada).await.unwrap().reserved, dollars(8));
    let claim = world.claim().await;
    let known = &claim.submissions[0];
    assert_eq!((&known.request_key, known.state), (&key, SubmissionState::Submitted));
    assert_eq!(known.job.as_ref().unwrap().id, "job-1");
    // Its time begins anew, and it is this execution's to look at.
    assert!(known.left > Duration::from_secs(500));
    assert!(world.store.claim_settlements(5, Duration::ZERO).await.unwrap().is_empty());
}

async fn one_that_was_not_made_is_asked_for_again(world: World) {
    let ada = world.account("ada").await;
    let (id, key) = in_review(&world, &ada).await;
    world.store.resolve(&ada, &id, VIDEO, &Resolution::NotMade).await.unwrap();
    assert_eq!(world.store.usage(&ada).await.unwrap().reserved, Money::ZERO);
    world.store.requeue_execution(&ada, &id, "Again.").await.unwrap();
    assert_eq!(world.store.usage(&ada).await.unwrap().reserved, dollars(8));
    let claim = world.claim().await;
    assert_eq!(claim.submissions[0].state, SubmissionState::Failed);
    let again = world.store.intend(&claim.lease, &submission(dollars(8))).await.unwrap().submission;
    assert_ne!(again.request_key, key);
}

async fn nobody_resolves_what_is_not_theirs_or_needs_no_word(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let (id, key) = in_review(&world, &ada).await;
    let made = |job: &str| Resolution::Made(job.to_owned());
    let stranger = world.store.resolve(&eve, &id, VIDEO, &Resolution::NotMade).await;
    assert!(matches!(stranger, Err(StoreError::NotFound)));
    let nothing = world.store.resolve(&eve, &ExecutionId::generate(), VIDEO, &Resolution::NotMade).await;
    assert!(matches!(nothing, Err(StoreError::NotFound)));
    assert_eq!(world.store.get_submission(&key).await.unwrap().state, SubmissionState::Unknown);
    let refused = |answer| matches!(answer, Err(StoreError::Conflict(_)));
    assert!(refused(world.store.resolve(&ada, &id, "publish".parse().unwrap(), &made("job-1")).await));
    // A job of another request is not this one's.
    let other = claim_of(&world, &ada).await;
    let other_key =
        world.store.intend(&other.lease, &submission(dollars(8))).await.unwrap().submission.request_key;
    world.store.learn_job(&other_key, &job("job-9")).await.unwrap();
    assert!(refused(world.store.resolve(&ada, &id, VIDEO, &made("job-9")).await));
    // One that is under way is its holder's.
    assert!(refused(world.store.resolve(&ada, &other.lease.execution, VIDEO, &made("job-1")).await));
    world.store.resolve(&ada, &id, VIDEO, &made("job-1")).await.unwrap();
    assert!(refused(world.store.resolve(&ada, &id, VIDEO, &made("job-1")).await));
    assert!(world.store.claim_due(query("node", 5)).await.unwrap().is_empty());
}
