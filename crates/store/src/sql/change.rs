//! An execution that is changed in memory while it is locked. Whatever is decided about it is decided here; what follows
//! from that goes to the database with everything else that the transaction writes.

use super::{
    Write,
    db::{sql, sql_of},
    rows::{ExecutionRow, StateRow, StepState, percent, stored, word},
    submissions::SubmissionRow,
    writes::Writes,
};
use crate::{StoreError, SubmissionState};
use domain::{
    Execution, ExecutionEvent, Money, Status, Step, StepName, StepSeconds, Timestamp, overall_percent,
};
use std::collections::HashMap;

const ILLEGIBLE: &str =
    "What was stored about this render cannot be read any more. Generate the video again.";

/// An execution that stays as it is until this transaction ends, with its steps and its paid requests.
pub(super) struct Locked {
    pub row: ExecutionRow,
    pub writes: Writes,
    steps: Vec<LockedStep>,
    /// All that were ever made, where they were asked for.
    requests: Vec<SubmissionRow>,
    changed: bool,
}

/// One of its steps.
pub(super) struct LockedStep {
    pub state: StepState,
    changed: bool,
    /// What it made and the hash of what that was made from, where these change.
    made: Option<(Option<String>, Option<String>)>,
}

impl Locked {
    pub fn new(
        row: ExecutionRow,
        steps: Vec<StepState>,
        requests: Vec<SubmissionRow>,
        writes: Writes,
    ) -> Locked {
        let locked = |state| LockedStep { state, changed: false, made: None };
        let steps = steps.into_iter().map(locked).collect();
        Locked { row, steps, requests, writes, changed: false }
    }

    pub fn now_ms(&self) -> i64 {
        self.writes.now_ms
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
        let step = self.steps.iter_mut().find(named);
        let step =
            step.ok_or_else(|| StoreError::broken("the step is not in the state that this write needs"))?;
        step.changed = true;
        Ok(step)
    }

    /// A step begins, once more. Gives how many paid requests of it are closed.
    pub fn begin_step(&mut self, name: StepName) -> Result<i64, StoreError> {
        let now_ms = self.now_ms();
        let state = &mut self.step(name, |step| !step.is(Status::Completed))?.state;
        state.set_status(Status::Running);
        state.attempts += 1;
        state.tries += 1;
        state.progress = 0;
        state.error = None;
        state.started_at_ms = Some(now_ms);
        state.finished_at_ms = None;
        let closed = state.requests_closed;
        self.row.current_step = Some(name.as_str().to_owned());
        Ok(closed)
    }

    /// Whatever was running in this execution is no longer.
    pub fn stop_running_step(&mut self, becomes: Status) -> Result<Option<StepName>, StoreError> {
        let now_ms = self.now_ms();
        let Some(step) = self.steps.iter_mut().find(|step| step.state.is(Status::Running)) else {
            return Ok(None);
        };
        step.changed = true;
        step.state.set_status(becomes);
        step.state.progress = 0;
        step.state.finished_at_ms = becomes.is_final().then_some(now_ms);
        word(&step.state.name).map(Some)
    }

    /// A paid request of this execution.
    pub fn request(&self, request_key: &str) -> Result<SubmissionRow, StoreError> {
        let known = self.requests.iter().find(|known| known.request_key == request_key);
        known.cloned().ok_or(StoreError::NotFound)
    }

    /// Requests for which money may still be owed.
    pub fn open_requests(&self) -> impl Iterator<Item = &SubmissionRow> {
        self.requests.iter().filter(|known| known.is_open())
    }

    /// Books what a request cost, once, however often it is told.
    pub fn book(&mut self, request_key: &str, cost: Money) -> Result<(), StoreError> {
        let request = self.request(request_key)?;
        match request.is_open() {
            true => self.close(&request, SubmissionState::Done, cost),
            false => Ok(()),
        }
    }

    /// Ends a request of which nothing comes.
    pub fn close_failed(&mut self, request_key: &str, cost: Money) -> Result<(), StoreError> {
        let request = self.request(request_key)?;
        match request.state()? {
            SubmissionState::Failed => {}
            // It is paid already, and what was paid for is gone.
            SubmissionState::Done => self.writes.lost(&request),
            _ => self.close(&request, SubmissionState::Failed, cost)?,
        }
        Ok(())
    }

    /// Ends a request with what it cost, and gives back what was reserved for it.
    pub fn close(
        &mut self,
        request: &SubmissionRow,
        state: SubmissionState,
        cost: Money,
    ) -> Result<(), StoreError> {
        // A request that failed may be made again, so its money stays reserved while the execution is under way.
        let released = match state {
            SubmissionState::Failed if !self.row.status()?.is_final() => {
                cost.micros().min(request.estimate_micros)
            }
            _ => request.estimate_micros,
        };
        self.row.actual_micros += cost.micros();
        self.row.reserved_micros = (self.row.reserved_micros - released).max(0);
        self.changed = true;
        let step = self.step(word(&request.step_name)?, |_| true)?;
        step.state.cost_micros += cost.micros();
        step.state.requests_closed += 1;
        self.writes.close(request, state, cost, released);
        self.requests.retain(|known| known.request_key != request.request_key);
        Ok(())
    }

    /// Writes a final status, with everything that must be true together with it.
    pub fn end(&mut self, step: Option<StepName>, message: &str) -> Result<ExecutionEvent, StoreError> {
        self.row.current_step = None;
        self.row.held = 0;
        self.row.nudged = 0;
        let status = self.row.status()?;
        let open = self.requests.iter().filter(|known| known.is_open());
        self.writes.close_budget(&mut self.row, open, status);
        let event = self.record(step, message)?;
        self.writes.announce(&self.row, &event);
        Ok(event)
    }

