//! Requests that come again: one of many makes something, and its answer is everybody's.

use crate::{both::both, samples, world::World};
use domain::{AccountId, Secret};
use futures::future::join_all;
use std::time::Duration;
use store::{ExecutionStore, RepeatStore, Taken};

both! {
    one_of_many_is_ours_and_its_answer_is_everybodys,
    what_was_left_is_taken_up_with_the_same_seed,
    a_key_belongs_to_its_account_its_request_and_its_day,
    an_answer_opens_only_beside_its_request,
    an_order_of_one_id_is_accepted_once,
}

const HELD: Duration = Duration::from_secs(120);
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

async fn take(world: &World, account: &AccountId, key: &str, hash: &str) -> Taken {
    world.store.take_key(account, key, hash, HELD, KEPT).await.unwrap()
}

async fn one_of_many_is_ours_and_its_answer_is_everybodys(mut world: World) {
    let ada = world.account("ada").await;
    let taken = join_all((0..20).map(|_| take(&world, &ada, "k", "h"))).await;
    assert_eq!(taken.iter().filter(|taken| matches!(taken, Taken::Ours(_))).count(), 1);
    assert_eq!(taken.iter().filter(|taken| matches!(taken, Taken::UnderWay)).count(), 19);
    world.store.keep_answer(&ada, "k", &Secret::from("201 made".to_owned())).await.unwrap();
    world.restart().await;
    let Taken::Answered(answer) = take(&world, &ada, "k", "h").await else { panic!("it was answered") };
    assert_eq!(answer.expose(), "201 made");
    assert!(matches!(take(&world, &ada, "k", "other").await, Taken::Another));
}

async fn what_was_left_is_taken_up_with_the_same_seed(world: World) {
    let ada = world.account("ada").await;
    let Taken::Ours(first) = take(&world, &ada, "k", "h").await else { panic!("it is the first") };
    world.store.leave_key(&ada, "k").await.unwrap();
    assert!(matches!(take(&world, &ada, "k", "other").await, Taken::Another));
    let Taken::Ours(second) = take(&world, &ada, "k", "h").await else { panic!("it was left") };
    assert_eq!(first, second);
    assert!(matches!(take(&world, &ada, "k", "h").await, Taken::UnderWay));
    world.store.leave_all_keys().await.unwrap();
    assert!(matches!(take(&world, &ada, "k", "h").await, Taken::Ours(_)));
    world.store.forget_key(&ada, "k").await.unwrap();
    let Taken::Ours(third) = take(&world, &ada, "k", "other").await else { panic!("it is free again") };
    assert_ne!(first, third);
}

async fn a_key_belongs_to_its_account_its_request_and_its_day(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    assert!(matches!(take(&world, &ada, "k", "h").await, Taken::Ours(_)));
    assert!(matches!(take(&world, &eve, "k", "other").await, Taken::Ours(_)));
    world.store.keep_answer(&ada, "k", &Secret::from("201".to_owned())).await.unwrap();
    assert_eq!(world.store.forget_old_keys(KEPT).await.unwrap(), 0);
    let day = KEPT.as_millis();
    world.sql(&format!("UPDATE repeatable_requests SET created_at_ms = created_at_ms - {day}")).await;
    assert!(matches!(take(&world, &ada, "k", "other").await, Taken::Ours(_)), "it is a new day");
    assert_eq!(world.store.forget_old_keys(KEPT).await.unwrap(), 1);
}

async fn an_answer_opens_only_beside_its_request(world: World) {
    let ada = world.account("ada").await;
    for key in ["k", "l"] {
        assert!(matches!(take(&world, &ada, key, "h").await, Taken::Ours(_)));
        world.store.keep_answer(&ada, key, &Secret::from(format!("pr_secret_{key}"))).await.unwrap();
    }
    let stored = world.database.stolen();
    assert!(!String::from_utf8_lossy(&stored).contains("pr_secret_"));
    let swapped = "UPDATE repeatable_requests SET answer_sealed =
                       (SELECT answer_sealed FROM repeatable_requests AS other WHERE other.key = 'k')";
    world.sql(swapped).await;
    assert!(world.store.take_key(&ada, "l", "h", HELD, KEPT).await.is_err());
}

async fn an_order_of_one_id_is_accepted_once(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let order = samples::paid(samples::dollars(5));
    let again = join_all((0..6).map(|_| world.store.create_execution(&ada, order.clone()))).await;
    let started: Vec<_> = again.into_iter().map(Result::unwrap).collect();
    assert!(started.iter().all(|started| started.execution.id == order.id));
    assert_eq!(started.iter().filter(|started| started.accepted.is_some()).count(), 1);
    assert_eq!(world.number("SELECT count(*) FROM executions").await, 1);
    assert!(world.store.create_execution(&eve, order).await.is_err(), "it is somebody else's");
    let project = world.project(&ada, "a mug").await;
    let render = samples::new_execution(Some(&project.id));
    world.store.create_execution(&ada, render.clone()).await.unwrap();
    world
        .finish(
            &world
                .claims("node", 2)
                .await
                .into_iter()
                .find(|claim| claim.lease.execution == render.id)
                .unwrap(),
        )
        .await;
    let again = world.store.create_execution(&ada, render).await.unwrap();
    assert!(again.accepted.is_none() && again.execution.status.is_final());
}
