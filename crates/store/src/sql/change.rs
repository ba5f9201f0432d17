//! A change of one execution together with the event that tells of it: both are stored, or neither.

use super::{
    Write,
    db::{sql, sql_of},
    rows::{ExecutionRow, StepState, WithSteps, percent, stored, word},
};
use crate::StoreError;
use domain::{
    Execution, ExecutionEvent, Money, Status, Step, StepName, StepSeconds, Timestamp, overall_percent,
};
use std::mem;

const ILLEGIBLE: &str =
    "What was stored about this render cannot be read any more. Generate the video again.";

/// An execution that stays as it is until this transaction ends, with its steps. What is changed here is stored by
/// [`Write::record`] or [`Write::save_money`].
pub(super) struct Locked {
    pub row: ExecutionRow,
    steps: Vec<LockedStep>,
}

/// One of its steps.
pub(super) struct LockedStep {
    pub state: StepState,
    changed: bool,
    /// What it made and the hash of what that was made from, where these change.
    made: Option<(Option<String>, Option<String>)>,
    /// What its requests cost that were closed here, and how many these are.
    paid: (Money, i64),
}

impl Locked {
    pub fn new(found: WithSteps) -> Result<Locked, StoreError> {
        let (row, steps) = found.read()?;
        let locked = |state| LockedStep { state, changed: false, made: None, paid: (Money::ZERO, 0) };
        Ok(Locked { row, steps: steps.into_iter().map(locked).collect() })
    }

    /// Changes every step from this one on, or from the first.
    pub fn change_from(&mut self, name: Option<StepName>, mut change: impl FnMut(&mut LockedStep)) {
        let before = |step: &&mut LockedStep| name.is_some_and(|name| step.state.name != name.as_str());
        for step in self.steps.iter_mut().skip_while(before) {
            step.changed = true;
            change(step);
        }
    }

    /// A step, to be changed, if it is in a state that allows it.
    pub fn step(
        &mut self,
        name: StepName,
        allows: impl Fn(&StepState) -> bool,
    ) -> Result<&mut LockedStep, StoreError> {
        let named = |step: &&mut LockedStep| step.state.name == name.as_str() && allows(&step.state);
        let step = self.steps.iter_mut().find(named).ok_or_else(not_in_state)?;
        step.changed = true;
        Ok(step)
    }

    /// Whatever was running in this execution is no longer.
    pub fn stop_running_step(
        &mut self,
        becomes: Status,
        now_ms: i64,
    ) -> Result<Option<StepName>, StoreError> {
        let Some(step) = self.steps.iter_mut().find(|step| step.state.is(Status::Running)) else {
            return Ok(None);
        };
        step.changed = true;
        step.state.set_status(becomes);
        step.state.progress = 0;
        step.state.finished_at_ms = becomes.is_final().then_some(now_ms);
        word(&step.state.name).map(Some)
    }

    pub fn into_execution(self) -> Result<Execution, StoreError> {
        let steps: Vec<StepState> = self.steps.into_iter().map(|step| step.state).collect();
        self.row.into_execution(&steps)
    }
}

impl LockedStep {
    /// What it made, or that what it made is gone.
    pub fn set_made(&mut self, output_json: Option<String>, input_hash: Option<String>) {
        self.made = Some((output_json, input_hash));
    }

    /// One of its paid requests is closed.
    pub fn close_request(&mut self, cost: Money) {
        self.state.cost_micros += cost.micros();
        self.state.requests_closed += 1;
        self.paid = (self.paid.0 + cost, self.paid.1 + 1);
    }
}

fn not_in_state() -> StoreError {
    StoreError::broken("the step is not in the state that this write needs")
}

impl Write {
    /// The execution as it is inside this transaction, and stays until its end.
    pub(super) async fn execution(&mut self, id: &str) -> Result<Locked, StoreError> {
        let (columns, lock) = (WithSteps::columns(self.dialect()), self.dialect().for_update());
        let found = sql_of(format!("SELECT {columns} FROM executions WHERE id = $1{lock}"));
        Locked::new(found.bind(id).fetch_one(&mut self.tx).await?)
    }

    /// Stores the execution as it now is, with the percentage that its steps come to and one more event. `changed` is
    /// the step that the event carries.
    pub(super) async fn record(
        &mut self,
        locked: &mut Locked,
        changed: Option<StepName>,
        message: &str,
    ) -> Result<ExecutionEvent, StoreError> {
        let steps: Vec<Step> = locked.steps.iter().map(|step| step.state.step()).collect::<Result<_, _>>()?;
        let seconds = |(step, locked): (&Step, &LockedStep)| StepSeconds {
            name: step.name,
            seconds: locked.state.expected_seconds as f32,
        };
        let expected: Vec<StepSeconds> = steps.iter().zip(&locked.steps).map(seconds).collect();
        let row = &mut locked.row;
        if let Some(next) = steps.iter().find(|step| step.status != Status::Completed) {
            row.next_kind = next.kind.as_str().to_owned();
        }
        let status = row.status()?;
        let reached = i64::from(overall_percent(status, &steps, &expected));
        row.progress = row.progress.max(reached);
        row.last_event += 1;
        row.updated_at_ms = self.now_ms;
        self.save(row).await?;
        let changed = steps.into_iter().find(|step| Some(step.name) == changed);
        let event = row.event(self.now_ms, changed, message)?;
        self.save_steps(locked).await?;
        self.insert_event(&locked.row.id, &event).await?;
        Ok(event)
    }

