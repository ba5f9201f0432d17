//! What a render will take: the work of each step times the rate that this machine has shown.

use crate::{EngineError, works::Works};
use domain::{
    END_CARD_MS, Estimate, EstimateLine, ExecutionKind, Money, Quality, RenderOrder, RenderSeconds, StepName,
    spoken_seconds,
};
use store::{FinishedStep, NewStep};

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

/// The expected seconds of every step of one render.
pub(crate) struct Forecast {
    duration_ms: u32,
    lines: Vec<Line>,
}

struct Line {
    step: StepName,
    provider: String,
    work_units: f32,
    usual_seconds: f32,
    slow_seconds: f32,
}

impl Forecast {
    pub async fn of(works: &Works, order: &RenderOrder) -> Result<Forecast, EngineError> {
        let kind = ExecutionKind::AvatarAd;
        let times = works.stores.queue.recent_step_times(kind, SAMPLES).await?;
        let effort = works.makers.speech.effort(&order.script_text, &order.voice_id).await;
        let line = |step: &StepName| {
            let work_units = work_units(*step, order, effort);
            let (usual, slow) = seconds_per_unit(*step, &times);
            Line {
                step: *step,
                provider: provider(works, *step),
                work_units,
                usual_seconds: usual * work_units,
                slow_seconds: slow * work_units,
            }
        };
        Ok(Forecast {
            duration_ms: spoken_seconds(&order.script_text).saturating_mul(1000).saturating_add(END_CARD_MS),
            lines: kind.steps().iter().map(line).collect(),
        })
    }

    /// The steps as they are ordered.
    pub fn steps(&self) -> Vec<NewStep> {
        let step = |line: &Line| NewStep {
            name: line.step,
            provider: line.provider.clone(),
            expected_seconds: line.usual_seconds,
            work_units: line.work_units,
        };
        self.lines.iter().map(step).collect()
    }

    /// The forecast as people see it. Local steps cost nothing.
    pub fn estimate(&self) -> Estimate {
        let usual: f32 = self.lines.iter().map(|line| line.usual_seconds).sum();
        let slow: f32 = self.lines.iter().map(|line| line.slow_seconds).sum();
        let line = |line: &Line| EstimateLine {
            step: line.step,
            provider: line.provider.clone(),
            cost_usd: Money::ZERO,
            seconds: line.usual_seconds,
        };
        Estimate {
            cost_usd: Money::ZERO,
            duration_ms: self.duration_ms,
            render_seconds: RenderSeconds { p50: usual.ceil() as u32, p95: slow.ceil() as u32 },
            lines: self.lines.iter().map(line).collect(),
        }
    }
}

/// How much there is to do, in a unit that the time of the step grows with. `effort` is the share of the usual work that
/// speaking will be.
fn work_units(step: StepName, order: &RenderOrder, effort: f32) -> f32 {
    let spoken = spoken_seconds(&order.script_text) as f32;
    match step {
        StepName::Speech => spoken * effort,
        StepName::Presenter => spoken,
        StepName::Compose => {
            let share = if order.quality == Quality::Draft { DRAFT_SHARE } else { 1.0 };
            (spoken + END_CARD_MS as f32 / 1000.0) * share
        }
        StepName::Publish => 1.0,
    }
}

/// Seconds for one unit of work, usual and slow: measured here, or what an ordinary machine with two cores takes.
fn seconds_per_unit(step: StepName, times: &[FinishedStep]) -> (f32, f32) {
    let of_step = times.iter().filter(|time| time.name == step && time.work_units > 0.0);
    let mut rates: Vec<f32> = of_step.map(|time| time.seconds / time.work_units).collect();
    rates.sort_by(f32::total_cmp);
    let Some(&usual) = rates.get(rates.len() / 2) else {
        let usual = match step {
            StepName::Speech => 0.5,
            StepName::Presenter => 0.01,
            StepName::Compose => 0.35,
            StepName::Publish => 0.3,
        };
        return (usual, usual * GUESSED_SPREAD);
    };
    let slowest = rates.last().copied().filter(|_| rates.len() >= SAMPLES_FOR_RANGE);
    (usual, slowest.unwrap_or(usual * GUESSED_SPREAD).max(usual * LEAST_SPREAD))
}

fn provider(works: &Works, step: StepName) -> String {
    let name = match step {
        StepName::Speech => works.makers.speech.name(),
        StepName::Presenter => works.makers.presenter.name(),
        StepName::Compose => works.makers.composer.name(),
        StepName::Publish => "studio",
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_rates_replace_the_guess() {
        let time = |seconds| FinishedStep { name: StepName::Compose, seconds, work_units: 10.0 };
        let times: Vec<_> = [1.0, 2.0, 9.0, 2.0, 2.0].into_iter().map(time).collect();
        assert_eq!(seconds_per_unit(StepName::Compose, &times), (0.2, 0.9));
        let (usual, slow) = seconds_per_unit(StepName::Speech, &times);
        assert!(usual > 0.0 && slow > usual);
    }
}
