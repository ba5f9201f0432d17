//! Rows as the tables have them, and their way into the shared words.

use super::db::Dialect;
use crate::{StepRecord, StoreError};
use domain::{
    Cost, ErrorDetail, Execution, ExecutionEvent, MediaResult, Money, PlannedStep, ProjectId, Status, Step,
    StepKind, StepName, Timestamp,
};
use serde::{Deserialize, de::DeserializeOwned};
use sqlx::prelude::FromRow;
use std::str::FromStr;

/// One row of `executions`.
#[derive(Debug, Clone, FromRow)]
pub(super) struct ExecutionRow {
    pub id: String,
    pub account_id: String,
    pub project_id: Option<String>,
    pub kind: String,
    pub status: String,
    pub order_json: String,
    pub progress: i64,
    pub current_step: Option<String>,
    pub result_json: Option<String>,
    pub error: Option<String>,
    pub error_json: Option<String>,
    pub estimated_micros: i64,
    pub reserved_micros: i64,
    pub actual_micros: i64,
    pub webhook: Option<String>,
    pub media_folder: String,
    pub cancel_requested_at_ms: Option<i64>,
    pub lease_epoch: i64,
    pub queued_at_ms: i64,
    pub last_event: i64,
    pub created_at_ms: i64,
    pub updated_at_ms: i64,
    pub due_at_ms: i64,
    pub held: i64,
    pub next_kind: String,
    pub nudged: i64,
    pub budget_month: Option<String>,
    pub counted: i64,
    pub work_folder: Option<String>,
    pub webhook_secret_sealed: Option<String>,
}

/// What is told of a step, and what changes while its execution is under way.
#[derive(Debug, Clone, FromRow, Deserialize)]
pub(super) struct StepState {
    pub name: String,
    pub kind: Option<String>,
    pub provider: String,
    pub status: String,
    pub attempts: i64,
    pub tries: i64,
    pub progress: i64,
    pub cost_micros: i64,
    pub expected_seconds: f64,
    pub requests_closed: i64,
    pub error: Option<String>,
    pub started_at_ms: Option<i64>,
    pub finished_at_ms: Option<i64>,
}

/// The same, and whose step it is.
#[derive(FromRow)]
pub(super) struct StateRow {
    pub execution_id: String,
    #[sqlx(flatten)]
    pub state: StepState,
}

/// One row of `steps`.
#[derive(Debug, Clone, FromRow)]
pub(super) struct StepRow {
    pub execution_id: String,
    #[sqlx(flatten)]
    pub state: StepState,
    pub work_units: f64,
    pub input_json: Option<String>,
    pub estimate_micros: i64,
    pub output_json: Option<String>,
}

/// An execution and its steps, read in one statement, so that they tell of the same moment.
#[derive(FromRow)]
pub(super) struct WithSteps {
    #[sqlx(flatten)]
    row: ExecutionRow,
    steps_json: Option<String>,
}

/// A row, and the moment at which it was read.
#[derive(FromRow)]
pub(super) struct Seen<T> {
    #[sqlx(flatten)]
    pub row: T,
    pub now_ms: i64,
}

impl ExecutionRow {
    pub fn status(&self) -> Result<Status, StoreError> {
        word(&self.status)
    }

    pub fn set_status(&mut self, status: Status) {
        self.status = status.as_str().to_owned();
    }

    pub fn current_step(&self) -> Result<Option<StepName>, StoreError> {
        self.current_step.as_deref().map(word).transpose()
    }

    pub fn result(&self) -> Result<Option<MediaResult>, StoreError> {
        optional_json(&self.result_json)
    }

    pub fn error_detail(&self) -> Result<Option<ErrorDetail>, StoreError> {
        optional_json(&self.error_json)
    }

    /// The newest event, which tells of the row as it is. `changed` is the step that it carries.
    pub fn event(
        &self,
        at_ms: i64,
        changed: Option<Step>,
        message: &str,
    ) -> Result<ExecutionEvent, StoreError> {
        Ok(ExecutionEvent {
            seq: number(self.last_event),
            at: Timestamp::from_unix_ms(at_ms),
            status: self.status()?,
            progress: percent(self.progress),
            current_job: self.current_step()?,
            job: changed.map(Into::into),
            message: message.to_owned(),
            result: self.result()?,
            error: self.error.clone(),
            error_detail: self.error_detail()?,
        })
    }

