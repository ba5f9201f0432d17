//! One account does everything at once: whatever waits for whatever, nothing breaks and nothing is counted wrong.

use crate::{
    both::both,
    samples::{VIDEO, dollars, failure, media_result, outcome, paid, submission, told},
    world::{TTL, World, query},
};
use domain::{AccountId, FailureCode, Money, Status};
use futures::future::join_all;
use serde_json::json;
use store::{
    Charge, DeliveryQuery, DeliveryStore, ExecutionQueue, ExecutionStore, LeaseLedger, MoneyStore,
    NewExecution, Outcome, ProjectStore, SettlementQueue, SqlStore, StepLedger, StoreError, SubmissionLedger,
};

both! {
    an_account_that_does_everything_at_once_breaks_nothing,
    a_text_with_characters_that_no_database_keeps_is_accepted,
}

const ROUNDS: usize = 12;
const HOOK: &str = "https://shop.example/hook";

/// Anything but a failure of the database.
fn sound<T>(answer: Result<T, StoreError>) -> Option<T> {
    match answer {
        Ok(done) => Some(done),
        Err(StoreError::Broken(cause)) => panic!("{cause}"),
        Err(_) => None,
    }
}

/// Orders of one project, each cancelled and tried again, and the project deleted at the end.
async fn a_person(store: &SqlStore, account: &AccountId) {
    for _ in 0..ROUNDS {
        let project = store.create_project(account, crate::samples::new_project("a mug")).await.unwrap().id;
        let order = NewExecution { project_id: Some(project.clone()), ..told(HOOK) };
        let Some(started) = sound(store.create_execution(account, order).await) else { continue };
        let id = started.execution.id;
        sound(store.requeue_execution(account, &id, "Again.").await);
        sound(store.cancel_execution(account, &id).await);
        sound(store.requeue_execution(account, &id, "Again.").await);
        sound(store.cancel_execution(account, &id).await);
        sound(store.delete_project(account, &project).await);
    }
}

/// Orders by the API.
async fn a_program(store: &SqlStore, account: &AccountId) {
    for _ in 0..ROUNDS {
        sound(store.create_execution(account, told(HOOK)).await);
        sound(store.usage(account).await);
        sound(store.list_executions(account, None, None, 10).await);
    }
}

/// Takes whatever there is and ends it, one way or another.
async fn a_node(store: &SqlStore, node: &str, rounds: usize) {
    for round in 0..rounds {
        for claim in sound(store.claim_due(query(node, 3)).await).unwrap_or_default() {
            let lease = &claim.lease;
            let cost = claim.steps.first().map_or(Money::ZERO, |step| step.estimate);
            let asked = sound(store.intend(lease, &submission(cost)).await);
            sound(store.begin_step(lease, VIDEO, "Begun.").await);
            match round % 3 {
                0 => {
                    let charge =
                        asked.map(|asked| Charge { request_key: asked.submission.request_key, cost });
                    let done = Outcome { charge, ..outcome(json!({})) };
                    sound(store.finish_step(lease, VIDEO, &done, "Done.").await);
                    sound(store.complete(lease, &media_result(), "Ready.").await);
                }
                1 => drop(sound(store.cancelled(lease, "Cancelled.").await)),
                _ => drop(sound(store.fail(lease, &failure(VIDEO, FailureCode::Refused), "Refused.").await)),
            }
        }
        sound(store.renew_leases(node, TTL).await);
        for due in sound(store.claim_settlements(5, TTL).await).unwrap_or_default() {
            sound(store.settle(&Charge { request_key: due.request_key, cost: due.estimate }).await);
        }
        let query = DeliveryQuery { carriers: 5, under_way: &[], ttl: TTL };
        sound(store.claim_deliveries(query).await);
    }
}

async fn an_account_that_does_everything_at_once_breaks_nothing(mut world: World) {
    world.set_monthly(1_000, dollars(500)).await;
    let ada = world.account("ada").await;
    let stores = world.processes().await;
    let (first, last) = (&stores[0], &stores[stores.len() - 1]);
    futures::join!(
        join_all((0..4).map(|_| a_person(first, &ada))),
        join_all((0..4).map(|_| a_program(last, &ada))),
        a_node(first, "first", 4 * ROUNDS),
        a_node(last, "last", 4 * ROUNDS),
    );
    while world.store.next_due_in(&domain::StepKind::ALL).await.unwrap().is_some_and(|wait| wait.is_zero()) {
        a_node(&world.store, "last", 3).await;
    }
    a_node(&world.store, "last", 3).await;
    let usage = world.store.usage(&ada).await.unwrap();
    assert_eq!(usage.reserved, Money::ZERO);
    let counted = async |what: &str| world.number(what).await;
    let charged = "SELECT CAST(coalesce(sum(micros), 0) AS BIGINT) FROM charges";
    assert_eq!(usage.spent.micros(), counted(charged).await);
    let completed = "SELECT count(*) FROM executions WHERE status = 'completed'";
    // Projects were deleted with what they made, and a video that was made stays counted.
    assert!(i64::from(usage.videos) >= counted(completed).await);
    assert_eq!(counted("SELECT count(*) FROM executions WHERE status IN ('queued', 'running')").await, 0);
}

async fn a_text_with_characters_that_no_database_keeps_is_accepted(world: World) {
    let ada = world.account("ada").await;
    let order = json!({ "prompt": "a\0 mug\u{1}", "path": "C:\\u0000" });
    let id =
        world.accept(&ada, NewExecution { order, message: "Queued\0.".into(), ..paid(Money::ZERO) }).await;
    let claim = world.claim().await;
    assert_eq!(claim.order["path"], "C:\\u0000");
    let output = outcome(json!({ "text": "a\0b" }));
    world.store.begin_step(&claim.lease, VIDEO, "Begun\0.").await.unwrap();
    world.store.finish_step(&claim.lease, VIDEO, &output, "Done.").await.unwrap();
    world.store.fail(&claim.lease, &failure(VIDEO, FailureCode::Refused), "Refused:\0.").await.unwrap();
    assert_eq!(world.execution(&ada, &id).await.status, Status::Failed);
    assert_eq!(world.store.list_events(&ada, &id, 0, 10).await.unwrap().len(), 5);
}
