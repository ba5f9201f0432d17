//! Three nodes, three executions, and anything that can happen to them in any order.
//!
//! At most one holder of each epoch can write, a write under an older epoch never succeeds, nothing that is due stays
//! with nobody, epochs only rise, and nothing is taken before it is due.

use crate::{
    database::BackDoor,
    length::Length,
    model::{self, Known, Stand},
    samples::{SPEECH, failure, media_result, new_execution},
    world::{TTL, World, query},
};
use domain::{AccountId, FailureCode, StepKind};
use futures::future::join_all;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::{
    future::Future,
    time::{Duration, Instant},
};
use store::{
    Claim, ExecutionQueue, ExecutionStore, Lease, LeaseLedger, Recorded, SqlStore, StepLedger, StoreError,
};

const NODES: [&str; 3] = ["first", "second", "third"];
const EXECUTIONS: usize = 3;
/// Of one database; long schedules find little that several short ones do not.
const SHORT: u32 = 100;
const FULL: u32 = 5_000;
const AT_A_TIME: u32 = 50;

/// Something that happens. A lease is named by how many others were given since.
#[derive(Debug, Clone)]
enum Op {
    Claim {
        node: usize,
        limit: u32,
    },
    /// Every node asks for one.
    ClaimAtOnce,
    /// The lease ends, and while its holder completes it, somebody claims whatever there is.
    Contest {
        lease: usize,
        node: usize,
    },
    Renew {
        node: usize,
    },
    TimePasses {
        execution: usize,
    },
    Restart,
    Begin {
        lease: usize,
    },
    Complete {
        lease: usize,
    },
    Fail {
        lease: usize,
    },
    Stop {
        lease: usize,
    },
    Wait {
        lease: usize,
        long: bool,
        told: bool,
    },
    HandBack {
        lease: usize,
    },
    Nudge {
        execution: usize,
    },
    Cancel {
        execution: usize,
    },
    Requeue {
        execution: usize,
    },
}

fn op() -> impl Strategy<Value = Op> {
    let (node, execution, lease) = (0..NODES.len(), 0..EXECUTIONS, 0_usize..5);
    prop_oneof![
        6 => (node.clone(), 1_u32..=3).prop_map(|(node, limit)| Op::Claim { node, limit }),
        2 => Just(Op::ClaimAtOnce),
        2 => (lease.clone(), node.clone()).prop_map(|(lease, node)| Op::Contest { lease, node }),
        2 => node.prop_map(|node| Op::Renew { node }),
        5 => execution.clone().prop_map(|execution| Op::TimePasses { execution }),
        1 => Just(Op::Restart),
        4 => lease.clone().prop_map(|lease| Op::Begin { lease }),
        1 => lease.clone().prop_map(|lease| Op::Complete { lease }),
        1 => lease.clone().prop_map(|lease| Op::Fail { lease }),
        1 => lease.clone().prop_map(|lease| Op::Stop { lease }),
        4 => (lease.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(lease, long, told)| Op::Wait { lease, long, told }),
        2 => lease.prop_map(|lease| Op::HandBack { lease }),
        2 => execution.clone().prop_map(|execution| Op::Nudge { execution }),
        1 => execution.clone().prop_map(|execution| Op::Cancel { execution }),
        1 => execution.prop_map(|execution| Op::Requeue { execution }),
    ]
}

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
        let schedules = TestRunner::new(config).run(&vec(op(), 8..=24), |ops| {
            let end = runtime.block_on(table.play(&ops));
            end.map_err(TestCaseError::fail)
        });
        schedules.unwrap_or_else(|found| panic!("{found}"));
        done += AT_A_TIME;
    }
    println!("{done} schedules");
}

/// Where the schedules are played, one after the other.
struct Table {
    world: World,
    /// A store for each node where the database is for several.
    stores: Vec<SqlStore>,
    account: AccountId,
}

/// One schedule being played.
struct Play<'a> {
    table: &'a Table,
    time: BackDoor,
    known: Vec<Known>,
    leases: Vec<Lease>,
}

impl Table {
    async fn of(world: World) -> Table {
        let processes = world.processes().await;
        let stores = processes.iter().cycle().take(NODES.len()).cloned().collect();
        Table { stores, account: world.account("ada").await, world }
    }

