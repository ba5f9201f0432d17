//! Progress and estimates: pure sums over the expected seconds of each step.

use crate::{Money, Status, Step, StepName};
use serde::{Deserialize, Serialize};

/// How many seconds a step is expected to take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StepSeconds {
    pub name: StepName,
    pub seconds: f32,
}

/// What an execution will take and cost, before anything is paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    pub cost_usd: Money,
    /// Length of the finished ad.
    pub duration_ms: u32,
    pub render_seconds: RenderSeconds,
    pub lines: Vec<EstimateLine>,
}

/// A range of seconds: half of the renders take less than `p50`, nineteen of twenty less than `p95`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RenderSeconds {
    pub p50: u32,
    pub p95: u32,
}

/// One step of an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EstimateLine {
    pub step: StepName,
    pub provider: String,
    pub cost_usd: Money,
    pub seconds: f32,
    /// The project has what this step makes, so it is not made again.
    #[serde(default)]
    pub reused: bool,
}

/// The percentage of the whole: finished steps count fully, the running one by its own progress, each weighed by
/// its expected seconds. 99 is the most that an unfinished execution shows.
pub fn overall_percent(status: Status, steps: &[Step], expected: &[StepSeconds]) -> u8 {
    if status == Status::Completed {
        return 100;
    }
    let weight =
        |name: StepName| expected.iter().find(|e| e.name == name).map_or(1.0, |e| e.seconds.max(0.1));
    let whole: f32 = steps.iter().map(|step| weight(step.name)).sum();
    let done: f32 = steps
        .iter()
        .map(|step| match step.status {
            Status::Completed => weight(step.name),
            _ => weight(step.name) * f32::from(step.progress.min(100)) / 100.0,
        })
        .sum();
    if whole <= 0.0 { 0 } else { ((done / whole * 100.0) as u8).min(99) }
}

/// A range of seconds that are probably left, from the share that is done and the seconds it took.
/// `None` while too little is done to say.
pub fn seconds_left(percent: u8, elapsed_seconds: f32) -> Option<(u32, u32)> {
    if !(5..100).contains(&percent) || elapsed_seconds < 1.0 {
        return None;
    }
    let rest = elapsed_seconds / f32::from(percent) * f32::from(100 - percent);
    Some(((rest * 0.8).ceil().max(1.0) as u32, (rest * 1.35 + 1.0).ceil() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StepKind;

    fn step(kind: StepKind, status: Status, progress: u8) -> Step {
        Step {
            name: kind.into(),
            kind,
            provider: "studio".into(),
            status,
            attempts: 1,
            progress,
            cost: Money::ZERO,
            started_at: None,
            finished_at: None,
            error: None,
        }
    }

    #[test]
    fn unfinished_work_never_shows_a_hundred() {
        let steps =
            [step(StepKind::Speech, Status::Completed, 100), step(StepKind::Compose, Status::Running, 100)];
        assert_eq!(overall_percent(Status::Running, &steps, &[]), 99);
        assert_eq!(overall_percent(Status::Completed, &steps, &[]), 100);
    }

    #[test]
    fn steps_weigh_by_their_seconds() {
        let steps =
            [step(StepKind::Speech, Status::Completed, 100), step(StepKind::Compose, Status::Queued, 0)];
        let expected = [
            StepSeconds { name: StepKind::Speech.into(), seconds: 1.0 },
            StepSeconds { name: StepKind::Compose.into(), seconds: 3.0 },
        ];
        assert_eq!(overall_percent(Status::Running, &steps, &expected), 25);
    }
}
