//! Claims: executions that are due, for one holder only, each under a new epoch.

use super::{
    Write,
    db::{Dialect, sql, sql_of},
    queue::{millis, words_of},
    rows::{ExecutionRow, StepRow, number, word},
    submissions::SubmissionRow,
};
use crate::{Claim, ClaimQuery, Lease, MediaFolder, StepRecord, StoreError, SubmissionRecord};
use domain::{AccountId, ExecutionEvent, ExecutionId, ExecutionKind, ProjectId, Status, Timestamp};
use std::collections::{HashMap, HashSet};

const STARTED: &str = "Started.";
const GOING_ON: &str = "Going on with what is not done yet.";

/// Names the lock under which executions begin, so that nodes at once count the same.
const BEGINNING: i64 = 0x5049_5443_4852_454C;

/// What one look at the queue came to.
pub(super) struct Taken {
    pub claims: Vec<Claim>,
    /// Executions that could not be read; each took a place that another one could have had.
    pub given_up: usize,
}

impl Write {
    pub(super) async fn claim_due(&mut self, query: &ClaimQuery<'_>) -> Result<Taken, StoreError> {
        let mut rows = self.wake(query).await?;
        let room = query.limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        if room > 0 && self.any_queued().await? {
            rows.extend(self.begin_queued(query, room).await?);
        }
        self.take(rows, query).await
    }