    async fn play(&self, ops: &[Op]) -> Result<(), String> {
        let mut time = self.world.database.back_door().await;
        // What a schedule left that failed is nobody's.
        time.execute("DELETE FROM executions").await;
        let mut known = Vec::new();
        for _ in 0..EXECUTIONS {
            known.push(Known::new(self.world.accept(&self.account, new_execution(None)).await));
        }
        let mut play = Play { table: self, time, known, leases: Vec::new() };
        for (at, op) in ops.iter().enumerate() {
            play.happens(op).await.map_err(|wrong| format!("{wrong}, at {at}: {op:?}"))?;
        }
        play.ends().await.map_err(|wrong| format!("{wrong}, at the end"))
    }

    fn store(&self) -> &SqlStore {
        &self.world.store
    }
}

impl Play<'_> {
    async fn happens(&mut self, op: &Op) -> Result<(), String> {
        let store = self.table.store();
        match *op {
            Op::Claim { node, limit } => self.claims(&[(node, limit)]).await,
            Op::ClaimAtOnce => self.claims(&[(0, 1), (1, 1), (2, 1)]).await,
            Op::Contest { lease, node } => self.contest(lease, node).await,
            Op::Renew { node } => self.renews(node).await,
            Op::TimePasses { execution } => {
                self.known[execution].time_passes();
                let id = &self.known[execution].id;
                self.time.execute(&format!("UPDATE executions SET due_at_ms = 0 WHERE id = '{id}'")).await;
                Ok(())
            }
            Op::Restart => {
                let held = |known: &&mut Known| matches!(known.stand, Stand::Held { .. });
                let released = self.known.iter_mut().filter(held).fold(0, |number, known| {
                    known.stand = Stand::Waiting { due: true };
                    number + 1
                });
                let answer = store.release_all().await.unwrap();
                if answer == released {
                    Ok(())
                } else {
                    Err(format!("{answer} were released, not {released}"))
                }
            }
            Op::Begin { lease } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                self.writes(&lease, at, store.begin_step(&lease, SPEECH, "").await)?;
                Ok(())
            }
            Op::Complete { lease } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                let answer = store.complete(&lease, &media_result(), "").await;
                self.ends_under(&lease, at, answer, Stand::Completed)
            }
            Op::Fail { lease } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                let answer = store.fail(&lease, &failure(SPEECH, FailureCode::Internal), "").await;
                self.ends_under(&lease, at, answer, Stand::Stopped)
            }
            Op::Stop { lease } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                let answer = store.cancelled(&lease, "").await;
                self.ends_under(&lease, at, answer, Stand::Stopped)
            }
            Op::Wait { lease, long, told } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                let wait = if long { TTL } else { Duration::ZERO };
                let answer = store.wait(&lease, wait, told.then_some("")).await;
                if self.may_write(&lease, at, answer.map(drop))? {
                    self.known[at].waits(long);
                }
                Ok(())
            }
            Op::HandBack { lease } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                let answer = store.hand_back(&lease, "").await;
                if self.may_write(&lease, at, answer.map(drop))? {
                    self.known[at].is_handed_back();
                }
                Ok(())
            }
            Op::Nudge { execution } => {
                let known = &mut self.known[execution];
                known.is_nudged();
                store.nudge(&known.id).await.map_err(|error| error.to_string())
            }
            Op::Cancel { execution } => {
                let known = &mut self.known[execution];
                known.is_cancelled();
                store
                    .cancel_execution(&self.table.account, &known.id)
                    .await
                    .map_err(|error| error.to_string())?;
                Ok(())
            }
            Op::Requeue { execution } => {
                let known = &mut self.known[execution];
                let answer = store.requeue_execution(&self.table.account, &known.id, "").await;
                match (answer, known.is_queued_again()) {
                    (Ok(_), true) | (Err(StoreError::Conflict(_)), false) => Ok(()),
                    (answer, _) => Err(format!("{:?} for {known:?}", answer.map(drop))),
                }
            }
        }
    }

    /// The lease that was given so many before the newest one, and which execution it is of.
    fn lease(&self, before: usize) -> Option<(Lease, usize)> {
        let lease = self.leases.iter().rev().cycle().nth(before)?.clone();
        let at = self.known.iter().position(|known| known.id == lease.execution)?;
        Some((lease, at))
    }

    async fn claims(&mut self, asked: &[(usize, u32)]) -> Result<(), String> {
        let claims = asked.iter().map(|(node, limit)| async {
            let claims = self.table.stores[*node].claim_due(query(NODES[*node], *limit)).await.unwrap();
            claims.into_iter().map(|claim| (*node, claim)).collect::<Vec<_>>()
        });
        let taken = join_all(claims).await.concat();
        let limit: u32 = asked.iter().map(|(_, limit)| limit).sum();
        self.takes(limit as usize, &taken)
    }

    fn takes(&mut self, limit: usize, taken: &[(usize, Claim)]) -> Result<(), String> {
        self.leases.extend(taken.iter().map(|(_, claim)| claim.lease.clone()));
        model::take(&mut self.known, limit, taken)
    }

    async fn contest(&mut self, lease: usize, node: usize) -> Result<(), String> {
        let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
        self.happens_to_pass(at).await;
        let result = media_result();
        let claim = self.table.stores[node].claim_due(query(NODES[node], 3));
        let (answer, claims) = futures::join!(self.table.store().complete(&lease, &result, ""), claim);
        if answer.is_ok() {
            self.ends_under(&lease, at, answer, Stand::Completed)?;
        } else if self.known[at].is_held_under(&lease)
            && !claims.iter().flatten().any(|claim| claim.lease.execution == lease.execution)
        {
            return Err("neither its holder nor the claim got it".to_owned());
        }
        let taken: Vec<_> = claims.unwrap().into_iter().map(|claim| (node, claim)).collect();
        self.takes(3, &taken)
    }

    async fn happens_to_pass(&mut self, at: usize) {
        self.known[at].time_passes();
        let id = &self.known[at].id;
        self.time.execute(&format!("UPDATE executions SET due_at_ms = 0 WHERE id = '{id}'")).await;
    }

    async fn renews(&mut self, node: usize) -> Result<(), String> {
        let renewed = self.table.stores[node].renew_leases(NODES[node], TTL).await.unwrap();
        let mut stands = 0;
        for known in &mut self.known {
            let is_renewed = renewed.iter().any(|renewed| {
                renewed.lease.execution == known.id
                    && renewed.lease.epoch == known.epoch
                    && renewed.cancel_requested == known.cancel_requested
            });
            if known.is_renewed(node) != is_renewed {
                return Err(format!("renewed: {is_renewed} for {known:?}"));
            }
            stands += usize::from(is_renewed);
        }
        if renewed.len() == stands { Ok(()) } else { Err(format!("{renewed:?} for {stands} leases")) }
    }

    /// Whether the lease could write; an error where it should not have been as it was.
    fn may_write(&self, lease: &Lease, at: usize, answer: Result<(), StoreError>) -> Result<bool, String> {
        let known = &self.known[at];
        match (answer, known.is_held_under(lease)) {
            (Ok(()), true) => Ok(true),
            (Err(StoreError::LeaseLost), false) => Ok(false),
            (answer, _) => Err(format!("{answer:?} under epoch {} for {known:?}", lease.epoch)),
        }
    }

    fn writes(&self, lease: &Lease, at: usize, answer: Result<Recorded, StoreError>) -> Result<bool, String> {
        let told = answer.as_ref().ok().map(|recorded| recorded.cancel_requested);
        let could = self.may_write(lease, at, answer.map(drop))?;
        match told {
            Some(told) if told != self.known[at].cancel_requested => Err(format!("told to stop: {told}")),
            _ => Ok(could),
        }
    }

    fn ends_under(
        &mut self,
        lease: &Lease,
        at: usize,
        answer: Result<Recorded, StoreError>,
        stand: Stand,
    ) -> Result<(), String> {
        if self.may_write(lease, at, answer.map(drop))? {
            self.known[at].stand = stand;
        }
        Ok(())
    }

    /// However it went, everything that is not over can be taken and completed.
    async fn ends(mut self) -> Result<(), String> {
        for at in 0..EXECUTIONS {
            self.happens_to_pass(at).await;
        }
        self.claims(&[(0, 9)]).await?;
        for (lease, at) in (0..self.leases.len()).filter_map(|before| self.lease(before)).collect::<Vec<_>>()
        {
            let answer = self.table.store().complete(&lease, &media_result(), "").await;
            self.ends_under(&lease, at, answer, Stand::Completed)?;
        }
        if let Some(known) = self.known.iter().find(|known| !known.is_over()) {
            return Err(format!("nobody could end {known:?}"));
        }
        let next = self.table.store().next_due_in(&StepKind::ALL).await.unwrap();
        if next.is_some() {
            return Err(format!("all is over, and something is due in {next:?}"));
        }
        for known in &self.known {
            let events =
                self.table.store().list_events(&self.table.account, &known.id, 0, 1_000).await.unwrap();
            if !events.iter().map(|event| event.seq).eq(1..=events.len() as u64) {
                return Err(format!("events with a gap for {known:?}"));
            }
        }
        Ok(())
    }
}
