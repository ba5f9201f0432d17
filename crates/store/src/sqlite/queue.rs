//! Claims: the next execution, for one holder only, under a new epoch.

use super::{
    SqliteStore, Write,
    rows::{ExecutionRow, StepRow, load_step_rows, number, word},
};
use crate::{Claim, ExecutionQueue, FinishedStep, Lease, MediaFolder, StepRecord, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ExecutionEvent, ExecutionId, ExecutionKind, Status};

const STARTED: &str = "Started.";
const GOING_ON: &str = "Going on with what is not done yet.";
const RESTARTED: &str = "The studio was restarted. This goes on in a moment.";

#[async_trait]
impl ExecutionQueue for SqliteStore {
    async fn claim_next_execution(&self, node: &str) -> Result<Option<Claim>, StoreError> {
        let mut write = self.begin().await?;
        let mut claim = None;
        while let Some(row) = write.next_queued().await? {
            write.serve_last(&row.account_id).await?;
            let steps = load_step_rows(&mut write.tx, &row.id).await?;
            match Legible::read(&row, steps) {
                Ok(legible) => {
                    claim = Some(write.claim(row, legible, node).await?);
                    break;
                }
                Err(cause) => write.give_up(&row, &cause).await?,
            }
        }
        write.commit().await?;
        Ok(claim)
    }

    async fn recover_executions(&self, node: &str) -> Result<Vec<(ExecutionId, ExecutionEvent)>, StoreError> {
        let mut write = self.begin().await?;
        let rows: Vec<ExecutionRow> = sqlx::query_as(
            "SELECT * FROM executions WHERE status = 'running' AND lease_node = ? ORDER BY id",
        )
        .bind(node)
        .fetch_all(&mut *write.tx)
        .await?;
        let mut recovered = Vec::with_capacity(rows.len());
        for mut row in rows {
            let steps = load_step_rows(&mut write.tx, &row.id).await?;
            match Legible::read(&row, steps) {
                Ok(legible) => recovered.push((legible.id, write.release(&mut row, RESTARTED).await?)),
                Err(cause) => write.give_up(&row, &cause).await?,
            }
        }
        write.commit().await?;
        Ok(recovered)
    }

    async fn recent_step_times(
        &self,
        kind: ExecutionKind,
        limit: u32,
    ) -> Result<Vec<FinishedStep>, StoreError> {
        let rows: Vec<(String, i64, f64)> = sqlx::query_as(
            "SELECT s.name, s.finished_at_ms - s.started_at_ms, s.work_units
             FROM (SELECT id, updated_at_ms FROM executions WHERE kind = ? AND status = 'completed'
                   ORDER BY updated_at_ms DESC LIMIT ?) e
             JOIN steps s ON s.execution_id = e.id
             WHERE s.started_at_ms IS NOT NULL AND s.finished_at_ms IS NOT NULL
             ORDER BY e.updated_at_ms DESC, s.position",
        )
        .bind(kind.as_str())
        .bind(limit)
        .fetch_all(&self.reads)
        .await?;
        let finished = |(name, ms, work_units): (String, i64, f64)| {
            Ok(FinishedStep {
                name: word(&name)?,
                seconds: ms.max(0) as f32 / 1000.0,
                work_units: work_units as f32,
            })
        };
        rows.into_iter().map(finished).collect()
    }
}

/// Everything that is stored about an execution, read before anything is written on the strength of it.
struct Legible {
    id: ExecutionId,
    account: AccountId,
    kind: ExecutionKind,
    order: serde_json::Value,
    steps: Vec<StepRecord>,
    media: MediaFolder,
}

impl Legible {
    fn read(row: &ExecutionRow, steps: Vec<StepRow>) -> Result<Self, StoreError> {
        let steps = steps.into_iter().map(StepRow::into_record).collect::<Result<_, _>>()?;
        // What events and pages are made of.
        let seen = row.clone().into_execution(Vec::new())?;
        Ok(Legible {
            id: seen.id,
            account: word(&row.account_id)?,
            kind: seen.kind,
            order: serde_json::from_str(&row.order_json)?,
            steps,
            media: row.media_folder.parse()?,
        })
    }
}

impl Write {
    async fn next_queued(&mut self) -> Result<Option<ExecutionRow>, StoreError> {
        let next = sqlx::query_as(
            "SELECT e.* FROM executions e JOIN accounts a ON a.id = e.account_id
             WHERE e.status = 'queued' ORDER BY a.served_turn, e.queued_at_ms, e.id LIMIT 1",
        );
        Ok(next.fetch_optional(&mut *self.tx).await?)
    }

    async fn claim(
        &mut self,
        mut row: ExecutionRow,
        legible: Legible,
        node: &str,
    ) -> Result<Claim, StoreError> {
        row.set_status(Status::Running);
        row.lease_epoch += 1;
        row.lease_node = Some(node.to_owned());
        let message = if row.lease_epoch == 1 { STARTED } else { GOING_ON };
        let event = self.record(&mut row, None, message).await?;
        let Legible { id, account, kind, order, steps, media } = legible;
        Ok(Claim {
            lease: Lease { execution: id, epoch: number(row.lease_epoch) },
            account,
            kind,
            order,
            steps,
            media,
            cancel_requested: row.cancel_requested_at_ms.is_some(),
            event,
        })
    }

    /// The account has had its turn; all others come before its next one.
    async fn serve_last(&mut self, account: &str) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE accounts SET served_turn = (SELECT max(served_turn) FROM accounts) + 1 WHERE id = ?",
        )
        .bind(account)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}
