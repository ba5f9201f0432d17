//! Money: reserved when it is accepted, booked once, given back when nobody can owe it, and never past the limit.

use crate::{
    both::both,
    samples::{
        PUBLISH, VIDEO, dollars, failure, job, media_result, new_execution, outcome, paid, submission,
    },
    world::{TTL, World},
};
use domain::{AccountId, ExecutionId, FailureCode, Money, Status};
use futures::future::join_all;
use serde_json::json;
use std::time::Duration;
use store::{
    Charge, Claim, ExecutionStore, LeaseLedger, MoneyStore, NewSubmission, Outcome, SettlementQueue,
    StepLedger, StoreError, SubmissionLedger, SubmissionState, UsageLine,
};

both! {
    money_is_reserved_with_the_order_and_released_with_its_end,
    what_is_paid_is_booked_once_however_often_it_is_told,
    what_moved_in_a_budget_is_added_up_without_an_order,
    of_many_orders_at_once_as_many_are_accepted_as_there_is_money_for,
    of_many_orders_at_once_as_many_are_accepted_as_there_are_places_for,
    what_is_refused_undoes_nothing_but_itself,
    what_was_spent_counts_as_what_is_reserved,
    a_refusal_says_what_is_left,
    an_account_may_have_limits_of_its_own,
    another_try_reserves_what_is_left_to_do,
    usage_is_told_by_day_and_provider,
    a_request_that_outlives_its_execution_is_settled_to_the_end,
    a_settlement_is_looked_at_by_one_and_again_later,
    a_job_that_becomes_known_late_is_settled_all_the_same,
    what_a_deleted_project_still_owes_is_settled,
    a_request_that_may_cost_nothing_is_settled_as_well,
    a_request_that_cannot_be_read_keeps_no_other_one_waiting,
}

/// Places, what is reserved and what is spent this month.
async fn used(world: &World, account: &AccountId) -> (u32, Money, Money) {
    let usage = world.store.usage(account).await.unwrap();
    (usage.videos, usage.reserved, usage.spent)
}

fn charge(request_key: &str, cost: Money) -> Charge {
    Charge { request_key: request_key.into(), cost }
}

/// A request under way, of an execution that is held.
async fn asked(world: &World, account: &AccountId, cost: Money) -> (Claim, String) {
    world.accept(account, paid(cost)).await;
    let claim = world.claim().await;
    let key = world.store.intend(&claim.lease, &submission(cost)).await.unwrap().submission.request_key;
    world.store.begin_step(&claim.lease, VIDEO, "Begun.").await.unwrap();
    (claim, key)
}

async fn money_is_reserved_with_the_order_and_released_with_its_end(world: World) {
    let ada = world.account("ada").await;
    assert_eq!(used(&world, &ada).await, (0, Money::ZERO, Money::ZERO));
    let queued = world.accept(&ada, paid(dollars(5))).await;
    assert_eq!(used(&world, &ada).await, (1, dollars(5), Money::ZERO));
    let cost = world.execution(&ada, &queued).await.cost;
    assert_eq!((cost.estimated_usd, cost.reserved_usd), (dollars(5), dollars(5)));
    // Cancelled before it began: its place and its money are given back, once.
    for _ in 0..2 {
        world.store.cancel_execution(&ada, &queued).await.unwrap();
        assert_eq!(used(&world, &ada).await, (0, Money::ZERO, Money::ZERO));
    }
    assert_eq!(world.execution(&ada, &queued).await.cost.reserved_usd, Money::ZERO);
    for end in [Status::Failed, Status::Cancelled, Status::Completed] {
        world.accept(&ada, paid(dollars(5))).await;
        let claim = world.claim().await;
        assert_eq!(used(&world, &ada).await, (1, dollars(5), Money::ZERO), "{end:?}");
        let (store, lease) = (&world.store, &claim.lease);
        match end {
            Status::Failed => {
                store.fail(lease, &failure(VIDEO, FailureCode::Refused), "Refused.").await.map(drop)
            }
            Status::Cancelled => store.cancelled(lease, "Cancelled.").await.map(drop),
            _ => store.complete(lease, &media_result(), "Ready.").await.map(drop),
        }
        .unwrap();
        // What made a video keeps its place.
        let places = u32::from(end == Status::Completed);
        assert_eq!(used(&world, &ada).await, (places, Money::ZERO, Money::ZERO), "{end:?}");
    }
}