    /// What is under way and due: its wait is over, or its lease.
    async fn wake(&mut self, query: &ClaimQuery<'_>) -> Result<Vec<ExecutionRow>, StoreError> {
        let (list, lock) = (self.dialect().list("$2"), self.dialect().skip_locked("e"));
        // The first condition is the index's own: SQLite does not see that it follows from the second.
        sql_of(format!(
            "WITH due AS (
                 SELECT e.id FROM executions e
                 WHERE e.status IN ('queued', 'running') AND e.status = 'running'
                   AND e.due_at_ms <= $1 AND e.next_kind IN {list}
                 ORDER BY e.due_at_ms LIMIT $3{lock})
             UPDATE executions SET lease_epoch = lease_epoch + 1, lease_node = $4, held = 1, due_at_ms = $5,
                    nudged = 0
             WHERE id IN (SELECT id FROM due)
             RETURNING *"
        ))
        .bind(self.now_ms)
        .bind(words_of(query.kinds)?)
        .bind(query.limit)
        .bind(query.node)
        .bind(self.now_ms + millis(query.ttl))
        .fetch_all(&mut self.tx)
        .await
    }

    async fn any_queued(&mut self) -> Result<bool, StoreError> {
        let queued =
            sql("SELECT EXISTS (SELECT 1 FROM executions WHERE status = 'queued' AND due_at_ms <= $1)");
        queued.bind(self.now_ms).scalar(&mut self.tx).await
    }

    /// What has not begun: everybody's turn, under each account's cap.
    async fn begin_queued(
        &mut self,
        query: &ClaimQuery<'_>,
        room: u32,
    ) -> Result<Vec<ExecutionRow>, StoreError> {
        if self.dialect() == Dialect::Postgres {
            sql("SELECT pg_advisory_xact_lock($1) IS NULL").bind(BEGINNING).execute(&mut self.tx).await?;
        }
        let (list, lock) = (self.dialect().list("$2"), self.dialect().skip_locked("e"));
        let rows: Vec<ExecutionRow> = sql_of(format!(
            "WITH ready AS (
                 SELECT id, account_id, row_number() OVER
                        (PARTITION BY account_id ORDER BY priority DESC, queued_at_ms, id) AS place
                 FROM executions WHERE status = 'queued' AND due_at_ms <= $1 AND next_kind IN {list}),
             busy AS (
                 SELECT account_id, count(*) AS under_way FROM executions WHERE status = 'running'
                 AND account_id IN (SELECT account_id FROM ready) GROUP BY account_id)
             SELECT e.* FROM ready r JOIN executions e ON e.id = r.id LEFT JOIN turns t ON t.account_id = r.account_id
                    LEFT JOIN busy b ON b.account_id = r.account_id
             WHERE e.status = 'queued' AND r.place + coalesce(b.under_way, 0) <= $3
             ORDER BY r.place, coalesce(t.served, 0), e.queued_at_ms, e.id LIMIT $4{lock}"
        ))
        .bind(self.now_ms)
        .bind(words_of(query.kinds)?)
        .bind(query.account_cap)
        .bind(room)
        .fetch_all(&mut self.tx)
        .await?;
        if !rows.is_empty() {
            let accounts: HashSet<&str> = rows.iter().map(|row| row.account_id.as_str()).collect();
            self.serve_last(&accounts).await?;
        }
        Ok(rows)
    }

    /// These accounts have had their turn; all others come before their next one.
    async fn serve_last(&mut self, accounts: &HashSet<&str>) -> Result<(), StoreError> {
        let list = self.dialect().list("$1");
        sql_of(format!(
            "INSERT INTO turns (account_id, served)
             SELECT id, (SELECT coalesce(max(served), 0) + 1 FROM turns) FROM accounts WHERE id IN {list}
             ON CONFLICT (account_id) DO UPDATE SET served = excluded.served"
        ))
        .bind(serde_json::to_string(accounts)?)
        .execute(&mut self.tx)
        .await?;
        Ok(())
    }

    /// Reads everything about these rows, and gives those that can be read to the node.
    async fn take(&mut self, rows: Vec<ExecutionRow>, query: &ClaimQuery<'_>) -> Result<Taken, StoreError> {
        let mut taken = Taken { claims: Vec::with_capacity(rows.len()), given_up: 0 };
        if rows.is_empty() {
            return Ok(taken);
        }
        let ids = serde_json::to_string(&rows.iter().map(|row| &row.id).collect::<Vec<_>>())?;
        let mut steps = self.steps_of(&ids).await?;
        let mut submissions = self.submissions_of(&ids).await?;
        let mut legible = Vec::with_capacity(rows.len());
        for mut row in rows {
            let steps = steps.remove(&row.id).unwrap_or_default();
            let submissions = submissions.remove(&row.id).unwrap_or_default();
            match Legible::read(&row, steps, submissions, self.now_ms) {
                Ok(read) => legible.push((row, read)),
                Err(cause) => {
                    self.give_up(&mut row, &cause).await?;
                    taken.given_up += 1;
                }
            }
        }
        self.begin_all(&mut legible, query).await?;
        let now_ms = self.now_ms;
        taken.claims.extend(legible.into_iter().map(|(row, read)| read.into_claim(&row, now_ms)));
        Ok(taken)
    }

    /// Those that were queued are running now, and an event says so.
    async fn begin_all(
        &mut self,
        legible: &mut [(ExecutionRow, Legible)],
        query: &ClaimQuery<'_>,
    ) -> Result<(), StoreError> {
        let (mut ids, mut writes) = (Vec::new(), self.writes());
        for (row, read) in legible.iter_mut().filter(|(row, _)| row.status == Status::Queued.as_str()) {
            row.set_status(Status::Running);
            row.lease_epoch += 1;
            row.last_event += 1;
            let message = if row.lease_epoch == 1 { STARTED } else { GOING_ON };
            let event = row.event(self.now_ms, None, message)?;
            ids.push(row.id.clone());
            writes.event(&row.id, &event)?;
            read.event = Some(event);
        }
        if ids.is_empty() {
            return Ok(());
        }
        let list = self.dialect().list("$4");
        sql_of(format!(
            "UPDATE executions SET status = 'running', lease_epoch = lease_epoch + 1, lease_node = $1, held = 1,
                    nudged = 0, due_at_ms = $2, last_event = last_event + 1, updated_at_ms = $3
             WHERE id IN {list}"
        ))
        .bind(query.node)
        .bind(self.now_ms + millis(query.ttl))
        .bind(self.now_ms)
        .bind(serde_json::to_string(&ids)?)
        .execute(&mut self.tx)
        .await?;
        self.store(writes).await
    }

    async fn steps_of(&mut self, ids: &str) -> Result<HashMap<String, Vec<StepRow>>, StoreError> {
        let list = self.dialect().list("$1");
        let rows: Vec<StepRow> =
            sql_of(format!("SELECT * FROM steps WHERE execution_id IN {list} ORDER BY position"))
                .bind(ids)
                .fetch_all(&mut self.tx)
                .await?;
        let mut steps: HashMap<String, Vec<StepRow>> = HashMap::new();
        for row in rows {
            steps.entry(row.execution_id.clone()).or_default().push(row);
        }
        Ok(steps)
    }

    /// The newest request of each step.
    async fn submissions_of(&mut self, ids: &str) -> Result<HashMap<String, Vec<SubmissionRow>>, StoreError> {
        let list = self.dialect().list("$1");
        let rows: Vec<SubmissionRow> = sql_of(format!(
            "SELECT * FROM submissions WHERE execution_id IN {list} ORDER BY intent_at_ms DESC, request_key DESC"
        ))
        .bind(ids)
        .fetch_all(&mut self.tx)
        .await?;
        let mut newest: HashMap<String, Vec<SubmissionRow>> = HashMap::new();
        for row in rows {
            let Some(execution) = row.execution_id.clone() else { continue };
            let of_execution = newest.entry(execution).or_default();
            if !of_execution.iter().any(|known| known.step_name == row.step_name) {
                of_execution.push(row);
            }
        }
        Ok(newest)
    }

    /// Makes an execution due; one that is held is due when its holder lets go.
    pub(super) async fn nudge(&mut self, execution: &str) -> Result<(), StoreError> {
        sql("UPDATE executions SET nudged = held,
                    due_at_ms = CASE WHEN held = 1 OR due_at_ms < $1 THEN due_at_ms ELSE $1 END
             WHERE id = $2 AND status IN ('queued', 'running')")
        .bind(self.now_ms)
        .bind(execution)
        .execute(&mut self.tx)
        .await?;
        Ok(())
    }
}

