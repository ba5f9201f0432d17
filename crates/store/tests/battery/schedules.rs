//! Three nodes, three executions, and anything that can happen to them in any order.
//!
//! At most one holder of each epoch can write, a write under an older epoch never succeeds, nothing that is due stays
//! with nobody, epochs only rise, and nothing is taken before it is due.

use crate::{
    database::BackDoor,
    length::Length,
    model::Known,
    op::{EXECUTIONS, NODES, Op, op},
    play::Play,
    samples::paid,
    world::World,
};
use domain::{AccountId, Money, StepKind};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::{future::Future, time::Instant};
use store::{ExecutionQueue, SqlStore};
use tokio::sync::Mutex;

/// Of one database; long schedules find little that several short ones do not.
const SHORT: u32 = 100;
const FULL: u32 = 5_000;
const AT_A_TIME: u32 = 50;

#[test]
fn sqlite() {
    run(World::sqlite());
}

#[test]
fn postgres() {
    run(World::postgres());
}

fn run(world: impl Future<Output = World>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let table = runtime.block_on(async { Table::of(world.await).await });
    let length = Length::asked();
    let mut done = 0;
    while match length {
        Length::Short => done < SHORT,
        Length::Full => done < FULL,
        Length::Until(end) => Instant::now() < end,
    } {
        let config = Config { cases: AT_A_TIME, failure_persistence: None, ..Config::default() };
        let schedules = TestRunner::new(config).run(&vec(op(), 10..=20), |ops| {
            let end = runtime.block_on(table.play(&ops));
            end.map_err(TestCaseError::fail)
        });
        schedules.unwrap_or_else(|found| panic!("{found}"));
        done += AT_A_TIME;
    }
    println!("{done} schedules");
}

/// Where the schedules are played, one after the other.
pub struct Table {
    world: World,
    pub back_door: Mutex<BackDoor>,
    /// A store for each node where the database is for several.
    pub stores: Vec<SqlStore>,
    pub account: AccountId,
}

impl Table {
    async fn of(world: World) -> Table {
        let processes = world.processes().await;
        let stores = processes.iter().cycle().take(NODES.len()).cloned().collect();
        let back_door = Mutex::new(world.database.back_door().await);
        Table { stores, back_door, account: world.account("ada").await, world }
    }

    async fn play(&self, ops: &[Op]) -> Result<(), String> {
        if self.store().next_due_in(&StepKind::ALL).await.unwrap().is_some() {
            // It was left by a schedule that failed.
            self.behind("DELETE FROM executions").await;
        }
        let mut known = Vec::new();
        for _ in 0..EXECUTIONS {
            known.push(Known::new(self.world.accept(&self.account, paid(Money::ZERO)).await));
        }
        let mut play = Play::new(self, known);
        for (at, op) in ops.iter().enumerate() {
            play.happens(op).await.map_err(|wrong| format!("{wrong}, at {at}: {op:?}"))?;
        }
        play.ends().await.map_err(|wrong| format!("{wrong}, at the end"))
    }

    pub fn store(&self) -> &SqlStore {
        &self.world.store
    }

    pub async fn behind(&self, statement: &str) {
        self.back_door.lock().await.execute(statement).await;
    }
}