    /// Stores what closing requests changed in an execution that is otherwise as it was.
    pub(super) async fn save_money(&mut self, locked: &mut Locked) -> Result<(), StoreError> {
        let row = &locked.row;
        let money = sql("UPDATE executions SET actual_micros = $1, reserved_micros = $2 WHERE id = $3");
        self.tx.put(money.bind(row.actual_micros).bind(row.reserved_micros).bind(&row.id)).await?;
        self.save_steps(locked).await
    }

    async fn save_steps(&mut self, locked: &mut Locked) -> Result<(), StoreError> {
        for step in locked.steps.iter_mut().filter(|step| step.changed) {
            let (paid, closed) = mem::replace(&mut step.paid, (Money::ZERO, 0));
            let made = step.made.take();
            // Others close requests too, and while they do they hold the execution, but not what was read before.
            let update = match &made {
                Some(_) => {
                    sql("UPDATE steps SET status = $1, attempts = $2, tries = $3, progress = $4, error = $5,
                            started_at_ms = $6, finished_at_ms = $7, cost_micros = cost_micros + $8,
                            requests_closed = requests_closed + $9, output_json = $12, input_hash = $13
                     WHERE execution_id = $10 AND name = $11")
                }
                None => {
                    sql("UPDATE steps SET status = $1, attempts = $2, tries = $3, progress = $4, error = $5,
                            started_at_ms = $6, finished_at_ms = $7, cost_micros = cost_micros + $8,
                            requests_closed = requests_closed + $9
                     WHERE execution_id = $10 AND name = $11")
                }
            };
            let state = &step.state;
            let mut update = update
                .bind(&state.status)
                .bind(state.attempts)
                .bind(state.tries)
                .bind(state.progress)
                .bind(&state.error)
                .bind(state.started_at_ms)
                .bind(state.finished_at_ms)
                .bind(paid.micros())
                .bind(closed)
                .bind(&locked.row.id)
                .bind(&state.name);
            if let Some((output_json, input_hash)) = made {
                update = update.bind(output_json).bind(input_hash);
            }
            self.tx.put(update).await?;
            step.changed = false;
        }
        Ok(())
    }

    pub(super) async fn insert_event(
        &mut self,
        execution: &str,
        event: &ExecutionEvent,
    ) -> Result<(), StoreError> {
        let insert = sql("INSERT INTO execution_events (execution_id, seq, event_json) VALUES ($1, $2, $3)");
        let insert = insert.bind(execution).bind(stored(event.seq)).bind(serde_json::to_string(event)?);
        self.tx.put(insert).await
    }

    /// Ends an execution of which something cannot be read, without reading it.
    pub(super) async fn give_up(
        &mut self,
        row: &mut ExecutionRow,
        cause: &StoreError,
    ) -> Result<(), StoreError> {
        tracing::error!(execution = %row.id, %cause, "an execution cannot be read, so it is ended as failed");
        let event = ExecutionEvent {
            seq: row.last_event.unsigned_abs() + 1,
            at: Timestamp::from_unix_ms(self.now_ms),
            status: Status::Failed,
            progress: percent(row.progress),
            current_job: None,
            job: None,
            message: ILLEGIBLE.to_owned(),
            result: None,
            error: Some(ILLEGIBLE.to_owned()),
            error_detail: None,
        };
        self.close_budget(row, Status::Failed).await?;
        sql("UPDATE executions SET status = 'failed', error = $1, error_json = NULL, current_step = NULL,
                    held = 0, last_event = $2, updated_at_ms = $3, reserved_micros = $4, counted = $5
             WHERE id = $6")
        .bind(ILLEGIBLE)
        .bind(stored(event.seq))
        .bind(self.now_ms)
        .bind(row.reserved_micros)
        .bind(row.counted)
        .bind(&row.id)
        .execute(&mut self.tx)
        .await?;
        self.insert_event(&row.id, &event).await?;
        self.announce(row, &event).await
    }

    async fn save(&mut self, row: &ExecutionRow) -> Result<(), StoreError> {
        let update = sql(
            "UPDATE executions SET status = $1, progress = $2, current_step = $3, result_json = $4, error = $5,
                    error_json = $6, cancel_requested_at_ms = $7, lease_epoch = $8, lease_node = $9, held = $10,
                    due_at_ms = $11, next_kind = $12, nudged = $13, queued_at_ms = $14, last_event = $15,
                    updated_at_ms = $16, reserved_micros = $17, actual_micros = $18, counted = $19,
                    budget_month = $20, work_folder = $21
             WHERE id = $22",
        )
        .bind(&row.status)
        .bind(row.progress)
        .bind(&row.current_step)
        .bind(&row.result_json)
        .bind(&row.error)
        .bind(&row.error_json)
        .bind(row.cancel_requested_at_ms)
        .bind(row.lease_epoch)
        .bind(&row.lease_node)
        .bind(row.held)
        .bind(row.due_at_ms)
        .bind(&row.next_kind)
        .bind(row.nudged)
        .bind(row.queued_at_ms)
        .bind(row.last_event)
        .bind(row.updated_at_ms)
        .bind(row.reserved_micros)
        .bind(row.actual_micros)
        .bind(row.counted)
        .bind(&row.budget_month)
        .bind(&row.work_folder)
        .bind(&row.id);
        self.tx.put(update).await
    }
}