/// Everything that is stored about an execution, read before anything is written on the strength of it.
struct Legible {
    id: ExecutionId,
    account: AccountId,
    project: Option<ProjectId>,
    kind: ExecutionKind,
    order: serde_json::Value,
    steps: Vec<StepRecord>,
    submissions: Vec<SubmissionRecord>,
    media: MediaFolder,
    work: MediaFolder,
    /// That it begins to run, if it does.
    event: Option<ExecutionEvent>,
}

impl Legible {
    fn read(
        row: &ExecutionRow,
        steps: Vec<StepRow>,
        submissions: Vec<SubmissionRow>,
        now_ms: i64,
    ) -> Result<Self, StoreError> {
        let steps = steps.into_iter().map(StepRow::into_record).collect::<Result<_, _>>()?;
        let submissions =
            submissions.into_iter().map(|row| row.into_record(now_ms)).collect::<Result<_, _>>()?;
        // What events and pages are made of.
        let seen = row.clone().into_execution(&[])?;
        Ok(Legible {
            id: seen.id,
            account: word(&row.account_id)?,
            project: seen.project_id,
            kind: seen.kind,
            order: serde_json::from_str(&row.order_json)?,
            steps,
            submissions,
            media: row.media_folder.parse()?,
            work: row.work_folder.as_ref().unwrap_or(&row.media_folder).parse()?,
            event: None,
        })
    }

    fn into_claim(self, row: &ExecutionRow, now_ms: i64) -> Claim {
        Claim {
            lease: Lease { execution: self.id, epoch: number(row.lease_epoch) },
            account: self.account,
            project: self.project,
            kind: self.kind,
            order: self.order,
            steps: self.steps,
            submissions: self.submissions,
            media: self.media,
            work: self.work,
            cancel_requested: row.cancel_requested_at_ms.is_some(),
            event: self.event,
            queued_at: Timestamp::from_unix_ms(row.queued_at_ms),
            now: Timestamp::from_unix_ms(now_ms),
        }
    }
}