    pub fn end_cancelled(&mut self, message: &str) -> Result<ExecutionEvent, StoreError> {
        let step = self.stop_running_step(Status::Cancelled)?;
        self.row.set_status(Status::Cancelled);
        self.end(step, message)
    }

    /// Writes the execution as it now is, with the percentage that its steps come to and one more event. `changed` is
    /// the step that the event carries.
    pub fn record(&mut self, changed: Option<StepName>, message: &str) -> Result<ExecutionEvent, StoreError> {
        let steps: Vec<Step> = self.steps.iter().map(|step| step.state.step()).collect::<Result<_, _>>()?;
        let seconds = |(step, locked): (&Step, &LockedStep)| StepSeconds {
            name: step.name,
            seconds: locked.state.expected_seconds as f32,
        };
        let expected: Vec<StepSeconds> = steps.iter().zip(&self.steps).map(seconds).collect();
        if let Some(next) = steps.iter().find(|step| step.status != Status::Completed) {
            self.row.next_kind = next.kind.as_str().to_owned();
        }
        let status = self.row.status()?;
        let reached = i64::from(overall_percent(status, &steps, &expected));
        self.row.progress = self.row.progress.max(reached);
        self.row.last_event += 1;
        self.row.updated_at_ms = self.now_ms();
        self.changed = true;
        let changed = steps.into_iter().find(|step| Some(step.name) == changed);
        let event = self.row.event(self.now_ms(), changed, message)?;
        self.writes.event(&self.row.id, &event)?;
        Ok(event)
    }

    /// What is to be written.
    pub fn into_writes(mut self) -> Writes {
        if self.changed {
            self.writes.execution(&self.row);
        }
        for step in self.steps.into_iter().filter(|step| step.changed) {
            let made = i64::from(step.made.is_some());
            let (output_json, input_hash) = step.made.unwrap_or_default();
            let state = step.state;
            self.writes.step(vec![
                (&self.row.id).into(),
                state.name.into(),
                state.status.into(),
                state.attempts.into(),
                state.tries.into(),
                state.progress.into(),
                state.error.into(),
                state.started_at_ms.into(),
                state.finished_at_ms.into(),
                state.cost_micros.into(),
                state.requests_closed.into(),
                made.into(),
                output_json.into(),
                input_hash.into(),
            ]);
        }
        self.writes
    }

    /// The execution as everybody sees it.
    pub fn execution(&self) -> Result<Execution, StoreError> {
        let steps: Vec<StepState> = self.steps.iter().map(|step| step.state.clone()).collect();
        self.row.clone().into_execution(&steps)
    }
}

impl LockedStep {
    /// What it made, or that what it made is gone.
    pub fn set_made(&mut self, output_json: Option<String>, input_hash: Option<String>) {
        self.made = Some((output_json, input_hash));
    }
}

impl Write {
    /// The execution as it is inside this transaction, and stays until its end.
    pub(super) async fn execution(&mut self, id: &str) -> Result<Locked, StoreError> {
        self.lock("id = $1", id).await?.ok_or(StoreError::NotFound)
    }

    /// The execution of a request; `None` when it is deleted. It is locked before its request, as everywhere.
    pub(super) async fn execution_of(&mut self, request_key: &str) -> Result<Option<Locked>, StoreError> {
        self.lock("id = (SELECT execution_id FROM submissions WHERE request_key = $1)", request_key).await
    }

    async fn lock(&mut self, which: &str, value: &str) -> Result<Option<Locked>, StoreError> {
        let lock = self.dialect().for_update();
        let found = sql_of(format!("SELECT * FROM executions WHERE {which}{lock}"));
        let found: Option<ExecutionRow> = found.bind(value).fetch_optional(&mut self.tx).await?;
        let Some(row) = found else { return Ok(None) };
        let steps = self.states_of(&[&row.id]).await?.remove(&row.id).unwrap_or_default();
        let requests = self.requests_of(&[&row.id]).await?;
        Ok(Some(Locked::new(row, steps, requests, self.writes())))
    }

    /// The steps of these executions, in order. They are read when those are locked: what the statement that locks reads
    /// besides is of the moment before it waited.
    pub(super) async fn states_of(
        &mut self,
        executions: &[&str],
    ) -> Result<HashMap<String, Vec<StepState>>, StoreError> {
        let (columns, list) = (StepState::COLUMNS.join(", "), self.dialect().list("$1"));
        let found: Vec<StateRow> = sql_of(format!(
            "SELECT execution_id, {columns} FROM steps WHERE execution_id IN {list} ORDER BY position"
        ))
        .bind(serde_json::to_string(executions)?)
        .fetch_all(&mut self.tx)
        .await?;
        let mut states: HashMap<String, Vec<StepState>> = HashMap::new();
        for StateRow { execution_id, state } in found {
            states.entry(execution_id).or_default().push(state);
        }
        Ok(states)
    }

    /// Every paid request of these executions, which are locked, as it stays until this transaction ends.
    pub(super) async fn requests_of(
        &mut self,
        executions: &[&str],
    ) -> Result<Vec<SubmissionRow>, StoreError> {
        let (list, lock) = (self.dialect().list("$1"), self.dialect().for_update());
        sql_of(format!("SELECT * FROM submissions WHERE execution_id IN {list} ORDER BY request_key{lock}"))
            .bind(serde_json::to_string(executions)?)
            .fetch_all(&mut self.tx)
            .await
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
        let requests = self.requests_of(&[&row.id]).await?;
        let mut writes = self.writes();
        let open = requests.iter().filter(|known| known.is_open());
        writes.close_budget(row, open, Status::Failed);
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
        writes.event(&row.id, &event)?;
        writes.announce(row, &event);
        self.store(writes).await
    }
}
