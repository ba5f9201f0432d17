//! What a transaction is going to write, collected in memory: rows for each table, of one execution or of many. All of it
//! goes to the database together, a statement for each table.

use super::{
    Write,
    db::{Column, Dialect, Query, Value, together, with_rows},
    money::{Move, day_of},
    rows::ExecutionRow,
    store::StoreSettings,
    submissions::SubmissionRow,
};
use crate::{JobRecord, StoreError, SubmissionState};
use domain::{ExecutionEvent, Money, Status};
use std::sync::Arc;

/// Rows that are going to be written.
pub(super) struct Writes {
    /// When the transaction began.
    pub now_ms: i64,
    pub settings: Arc<StoreSettings>,
    rows: [Vec<Vec<Value>>; TABLES.len()],
}

/// One way in which rows are written.
struct Table {
    /// What is written, where `{given}` are the rows, called `given`, and `{now}` is the moment.
    statement: &'static str,
    /// The columns of a row, in order.
    columns: &'static [(&'static str, Column)],
}

use Column::{Float, Int, Text};

const ORDERS: usize = 0;
const PLANS: usize = 1;
const EXECUTIONS: usize = 2;
const STEPS: usize = 3;
const EVENTS: usize = 4;
const INTENTS: usize = 5;
const CLOSED: usize = 6;
const LOST: usize = 7;
const ASKED: usize = 8;
const OWED: usize = 9;
const CHARGES: usize = 10;
const MOVES: usize = 11;
const DELIVERIES: usize = 12;
const LEARNED: usize = 13;

