//! One schedule being played: each thing happens in the store and in the model, and both must come to the same.

use crate::{
    model::{self, Known, Stand},
    op::{EXECUTIONS, NODES, Op},
    samples::{VIDEO, failure, media_result},
    schedules::Table,
    world::{TTL, query},
};
use domain::{FailureCode, StepKind};
use futures::future::join_all;
use std::time::Duration;
use store::{Claim, ExecutionQueue, ExecutionStore, Lease, LeaseLedger, Recorded, StepLedger, StoreError};

/// A schedule on its way.
pub struct Play<'a> {
    table: &'a Table,
    known: Vec<Known>,
    leases: Vec<Lease>,
}

impl<'a> Play<'a> {
    pub fn new(table: &'a Table, known: Vec<Known>) -> Play<'a> {
        Play { table, known, leases: Vec::new() }
    }

    pub async fn happens(&mut self, op: &Op) -> Result<(), String> {
        let store = self.table.store();
        match *op {
            Op::Claim { node, limit } => self.claims(&[(node, limit)]).await,
            Op::ClaimAtOnce => self.claims(&[(0, 1), (1, 1), (2, 1)]).await,
            Op::Contest { lease, node } => self.contest(lease, node).await,
            Op::Renew { node } => self.renews(node).await,
            Op::TimePasses { execution } => {
                self.time_passes(execution).await;
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
                self.writes(&lease, at, store.begin_step(&lease, VIDEO, "").await)?;
                Ok(())
            }
            Op::Complete { lease } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                let answer = store.complete(&lease, &media_result(), "").await;
                self.ends_under(&lease, at, answer, Stand::Completed)
            }
            Op::Fail { lease } => {
                let Some((lease, at)) = self.lease(lease) else { return Ok(()) };
                let answer = store.fail(&lease, &failure(VIDEO, FailureCode::Internal), "").await;
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
        self.time_passes(at).await;
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

    async fn time_passes(&mut self, at: usize) {
        self.known[at].time_passes();
        let id = &self.known[at].id;
        self.table.behind(&format!("UPDATE executions SET due_at_ms = 0 WHERE id = '{id}'")).await;
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
    pub async fn ends(mut self) -> Result<(), String> {
        for at in 0..EXECUTIONS {
            self.time_passes(at).await;
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
        let ids: Vec<_> = self.known.iter().map(|known| format!("'{}'", known.id)).collect();
        let gaps = format!(
            "SELECT CAST(coalesce(sum(last_event), 0) AS BIGINT) - (SELECT count(*) FROM execution_events
             WHERE execution_id IN ({ids})) FROM executions WHERE id IN ({ids})",
            ids = ids.join(", ")
        );
        match self.table.back_door.lock().await.number(&gaps).await {
            0 => Ok(()),
            missing => Err(format!("{missing} events are missing")),
        }
    }
}