async fn what_is_paid_is_booked_once_however_often_it_is_told(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada, dollars(5)).await;
    let done = Outcome { charge: Some(charge(&key, dollars(4))), ..outcome(json!({})) };
    world.store.finish_step(&claim.lease, VIDEO, &done, "Done.").await.unwrap();
    assert_eq!(used(&world, &ada).await, (1, Money::ZERO, dollars(4)));
    join_all((0..8).map(|_| async { world.store.settle(&charge(&key, dollars(4))).await.unwrap() })).await;
    assert_eq!(world.store.get_submission(&key).await.unwrap().state, SubmissionState::Done);
    // What it made is gone; it is paid all the same, once.
    world.store.close_failed(&claim.lease, &key, dollars(3)).await.unwrap();
    assert_eq!(world.store.get_submission(&key).await.unwrap().state, SubmissionState::Failed);
    assert_eq!(used(&world, &ada).await, (1, Money::ZERO, dollars(4)));
    let execution = world.execution(&ada, &claim.lease.execution).await;
    assert_eq!((execution.cost.actual_usd, execution.jobs[0].cost_usd), (dollars(4), dollars(4)));

    world.store.begin_step(&claim.lease, PUBLISH, "Begun.").await.unwrap();
    world.store.finish_step(&claim.lease, PUBLISH, &outcome(json!({})), "Done.").await.unwrap();
    world.store.complete(&claim.lease, &media_result(), "Ready.").await.unwrap();
    assert_eq!(used(&world, &ada).await, (1, Money::ZERO, dollars(4)));
    assert_eq!(world.number("SELECT count(*) FROM charges").await, 1);
}

async fn what_moved_in_a_budget_is_added_up_without_an_order(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada, dollars(5)).await;
    let done = Outcome { charge: Some(charge(&key, dollars(4))), ..outcome(json!({})) };
    world.store.finish_step(&claim.lease, VIDEO, &done, "Done.").await.unwrap();
    let before = used(&world, &ada).await;
    let moves = async || world.number("SELECT count(*) FROM budget_moves").await;
    assert!(moves().await > 0);
    world.store.tidy_budgets().await.unwrap();
    assert_eq!((moves().await, used(&world, &ada).await), (0, before));
}

async fn of_many_orders_at_once_as_many_are_accepted_as_there_is_money_for(mut world: World) {
    world.set_monthly(1_000, dollars(50)).await;
    for round in 0..3 {
        let ada = world.account(&format!("ada{round}")).await;
        let stores = world.processes().await;
        let orders = (0..64).zip(stores.iter().cycle());
        let answers = join_all(orders.map(|(_, store)| store.create_execution(&ada, paid(dollars(5))))).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
        let refused = |answer: &&Result<_, _>| matches!(answer, Err(StoreError::LimitReached(_)));
        assert_eq!(answers.iter().filter(refused).count(), 54);
        assert_eq!(used(&world, &ada).await, (10, dollars(50), Money::ZERO));
    }
}