/// What is named by others comes before them.
const TABLES: [Table; 14] = [
    Table {
        statement: "INSERT INTO executions (id, account_id, project_id, kind, status, order_json, estimated_micros,
                reserved_micros, media_folder, work_folder, webhook, webhook_secret_sealed, priority, next_kind,
                budget_month, counted, due_at_ms, queued_at_ms, created_at_ms, updated_at_ms, last_event)
            SELECT id, account_id, project_id, kind, 'queued', order_json, estimate, estimate, media_folder,
                work_folder, webhook, webhook_secret_sealed, priority, next_kind, budget_month, 1, at_ms, at_ms,
                at_ms, at_ms, 1 FROM {given}",
        columns: &[
            ("id", Text),
            ("account_id", Text),
            ("project_id", Text),
            ("kind", Text),
            ("order_json", Text),
            ("estimate", Int),
            ("media_folder", Text),
            ("work_folder", Text),
            ("webhook", Text),
            ("webhook_secret_sealed", Text),
            ("priority", Int),
            ("next_kind", Text),
            ("budget_month", Text),
            ("at_ms", Int),
        ],
    },
    Table {
        statement: "INSERT INTO steps (execution_id, position, name, kind, provider, status, expected_seconds,
                work_units, request_key, input_json, estimate_micros)
            SELECT execution_id, position, name, kind, provider, 'queued', expected_seconds, work_units,
                request_key, input_json, estimate FROM {given}",
        columns: &[
            ("execution_id", Text),
            ("position", Int),
            ("name", Text),
            ("kind", Text),
            ("provider", Text),
            ("expected_seconds", Float),
            ("work_units", Float),
            ("request_key", Text),
            ("input_json", Text),
            ("estimate", Int),
        ],
    },
    Table {
        statement: "UPDATE executions SET status = given.status, progress = given.progress,
                current_step = given.current_step, result_json = given.result_json, error = given.error,
                error_json = given.error_json, cancel_requested_at_ms = given.cancel_requested_at_ms,
                held = given.held, due_at_ms = given.due_at_ms, next_kind = given.next_kind,
                nudged = given.nudged, queued_at_ms = given.queued_at_ms, last_event = given.last_event,
                updated_at_ms = given.updated_at_ms, reserved_micros = given.reserved_micros,
                actual_micros = given.actual_micros, counted = given.counted,
                budget_month = given.budget_month, work_folder = given.work_folder
            FROM {given} WHERE executions.id = given.id",
        columns: &[
            ("id", Text),
            ("status", Text),
            ("progress", Int),
            ("current_step", Text),
            ("result_json", Text),
            ("error", Text),
            ("error_json", Text),
            ("cancel_requested_at_ms", Int),
            ("held", Int),
            ("due_at_ms", Int),
            ("next_kind", Text),
            ("nudged", Int),
            ("queued_at_ms", Int),
            ("last_event", Int),
            ("updated_at_ms", Int),
            ("reserved_micros", Int),
            ("actual_micros", Int),
            ("counted", Int),
            ("budget_month", Text),
            ("work_folder", Text),
        ],
    },
    Table {
        statement: "UPDATE steps SET status = given.status, attempts = given.attempts, tries = given.tries,
                progress = given.progress, error = given.error, started_at_ms = given.started_at_ms,
                finished_at_ms = given.finished_at_ms, cost_micros = given.cost_micros,
                requests_closed = given.requests_closed,
                output_json = CASE given.made WHEN 1 THEN given.output_json ELSE steps.output_json END,
                input_hash = CASE given.made WHEN 1 THEN given.input_hash ELSE steps.input_hash END
            FROM {given} WHERE steps.execution_id = given.execution_id AND steps.name = given.name",
        columns: &[
            ("execution_id", Text),
            ("name", Text),
            ("status", Text),
            ("attempts", Int),
            ("tries", Int),
            ("progress", Int),
            ("error", Text),
            ("started_at_ms", Int),
            ("finished_at_ms", Int),
            ("cost_micros", Int),
            ("requests_closed", Int),
            ("made", Int),
            ("output_json", Text),
            ("input_hash", Text),
        ],
    },
    Table {
        statement: "INSERT INTO execution_events (execution_id, seq, event_json)
            SELECT execution_id, seq, event_json FROM {given}",
        columns: &[("execution_id", Text), ("seq", Int), ("event_json", Text)],
    },
    Table {
        statement: "INSERT INTO submissions (request_key, account_id, execution_id, step_name, provider,
                capability, state, order_json, month, estimate_micros, lease_epoch, deadline_at_ms, intent_at_ms,
                asked_at_ms)
            SELECT request_key, account_id, execution_id, step_name, provider, capability, state, order_json,
                month, estimate_micros, lease_epoch, deadline_at_ms, intent_at_ms, asked_at_ms FROM {given}",
        columns: &[
            ("request_key", Text),
            ("account_id", Text),
            ("execution_id", Text),
            ("step_name", Text),
            ("provider", Text),
            ("capability", Text),
            ("state", Text),
            ("order_json", Text),
            ("month", Text),
            ("estimate_micros", Int),
            ("lease_epoch", Int),
            ("deadline_at_ms", Int),
            ("intent_at_ms", Int),
            ("asked_at_ms", Int),
        ],
    },
    Table {
        statement: "UPDATE submissions SET state = given.state, cost_micros = given.cost,
                ended_at_ms = given.ended_at_ms, settle_due_ms = NULL
            FROM {given} WHERE submissions.request_key = given.request_key",
        columns: &[("request_key", Text), ("state", Text), ("cost", Int), ("ended_at_ms", Int)],
    },
    Table {
        statement: "UPDATE submissions SET state = 'failed'
            FROM {given} WHERE submissions.request_key = given.request_key",
        columns: &[("request_key", Text)],
    },
    Table {
        statement: "UPDATE submissions SET state = 'unknown', asked_at_ms = given.asked_at_ms
            FROM {given} WHERE submissions.request_key = given.request_key",
        columns: &[("request_key", Text), ("asked_at_ms", Int)],
    },
    // However often it was looked at while somebody waited, what it costs is asked for soon.
    Table {
        statement: "UPDATE submissions SET settle_due_ms = given.settle_due_ms, looks = 0
            FROM {given} WHERE submissions.request_key = given.request_key",
        columns: &[("request_key", Text), ("settle_due_ms", Int)],
    },
    Table {
        statement: "INSERT INTO charges (request_key, account_id, execution_id, step_name, provider, month, day,
                micros, booked_at_ms)
            SELECT request_key, account_id, execution_id, step_name, provider, month, day, micros, booked_at_ms
            FROM {given}",
        columns: &[
            ("request_key", Text),
            ("account_id", Text),
            ("execution_id", Text),
            ("step_name", Text),
            ("provider", Text),
            ("month", Text),
            ("day", Text),
            ("micros", Int),
            ("booked_at_ms", Int),
        ],
    },
    Table {
        statement: "INSERT INTO budget_moves (account_id, month, released_micros, spent_micros, places)
            SELECT account_id, month, released, spent, places FROM {given}",
        columns: &[
            ("account_id", Text),
            ("month", Text),
            ("released", Int),
            ("spent", Int),
            ("places", Int),
        ],
    },
    // A receiver that is left alone is sent nothing.
    Table {
        statement: "INSERT INTO webhook_deliveries (id, account_id, execution_id, url, secret_sealed, body, status,
                due_at_ms, created_at_ms, finished_at_ms)
            SELECT given.id, given.account_id, given.execution_id, given.url, given.secret_sealed, given.body,
                CASE WHEN r.disabled_at_ms IS NULL THEN 'pending' ELSE 'disabled' END, given.at_ms, given.at_ms,
                CASE WHEN r.disabled_at_ms IS NOT NULL THEN given.at_ms END
            FROM {given}
            LEFT JOIN webhook_receivers r ON r.account_id = given.account_id AND r.url = given.url",
        columns: &[
            ("id", Text),
            ("account_id", Text),
            ("execution_id", Text),
            ("url", Text),
            ("secret_sealed", Text),
            ("body", Text),
            ("at_ms", Int),
        ],
    },
    // After whatever is decided about the request at the same time. One whose execution is over can be settled now.
    Table {
        statement: "UPDATE submissions SET state = 'submitted', job_id = given.job_id, job_json = given.job_json,
                submitted_at_ms = coalesce(submissions.submitted_at_ms, ({now})),
                settle_due_ms = CASE WHEN EXISTS (
                    SELECT 1 FROM executions e WHERE e.id = submissions.execution_id
                    AND e.status IN ('queued', 'running')) THEN settle_due_ms ELSE ({now}) END
            FROM {given} WHERE submissions.request_key = given.request_key
                AND submissions.state IN ('intent', 'unknown', 'submitted')",
        columns: &[("request_key", Text), ("job_id", Text), ("job_json", Text)],
    },
];