    /// The execution as everybody sees it.
    pub fn into_execution(self, steps: &[StepState]) -> Result<Execution, StoreError> {
        let job = |step: &StepState| Ok(step.step()?.into());
        Ok(Execution {
            id: word(&self.id)?,
            kind: kind(&self.kind)?,
            project_id: self.project_id.as_deref().map(word::<ProjectId>).transpose()?,
            status: self.status()?,
            progress: percent(self.progress),
            current_job: self.current_step()?,
            jobs: steps.iter().map(job).collect::<Result<_, StoreError>>()?,
            result: self.result()?,
            error_detail: self.error_detail()?,
            error: self.error,
            cost: Cost {
                estimated_usd: Money::from_micros(self.estimated_micros),
                reserved_usd: Money::from_micros(self.reserved_micros),
                actual_usd: Money::from_micros(self.actual_micros),
            },
            webhook: self.webhook,
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
            updated_at: Timestamp::from_unix_ms(self.updated_at_ms),
            last_event: number(self.last_event),
        })
    }
}

impl WithSteps {
    /// What is selected from `executions`.
    pub fn columns(dialect: Dialect) -> String {
        let of_execution = "steps WHERE execution_id = executions.id";
        format!(
            "executions.*, {} AS steps_json",
            dialect.json_rows(&StepState::COLUMNS, of_execution, "position")
        )
    }

    /// The execution, and its steps in order.
    pub fn read(self) -> Result<(ExecutionRow, Vec<StepState>), StoreError> {
        let steps = optional_json(&self.steps_json)?.unwrap_or_default();
        Ok((self.row, steps))
    }

    pub fn into_execution(self) -> Result<Execution, StoreError> {
        let (row, steps) = self.read()?;
        row.into_execution(&steps)
    }
}

impl StepState {
    /// In the order of the fields.
    pub const COLUMNS: [&str; 13] = [
        "name",
        "kind",
        "provider",
        "status",
        "attempts",
        "tries",
        "progress",
        "cost_micros",
        "expected_seconds",
        "requests_closed",
        "error",
        "started_at_ms",
        "finished_at_ms",
    ];

    pub fn is(&self, status: Status) -> bool {
        self.status == status.as_str()
    }

    pub fn set_status(&mut self, status: Status) {
        self.status = status.as_str().to_owned();
    }

    pub fn kind(&self) -> Result<StepKind, StoreError> {
        word(self.kind.as_ref().unwrap_or(&self.name))
    }

    /// The step as everybody sees it.
    pub fn step(&self) -> Result<Step, StoreError> {
        Ok(Step {
            name: word(&self.name)?,
            kind: self.kind()?,
            provider: self.provider.clone(),
            status: word(&self.status)?,
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            progress: percent(self.progress),
            cost: Money::from_micros(self.cost_micros),
            started_at: self.started_at_ms.map(Timestamp::from_unix_ms),
            finished_at: self.finished_at_ms.map(Timestamp::from_unix_ms),
            error: self.error.clone(),
        })
    }
}

impl StepRow {
    pub fn into_record(self) -> Result<StepRecord, StoreError> {
        let step = self.state.step()?;
        let input = optional_json(&self.input_json)?;
        Ok(StepRecord {
            expected_seconds: self.state.expected_seconds as f32,
            work_units: self.work_units as f32,
            planned: input.map(|input| PlannedStep { name: step.name, kind: step.kind, input }),
            estimate: Money::from_micros(self.estimate_micros),
            tries: u32::try_from(self.state.tries).unwrap_or(u32::MAX),
            output: optional_json(&self.output_json)?,
            step,
        })
    }
}

/// A word that we wrote ourselves.
pub(super) fn word<T: FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::broken(format!("{text:?} is stored where it means nothing")))
}

/// A word of a type that only serde knows how to read.
pub(super) fn kind<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(text.to_owned()))?)
}

pub(super) fn optional_json<T: DeserializeOwned>(json: &Option<String>) -> Result<Option<T>, StoreError> {
    Ok(json.as_deref().map(serde_json::from_str).transpose()?)
}

/// 0 to 100.
pub(super) fn percent(stored: i64) -> u8 {
    u8::try_from(stored.clamp(0, 100)).unwrap_or(100)
}

/// A count, which the tables never let fall below zero.
pub(super) fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or_default()
}

/// A count for a table.
pub(super) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