async fn of_many_orders_at_once_as_many_are_accepted_as_there_are_places_for(mut world: World) {
    world.set_monthly(10, dollars(1_000)).await;
    let ada = world.account("ada").await;
    let answers = join_all((0..64).map(|_| world.store.create_execution(&ada, paid(dollars(5))))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
    assert_eq!(used(&world, &ada).await, (10, dollars(50), Money::ZERO));
}

async fn what_is_refused_undoes_nothing_but_itself(mut world: World) {
    world.set_monthly(1_000, dollars(1)).await;
    let (ada, ben) = (world.account("ada").await, world.account("ben").await);
    let dear = async || world.store.create_execution(&ada, paid(dollars(2))).await.is_err();
    let refused = join_all((0..20).map(|_| dear()));
    let made = join_all((0..20).map(|_| world.project(&ben, "a mug")));
    let (refused, made) = tokio::join!(refused, made);
    assert!(refused.into_iter().all(|refused| refused));
    assert_eq!(made.len(), 20);
    assert_eq!(world.number("SELECT count(*) FROM projects").await, 20);
    for table in ["executions", "steps", "execution_events"] {
        assert_eq!(world.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
}

async fn what_was_spent_counts_as_what_is_reserved(mut world: World) {
    world.set_monthly(1_000, dollars(10)).await;
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada, dollars(6)).await;
    let refused = async |cost| {
        let answer = world.store.create_execution(&ada, paid(cost)).await;
        matches!(answer, Err(StoreError::LimitReached(_)))
    };
    assert!(refused(dollars(5)).await);
    let done = Outcome { charge: Some(charge(&key, dollars(6))), ..outcome(json!({})) };
    world.store.finish_step(&claim.lease, VIDEO, &done, "Done.").await.unwrap();
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    assert_eq!(used(&world, &ada).await, (0, Money::ZERO, dollars(6)));
    assert!(refused(dollars(5)).await);
    world.accept(&ada, paid(dollars(4))).await;
    assert!(refused(Money::from_micros(1)).await);
    // What costs nothing needs no money.
    world.accept(&ada, new_execution(None)).await;
}

async fn a_refusal_says_what_is_left(mut world: World) {
    world.set_monthly(2, dollars(10)).await;
    let ada = world.account("ada").await;
    world.accept(&ada, paid(dollars(7))).await;
    let sentence = async |cost| match world.store.create_execution(&ada, paid(cost)).await {
        Err(StoreError::LimitReached(sentence)) => sentence,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        sentence(dollars(5)).await,
        "This costs up to $5.0000, and $3.0000 of this month's $10.0000 are left. \
         Ask an admin for more, or wait for the next month."
    );
    world.accept(&ada, paid(dollars(3))).await;
    assert_eq!(
        sentence(Money::ZERO).await,
        "All 2 videos of this month are used. Ask an admin for more, or wait for the next month."
    );
}

async fn an_account_may_have_limits_of_its_own(mut world: World) {
    world.set_monthly(5, dollars(10)).await;
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    world.store.set_limits(&ada, Some(1), Some(dollars(100))).await.unwrap();
    let limits = world.store.usage(&ada).await.unwrap().limits;
    assert_eq!((limits.videos, limits.cost), (1, dollars(100)));
    let limits = world.store.usage(&grace).await.unwrap().limits;
    assert_eq!((limits.videos, limits.cost), (5, dollars(10)));
    world.accept(&ada, paid(dollars(50))).await;
    assert!(world.store.create_execution(&ada, paid(Money::ZERO)).await.is_err());
    assert!(world.store.create_execution(&grace, paid(dollars(50))).await.is_err());
    world.store.set_limits(&ada, None, None).await.unwrap();
    let limits = world.store.usage(&ada).await.unwrap().limits;
    assert_eq!((limits.videos, limits.cost), (5, dollars(10)));
    let nobody = AccountId::generate();
    assert!(matches!(world.store.set_limits(&nobody, None, None).await, Err(StoreError::NotFound)));
    assert!(matches!(world.store.usage(&nobody).await, Err(StoreError::NotFound)));
}

async fn another_try_reserves_what_is_left_to_do(mut world: World) {
    world.set_monthly(5, dollars(10)).await;
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada, dollars(4)).await;
    let (id, lease) = (claim.lease.execution.clone(), &claim.lease);
    let failed = failure(VIDEO, FailureCode::Unavailable);
    world.store.close_failed(lease, &key, Money::ZERO).await.unwrap();
    world.store.fail(lease, &failed, "Too busy.").await.unwrap();
    assert_eq!(used(&world, &ada).await, (0, Money::ZERO, Money::ZERO));
    let other = world.accept(&ada, paid(dollars(9))).await;
    let refused = world.store.requeue_execution(&ada, &id, "Again.").await;
    assert!(matches!(refused, Err(StoreError::LimitReached(_))));
    assert_eq!(world.execution(&ada, &id).await.status, Status::Failed);
    world.store.cancel_execution(&ada, &other).await.unwrap();
    world.store.requeue_execution(&ada, &id, "Again.").await.unwrap();
    assert_eq!(used(&world, &ada).await, (1, dollars(4), Money::ZERO));
    let claim = world.claim().await;
    let key = world.store.intend(&claim.lease, &submission(dollars(4))).await.unwrap().submission.request_key;
    world.store.begin_step(&claim.lease, VIDEO, "Begun.").await.unwrap();
    let done = Outcome { charge: Some(charge(&key, dollars(4))), ..outcome(json!({})) };
    world.store.finish_step(&claim.lease, VIDEO, &done, "Done.").await.unwrap();
    world.store.fail(&claim.lease, &failure(PUBLISH, FailureCode::Missing), "Full.").await.unwrap();
    // What is paid is stored, so another try costs nothing more.
    world.store.requeue_execution(&ada, &id, "Again.").await.unwrap();
    assert_eq!(used(&world, &ada).await, (1, Money::ZERO, dollars(4)));
}

async fn usage_is_told_by_day_and_provider(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    for (provider, cost) in [("fal", 2), ("replicate", 3), ("fal", 1)] {
        world.accept(&ada, paid(dollars(3))).await;
        let claim = world.claim().await;
        let new = NewSubmission { provider: provider.into(), ..submission(dollars(3)) };
        let key = world.store.intend(&claim.lease, &new).await.unwrap().submission.request_key;
        world.store.settle(&charge(&key, dollars(cost))).await.unwrap();
    }
    let usage = world.store.usage(&ada).await.unwrap();
    let day = usage.lines[0].day.clone();
    assert!(day.len() == 10 && day.starts_with(&usage.month), "{day}");
    let line = |provider: &str, requests, cost| UsageLine {
        day: day.clone(),
        provider: provider.into(),
        requests,
        cost: dollars(cost),
    };
    assert_eq!(usage.lines, [line("fal", 2, 3), line("replicate", 1, 3)]);
    assert_eq!((usage.spent, usage.reserved), (dollars(6), Money::ZERO));
    assert!(world.store.usage(&eve).await.unwrap().lines.is_empty());
}

/// Cancelled while the provider was at work.
async fn cancelled_too_late(world: &World, account: &AccountId, job_id: &str) -> (ExecutionId, String) {
    let (claim, key) = asked(world, account, dollars(5)).await;
    world.store.learn_job(&key, &job(job_id)).await.unwrap();
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    (claim.lease.execution, key)
}

async fn a_request_that_outlives_its_execution_is_settled_to_the_end(world: World) {
    let ada = world.account("ada").await;
    let (id, key) = cancelled_too_late(&world, &ada, "job-1").await;
    // Its place is free, but its money may still be owed.
    assert_eq!(used(&world, &ada).await, (0, dollars(5), Money::ZERO));
    let due = world.store.claim_settlements(5, TTL).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!((&due[0].request_key, due[0].job.as_ref().unwrap().id.as_str()), (&key, "job-1"));
    for _ in 0..2 {
        world.store.settle(&charge(&key, dollars(3))).await.unwrap();
        assert_eq!(used(&world, &ada).await, (0, Money::ZERO, dollars(3)));
    }
    let cost = world.execution(&ada, &id).await.cost;
    assert_eq!((cost.reserved_usd, cost.actual_usd), (Money::ZERO, dollars(3)));
    let (_, key) = cancelled_too_late(&world, &ada, "job-2").await;
    world.store.settle_failed(&charge(&key, Money::ZERO)).await.unwrap();
    assert_eq!(used(&world, &ada).await, (0, Money::ZERO, dollars(3)));
    assert!(world.store.claim_settlements(5, TTL).await.unwrap().is_empty());
}

async fn a_settlement_is_looked_at_by_one_and_again_later(world: World) {
    let ada = world.account("ada").await;
    let (claim, lost) = asked(&world, &ada, dollars(5)).await;
    assert!(world.store.claim_settlements(5, TTL).await.unwrap().is_empty());
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    for number in 1..4 {
        cancelled_too_late(&world, &ada, &format!("job-{number}")).await;
    }
    let looks = join_all((0..8).map(|_| world.store.claim_settlements(1, TTL))).await;
    let mut keys: Vec<_> =
        looks.into_iter().flat_map(|due| due.unwrap()).map(|due| due.request_key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 4);
    world.store.settle_later(&keys[0], Some(Duration::ZERO)).await.unwrap();
    assert_eq!(world.store.claim_settlements(5, TTL).await.unwrap()[0].request_key, keys[0]);
    // Whoever took it died.
    world.sql("UPDATE submissions SET settle_due_ms = 0").await;
    world.store.settle_later(&lost, None).await.unwrap();
    let again = world.store.claim_settlements(5, TTL).await.unwrap();
    assert_eq!(again.len(), 3);
    assert!(again.iter().all(|due| due.request_key != lost));
}

async fn a_job_that_becomes_known_late_is_settled_all_the_same(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada, dollars(5)).await;
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    let due = async || {
        let due = world.store.claim_settlements(5, Duration::ZERO).await.unwrap();
        due.into_iter().map(|due| due.request_key).collect::<Vec<_>>()
    };
    // While somebody looks who does not know it yet, and after nobody looks any more.
    assert_eq!(due().await, std::slice::from_ref(&key));
    world.store.learn_job(&key, &job("job-1")).await.unwrap();
    world.store.settle_later(&key, None).await.unwrap();
    assert_eq!(due().await, std::slice::from_ref(&key));
    let (claim, key) = asked(&world, &ada, dollars(5)).await;
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    world.store.settle_later(&key, None).await.unwrap();
    world.store.learn_job(&key, &job("job-2")).await.unwrap();
    assert!(due().await.contains(&key));
}