impl Writes {
    pub fn new(now_ms: i64, settings: Arc<StoreSettings>) -> Writes {
        Writes { now_ms, settings, rows: Default::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(Vec::is_empty)
    }

    /// These too, of another execution.
    pub fn add(&mut self, more: Writes) {
        for (rows, more) in self.rows.iter_mut().zip(more.rows) {
            rows.extend(more);
        }
    }

    /// An execution that is ordered.
    pub fn order(&mut self, row: Vec<Value>) {
        self.rows[ORDERS].push(row);
    }

    /// A step of one that is ordered.
    pub fn plan(&mut self, row: Vec<Value>) {
        self.rows[PLANS].push(row);
    }

    /// An execution as it now is.
    pub fn execution(&mut self, row: &ExecutionRow) {
        self.rows[EXECUTIONS].push(vec![
            (&row.id).into(),
            (&row.status).into(),
            row.progress.into(),
            (&row.current_step).into(),
            (&row.result_json).into(),
            (&row.error).into(),
            (&row.error_json).into(),
            row.cancel_requested_at_ms.into(),
            row.held.into(),
            row.due_at_ms.into(),
            (&row.next_kind).into(),
            row.nudged.into(),
            row.queued_at_ms.into(),
            row.last_event.into(),
            row.updated_at_ms.into(),
            row.reserved_micros.into(),
            row.actual_micros.into(),
            row.counted.into(),
            (&row.budget_month).into(),
            (&row.work_folder).into(),
        ]);
    }

    /// A step as it now is, in the order of its columns.
    pub fn step(&mut self, row: Vec<Value>) {
        self.rows[STEPS].push(row);
    }

    pub fn event(&mut self, execution: &str, event: &ExecutionEvent) -> Result<(), StoreError> {
        let json = serde_json::to_string(event)?;
        self.rows[EVENTS].push(vec![execution.into(), super::rows::stored(event.seq).into(), json.into()]);
        Ok(())
    }

    /// A request that is about to be made.
    pub fn intent(&mut self, row: &SubmissionRow, lease_epoch: i64) {
        self.rows[INTENTS].push(vec![
            (&row.request_key).into(),
            (&row.account_id).into(),
            (&row.execution_id).into(),
            (&row.step_name).into(),
            (&row.provider).into(),
            (&row.capability).into(),
            (&row.state).into(),
            (&row.order_json).into(),
            (&row.month).into(),
            row.estimate_micros.into(),
            lease_epoch.into(),
            row.deadline_at_ms.into(),
            row.intent_at_ms.into(),
            row.asked_at_ms.into(),
        ]);
    }

    /// The job of a request; it is true whoever holds the execution.
    pub fn learned(&mut self, request_key: &str, job: &JobRecord) {
        let details = job.details.to_string();
        self.rows[LEARNED].push(vec![request_key.into(), (&job.id).into(), details.into()]);
    }

    /// A request that is about to be made once more.
    pub fn asked(&mut self, request: &SubmissionRow) {
        self.rows[ASKED].push(vec![(&request.request_key).into(), request.asked_at_ms.into()]);
    }

    /// What a request that is paid was for is gone.
    pub fn lost(&mut self, request: &SubmissionRow) {
        self.rows[LOST].push(vec![(&request.request_key).into()]);
    }

    /// Ends a request with what it cost, and gives back what was reserved for it.
    pub fn close(&mut self, request: &SubmissionRow, state: SubmissionState, cost: Money, released: i64) {
        if cost.micros() > request.estimate_micros {
            tracing::warn!(
                request = %request.request_key, %cost,
                "a provider took more than the price table says; set its price"
            );
        }
        let key = &request.request_key;
        self.rows[CLOSED].push(vec![
            key.into(),
            state.as_str().into(),
            cost.micros().into(),
            self.now_ms.into(),
        ]);
        if cost > Money::ZERO {
            self.rows[CHARGES].push(vec![
                key.into(),
                (&request.account_id).into(),
                (&request.execution_id).into(),
                (&request.step_name).into(),
                (&request.provider).into(),
                (&request.month).into(),
                day_of(self.now_ms).into(),
                cost.micros().into(),
                self.now_ms.into(),
            ]);
        }
        let moved = Move { released, spent: cost.micros(), places: 0 };
        self.moved(&request.account_id, &request.month, &moved);
    }

    /// The execution is over: what nobody can owe any more is released, and one that made nothing gives its place
    /// back. What is still open is looked at until its cost is known.
    pub fn close_budget<'a>(
        &mut self,
        row: &mut ExecutionRow,
        open: impl Iterator<Item = &'a SubmissionRow>,
        status: Status,
    ) {
        let mut owed = 0;
        for request in open {
            owed += request.estimate_micros;
            self.rows[OWED].push(vec![(&request.request_key).into(), self.now_ms.into()]);
        }
        let Some(month) = row.budget_month.clone() else { return };
        let released = (row.reserved_micros - owed).max(0);
        let gives_place_back = row.counted == 1 && status != Status::Completed;
        row.reserved_micros -= released;
        if gives_place_back {
            row.counted = 0;
        }
        let moved = Move { released, spent: 0, places: i64::from(gives_place_back) };
        self.moved(&row.account_id, &month, &moved);
    }

