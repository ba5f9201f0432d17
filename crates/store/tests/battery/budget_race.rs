//! 64 orders at once against money for 10: exactly 10 are accepted, however they meet.

use crate::{
    both::both,
    length::Length,
    samples::{dollars, paid},
    world::World,
};
use domain::{AccountId, ExecutionId, Money};
use futures::future::join_all;
use store::{ExecutionStore, MoneyStore, SqlStore, StoreError};

both! {
    as_many_are_accepted_as_there_is_money_for,
}

const AT_ONCE: usize = 64;

async fn as_many_are_accepted_as_there_is_money_for(mut world: World) {
    let rounds = if matches!(Length::asked(), Length::Short) { 5 } else { 200 };
    world.set_monthly(1_000, dollars(50)).await;
    let stores = world.processes().await;
    for round in 0..rounds {
        let account = world.account(&format!("round{round}")).await;
        let accepted = order_at_once(&stores, &account).await;
        assert_eq!((accepted.len(), reserved(&world, &account).await), (10, dollars(50)), "round {round}");
        // What is given back while others ask for it is given once.
        let (_, more) = futures::join!(
            join_all(accepted.iter().take(5).map(|id| world.store.cancel_execution(&account, id))),
            order_at_once(&stores, &account),
        );
        assert!(more.len() <= 5, "round {round}: {}", more.len());
        let rest = order_at_once(&stores, &account).await;
        assert_eq!(more.len() + rest.len(), 5, "round {round}");
        assert_eq!(reserved(&world, &account).await, dollars(50), "round {round}");
    }
}

async fn order_at_once(stores: &[SqlStore], account: &AccountId) -> Vec<ExecutionId> {
    let orders = stores.iter().cycle().take(AT_ONCE);
    let answers = join_all(orders.map(|store| store.create_execution(account, paid(dollars(5))))).await;
    let accepted = answers.into_iter().filter_map(|answer| match answer {
        Ok(started) => Some(started.execution.id),
        Err(StoreError::LimitReached(_)) => None,
        Err(other) => panic!("{other}"),
    });
    accepted.collect()
}

async fn reserved(world: &World, account: &AccountId) -> Money {
    world.store.usage(account).await.unwrap().reserved
}