async fn what_a_deleted_project_still_owes_is_settled(world: World) {
    use store::{NewExecution, ProjectStore};
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a mug").await;
    let new = NewExecution { project_id: Some(project.id.clone()), ..paid(dollars(5)) };
    world.accept(&ada, new).await;
    let lease = world.claim().await.lease;
    let key = world.store.intend(&lease, &submission(dollars(5))).await.unwrap().submission.request_key;
    world.store.learn_job(&key, &job("job-1")).await.unwrap();
    world.store.cancelled(&lease, "Cancelled.").await.unwrap();
    world.store.delete_project(&ada, &project.id).await.unwrap();
    let due = world.store.claim_settlements(5, TTL).await.unwrap();
    assert_eq!((due.len(), due[0].execution.is_none()), (1, true));
    world.store.settle(&charge(&key, dollars(5))).await.unwrap();
    assert_eq!(used(&world, &ada).await, (0, Money::ZERO, dollars(5)));
}

async fn a_request_that_may_cost_nothing_is_settled_as_well(world: World) {
    let ada = world.account("ada").await;
    let (claim, key) = asked(&world, &ada, Money::ZERO).await;
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    let due = world.store.claim_settlements(5, TTL).await.unwrap();
    assert_eq!(due.iter().map(|due| &due.request_key).collect::<Vec<_>>(), [&key]);
}

async fn a_request_that_cannot_be_read_keeps_no_other_one_waiting(world: World) {
    let ada = world.account("ada").await;
    let (_, illegible) = cancelled_too_late(&world, &ada, "job-1").await;
    let (_, legible) = cancelled_too_late(&world, &ada, "job-2").await;
    world
        .sql(&format!("UPDATE submissions SET step_name = 'Dance!' WHERE request_key = '{illegible}'"))
        .await;
    let due = world.store.claim_settlements(5, TTL).await.unwrap();
    assert_eq!(due.iter().map(|due| &due.request_key).collect::<Vec<_>>(), [&legible]);
}
