//! Following executions to their end, as their owner would, and comparing our books with the simulator's invoice.

use crate::{
    database::{PATIENCE, in_time},
    node::Node,
};
use domain::{AccountId, Execution, ExecutionId, FailureCode, Money, Status, StepName};
use futures::StreamExt;
use simulator::Simulator;
use std::{collections::HashMap, time::Duration};
use store::{Admission, MoneyStore, NewUser, Resolution, SqlStore, UserStore};

pub async fn account(store: &SqlStore) -> AccountId {
    let new = NewUser {
        email: format!("{:016x}@example.com", rand::random::<u64>()).parse().unwrap(),
        password_phc: "$argon2id$stands-for-a-hash".into(),
        role: domain::Role::Member,
        admission: Admission::Open,
    };
    store.create_user(new).await.unwrap().account
}

/// The execution once it is over. Where a person is asked, the answer is the simulator's truth.
pub async fn see_through(
    node: &Node,
    simulator: &Simulator,
    account: &AccountId,
    id: &ExecutionId,
) -> Execution {
    loop {
        let events = node.engine.watch(account, id, 0).await.unwrap();
        in_time(events.for_each(async |_| {})).await;
        let execution = node.engine.get(account, id).await.unwrap();
        let asked = execution.error_detail.as_ref().filter(|detail| detail.code == FailureCode::NeedsReview);
        match asked {
            Some(detail) => drop(answer(node, simulator, account, id, detail.stage).await.unwrap()),
            None if execution.status.is_final() => return execution,
            None => {}
        }
    }
}

/// Says whether the newest request of a step was made.
async fn answer(
    node: &Node,
    simulator: &Simulator,
    account: &AccountId,
    id: &ExecutionId,
    step: StepName,
) -> Result<Execution, engine::EngineError> {
    match node.engine.resolve(account, id, step, &truth(simulator, id, step)).await {
        // A callback was quicker than the person.
        Err(engine::EngineError::Conflict(_)) => node.engine.retry(account, id).await,
        other => other,
    }
}

/// Whether the newest request of a step was made.
fn truth(simulator: &Simulator, id: &ExecutionId, step: StepName) -> Resolution {
    let of_step = format!("{id}:{step}:");
    let submissions = simulator.submissions();
    let newest = submissions
        .iter()
        .rev()
        .find(|seen| seen.request_key.as_ref().is_some_and(|key| key.starts_with(&of_step)));
    let key = newest.and_then(|seen| seen.request_key.as_deref()).unwrap_or_default();
    let made = submissions.iter().find(|seen| seen.accepted && seen.request_key.as_deref() == Some(key));
    let made = made.and_then(|seen| seen.job_id.clone());
    made.map_or(Resolution::NotMade, Resolution::Made)
}

/// Waits until nothing is reserved any more; what nobody but a person knows is answered.
pub async fn settled(
    node: &Node,
    simulator: &Simulator,
    account: &AccountId,
    ids: &[ExecutionId],
    what: &str,
) {
    let settled = tokio::time::timeout(PATIENCE, async {
        loop {
            if node.store.usage(account).await.unwrap().reserved == Money::ZERO {
                return;
            }
            for id in ids {
                let execution = node.engine.get(account, id).await.unwrap();
                for job in execution.jobs.iter().filter(|_| execution.status == Status::Cancelled) {
                    // Most steps are not open, and say so.
                    let of_step = truth(simulator, id, job.name);
                    let _ = node.engine.resolve(account, id, job.name, &of_step).await;
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    if settled.await.is_err() {
        let mut executions = Vec::new();
        for id in ids {
            executions.push(node.engine.get(account, id).await.unwrap());
        }
        panic!("{what}: something is reserved still: {executions:#?} {:#?}", simulator.events());
    }
}

/// What we booked is what the simulator charged, and no request was taken twice.
pub async fn assert_books(store: &SqlStore, simulator: &Simulator, account: &AccountId, what: &str) {
    let usage = store.usage(account).await.unwrap();
    let invoice: i64 = simulator.invoice().iter().map(|line| line.cost_micros).sum();
    assert_eq!(usage.spent, Money::from_micros(invoice), "{what}: {:#?}", simulator.invoice());
    assert_eq!(usage.reserved, Money::ZERO, "{what}");
    // What the provider itself has forgotten it cannot tell of; nobody pays for it either.
    let forgotten = simulator.forgotten();
    let mut accepted: HashMap<String, usize> = HashMap::new();
    for seen in simulator.submissions().into_iter().filter(|seen| seen.accepted) {
        if !seen.job_id.is_some_and(|job| forgotten.contains(&job)) {
            *accepted.entry(seen.request_key.unwrap_or_default()).or_default() += 1;
        }
    }
    assert!(accepted.values().all(|times| *times == 1), "{what}: {accepted:?}");
    assert_eq!(simulator.mistakes(), Vec::<String>::new(), "{what}");
}
