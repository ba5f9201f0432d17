//! What an order will take and cost: the work of each step times the rate that this machine has shown, and the price of
//! what is asked for outside. What this account has already is not made again and costs nothing.

use crate::{
    EngineError,
    desk::JobMaker,
    output::{Made, StepOutput, input_hash},
    paid,
    works::Works,
};
use domain::{
    AccountId, END_CARD_MS, Estimate, EstimateLine, ExecutionKind, Money, PlannedStep, ProjectId,
    RenderSeconds, StepKind, spoken_seconds,
};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use store::{FinishedStep, NewStep, StoreError};

/// How many finished executions the rates are taken from.
const SAMPLES: u32 = 20;
/// With fewer samples than this the range is a guess.
const SAMPLES_FOR_RANGE: usize = 5;
/// How far a slow render is from a usual one before enough have been measured.
const GUESSED_SPREAD: f32 = 1.8;
/// Even where all renders took the same time, the next one may not.
const LEAST_SPREAD: f32 = 1.15;
/// A draft has a quarter of the pixels, and the rest of the work is the same.
const DRAFT_SHARE: f32 = 0.3;
/// Seconds of speech in an ad whose script is not written yet.
const USUAL_SPEECH_SECONDS: u32 = 25;

/// How long steps took lately, read anew when it is older than this.
const TIMES_KEPT: Duration = Duration::from_secs(1);

/// The times of the newest executions, kept for a moment, since each order asks for them.
#[derive(Default)]
pub(crate) struct StepTimes(Mutex<Kept>);

type Kept = HashMap<ExecutionKind, (Instant, Arc<[FinishedStep]>)>;

impl StepTimes {
    /// As they were a moment ago.
    pub async fn recent(
        &self,
        works: &Works,
        kind: ExecutionKind,
    ) -> Result<Arc<[FinishedStep]>, StoreError> {
        let kept = self.kept().get(&kind).filter(|(read, _)| read.elapsed() < TIMES_KEPT).cloned();
        match kept {
            Some((_, times)) => Ok(times),
            None => self.present(works, kind).await,
        }
    }