    /// Notes what moved in a budget.
    fn moved(&mut self, account: &str, month: &str, moved: &Move) {
        if *moved != Move::default() {
            let Move { released, spent, places } = *moved;
            self.rows[MOVES].push(vec![
                account.into(),
                month.into(),
                released.into(),
                spent.into(),
                places.into(),
            ]);
        }
    }

    /// A webhook on its way.
    pub fn delivery(&mut self, id: &str, row: &ExecutionRow, url: &str, body: &str) {
        self.rows[DELIVERIES].push(vec![
            id.into(),
            (&row.account_id).into(),
            (&row.id).into(),
            url.into(),
            (&row.webhook_secret_sealed).into(),
            body.into(),
            self.now_ms.into(),
        ]);
    }

    /// What is written first, and what is written when that is.
    fn into_queries(self, dialect: Dialect) -> Result<[Vec<Query>; 2], StoreError> {
        let mut queries: [Vec<Query>; 2] = Default::default();
        for (place, (table, rows)) in TABLES.iter().zip(self.rows).enumerate() {
            if !rows.is_empty() {
                let query = with_rows(dialect, table.statement, table.columns, rows)?;
                queries[usize::from(place == LEARNED)].push(query);
            }
        }
        Ok(queries)
    }
}

impl Write {
    /// Nothing to write yet.
    pub(super) fn writes(&self) -> Writes {
        Writes::new(self.now_ms, self.settings.clone())
    }

    /// Writes all of it. No row of a table is written in two ways, but for jobs that are learned.
    pub(super) async fn store(&mut self, writes: Writes) -> Result<(), StoreError> {
        for queries in writes.into_queries(self.dialect())? {
            if !queries.is_empty() {
                together(self.dialect(), queries).execute(&mut self.tx).await?;
            }
        }
        Ok(())
    }
}