    /// As they are.
    pub async fn present(
        &self,
        works: &Works,
        kind: ExecutionKind,
    ) -> Result<Arc<[FinishedStep]>, StoreError> {
        let times: Arc<[FinishedStep]> = works.stores.queue.recent_step_times(kind, SAMPLES).await?.into();
        self.kept().insert(kind, (Instant::now(), times.clone()));
        Ok(times)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The expected seconds and the cost of every step of one order.
pub(crate) struct Forecast {
    duration_ms: u32,
    lines: Vec<Line>,
    /// Who does what is paid.
    makers: Vec<JobMaker>,
}

struct Line {
    planned: PlannedStep,
    provider: String,
    estimate: Money,
    reused: bool,
    work_units: f32,
    usual_seconds: f32,
    slow_seconds: f32,
}

impl Forecast {
    pub async fn of(
        works: &Works,
        account: &AccountId,
        project: Option<&ProjectId>,
        plan: Vec<PlannedStep>,
        times: &[FinishedStep],
    ) -> Result<Forecast, EngineError> {
        let spoken = spoken(&plan);
        let effort = effort(works, &plan).await;
        let makers = match plan.iter().any(paid::is_paid) {
            true => works.makers.jobs.of(account).await?,
            false => Vec::new(),
        };
        let mut made = Vec::new();
        let mut lines = Vec::with_capacity(plan.len());
        for planned in plan {
            let work_units = work_units(&planned, spoken, effort);
            let (usual, slow) = seconds_per_unit(planned.kind, times);
            let provider = provider(works, &makers, &planned)?;
            let reused = known(works, account, project, &provider, &planned, &mut made).await?;
            let share = if reused { 0.0 } else { 1.0 };
            lines.push(Line {
                estimate: if reused { Money::ZERO } else { paid::estimate(works, &makers, &planned).await? },
                reused,
                provider,
                work_units,
                usual_seconds: usual * work_units * share,
                slow_seconds: slow * work_units * share,
                planned,
            });
        }
        Ok(Forecast { duration_ms: duration_ms(&lines, spoken), lines, makers })
    }

    /// The steps as they are ordered. What may be reused now may be gone when its turn comes, so nothing is left out,
    /// and the price of what is paid is reserved.
    pub async fn steps(&self, works: &Works) -> Result<Vec<NewStep>, EngineError> {
        let mut steps = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            steps.push(NewStep {
                planned: line.planned.clone(),
                provider: line.provider.clone(),
                estimate: if line.reused {
                    paid::estimate(works, &self.makers, &line.planned).await?
                } else {
                    line.estimate
                },
                expected_seconds: line.usual_seconds,
                work_units: line.work_units,
            });
        }
        Ok(steps)
    }

    /// The forecast as people see it.
    pub fn estimate(&self) -> Estimate {
        let usual: f32 = self.lines.iter().map(|line| line.usual_seconds).sum();
        let slow: f32 = self.lines.iter().map(|line| line.slow_seconds).sum();
        let line = |line: &Line| EstimateLine {
            step: line.planned.name,
            provider: line.provider.clone(),
            cost_usd: line.estimate,
            seconds: line.usual_seconds,
            reused: line.reused,
        };
        Estimate {
            cost_usd: self.lines.iter().map(|line| line.estimate).sum(),
            duration_ms: self.duration_ms,
            render_seconds: RenderSeconds { p50: usual.ceil() as u32, p95: slow.ceil() as u32 },
            lines: self.lines.iter().map(line).collect(),
        }
    }
}

/// Whether this project has what the step would make.
async fn known(
    works: &Works,
    account: &AccountId,
    project: Option<&ProjectId>,
    provider: &str,
    planned: &PlannedStep,
    made: &mut Vec<Made>,
) -> Result<bool, EngineError> {
    let Some(project) = project.filter(|_| planned.kind != StepKind::Publish) else { return Ok(false) };
    let hash = input_hash(project.as_str(), provider, planned, made);
    let found = works.stores.steps.find_outcome(account, &hash).await?;
    let (name, kind) = (planned.name, planned.kind);
    made.push(Made { name, kind, hash, output: StepOutput::default() });
    Ok(found.is_some())
}

/// Seconds that are spoken.
fn spoken(plan: &[PlannedStep]) -> u32 {
    let text = plan.iter().find(|planned| planned.kind == StepKind::Speech);
    let text = text.and_then(|planned| planned.input.get("text")).and_then(Value::as_str);
    text.map_or(USUAL_SPEECH_SECONDS, spoken_seconds)
}

/// The share of the usual work that speaking will be.
async fn effort(works: &Works, plan: &[PlannedStep]) -> f32 {
    let speech = plan.iter().find(|planned| planned.kind == StepKind::Speech);
    let word = |name| speech.and_then(|planned| planned.input.get(name)).and_then(Value::as_str);
    match (word("text"), word("voice").and_then(|voice| voice.parse().ok())) {
        (Some(text), Some(voice)) => works.makers.speech.effort(text, &voice).await,
        _ => 1.0,
    }
}

/// How long the film will be.
fn duration_ms(lines: &[Line], spoken: u32) -> u32 {
    if lines.iter().any(|line| line.planned.kind == StepKind::Compose) {
        return spoken.saturating_mul(1000).saturating_add(END_CARD_MS);
    }
    let video = lines.iter().rev().find(|line| line.planned.kind == StepKind::Video);
    let seconds = video.and_then(|line| line.planned.input.get("duration")).and_then(Value::as_u64);
    u32::try_from(seconds.unwrap_or(5)).unwrap_or_default().saturating_mul(1000)
}

/// How much there is to do, in a unit that the time of the step grows with.
fn work_units(planned: &PlannedStep, spoken: u32, effort: f32) -> f32 {
    let spoken = spoken as f32;
    match planned.kind {
        StepKind::Speech => spoken * effort,
        StepKind::Presenter => spoken,
        StepKind::Compose => {
            let draft = planned.input.get("quality").and_then(Value::as_str) == Some("draft");
            (spoken + END_CARD_MS as f32 / 1000.0) * if draft { DRAFT_SHARE } else { 1.0 }
        }
        StepKind::Scripts | StepKind::Image | StepKind::Video | StepKind::Publish => 1.0,
    }
}

/// Seconds for one unit of work, usual and slow: measured here, or what an ordinary machine with two cores takes.
fn seconds_per_unit(kind: StepKind, times: &[FinishedStep]) -> (f32, f32) {
    let of_step = times.iter().filter(|time| time.kind == kind && time.work_units > 0.0);
    let mut rates: Vec<f32> = of_step.map(|time| time.seconds / time.work_units).collect();
    rates.sort_by(f32::total_cmp);
    let Some(&usual) = rates.get(rates.len() / 2) else {
        let usual = match kind {
            StepKind::Scripts => 0.1,
            StepKind::Image => 8.0,
            StepKind::Video => 90.0,
            StepKind::Speech => 0.5,
            StepKind::Presenter => 0.01,
            StepKind::Compose => 0.35,
            StepKind::Publish => 0.3,
        };
        return (usual, usual * GUESSED_SPREAD);
    };
    let slowest = rates.last().copied().filter(|_| rates.len() >= SAMPLES_FOR_RANGE);
    (usual, slowest.unwrap_or(usual * GUESSED_SPREAD).max(usual * LEAST_SPREAD))
}

fn provider(works: &Works, makers: &[JobMaker], planned: &PlannedStep) -> Result<String, EngineError> {
    if let Some(paid) = paid::provider_of(makers, planned)? {
        return Ok(paid);
    }
    let name = match planned.kind {
        StepKind::Scripts => works.makers.writer.name(),
        StepKind::Speech => works.makers.speech.name(),
        StepKind::Presenter => works.makers.presenter.name(),
        StepKind::Compose => works.makers.composer.name(),
        StepKind::Image | StepKind::Video | StepKind::Publish => "studio",
    };
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_rates_replace_the_guess() {
        let time = |seconds| FinishedStep { kind: StepKind::Compose, seconds, work_units: 10.0 };
        let times: Vec<_> = [1.0, 2.0, 9.0, 2.0, 2.0].into_iter().map(time).collect();
        assert_eq!(seconds_per_unit(StepKind::Compose, &times), (0.2, 0.9));
        let (usual, slow) = seconds_per_unit(StepKind::Speech, &times);
        assert!(usual > 0.0 && slow > usual);
    }
}
