//! What a render shows of itself: pure sums over an execution.

use domain::{Estimate, Execution, Job, Status, StepName, seconds_left};
use serde::{Deserialize, Serialize};

use crate::parts::range_text;

/// One step on the reel: its share of the expected time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clip {
    pub step: StepName,
    /// Expected seconds; only its share of the sum matters.
    pub seconds: f32,
}

/// The clips of an estimate; a step that takes nothing still can be seen.
pub fn clips_of(estimate: &Estimate) -> Vec<Clip> {
    let whole: f32 = estimate.lines.iter().map(|line| line.seconds).sum();
    let least = (whole * 0.09).max(0.1);
    estimate.lines.iter().map(|line| Clip { step: line.step, seconds: line.seconds.max(least) }).collect()
}

/// How long a job took, or takes by now, in milliseconds.
pub fn elapsed_ms(job: &Job, now: domain::Timestamp) -> Option<i64> {
    let from = job.started_at?;
    Some(job.finished_at.unwrap_or(now).ms_since(from).max(0))
}

/// Where the playhead stands on the reel, 0 to 100: clips are as long as they are expected to take.
pub fn playhead(execution: &Execution, clips: &[Clip]) -> f32 {
    let whole: f32 = clips.iter().map(|clip| clip.seconds).sum();
    let done: f32 = clips.iter().map(|clip| clip.seconds * share(execution, clip.step)).sum();
    if whole > 0.0 { done / whole * 100.0 } else { f32::from(execution.progress) }
}

/// How much of a step is done, 0 to 1.
pub fn share(execution: &Execution, step: StepName) -> f32 {
    match execution.jobs.iter().find(|job| job.name == step) {
        Some(job) if job.status == Status::Completed => 1.0,
        Some(job) => f32::from(job.progress.min(100)) / 100.0,
        None => 0.0,
    }
}

/// What happens now and how long it will go on, in one plain sentence.
pub fn stage_sentence(execution: &Execution, said: &str) -> String {
    let now = match (execution.status, said.is_empty(), execution.current_job) {
        (Status::Queued, ..) => "Waiting for a free place on this machine.".to_owned(),
        (_, false, _) => said.to_owned(),
        (_, true, Some(step)) => format!("{} is at work.", step.title()),
        (_, true, None) => "The studio is at work.".to_owned(),
    };
    let started = execution.jobs.iter().filter_map(|job| job.started_at).min();
    let elapsed = started.map_or(0, |from| execution.updated_at.ms_since(from));
    match seconds_left(execution.progress, elapsed as f32 / 1000.0) {
        Some((low, high)) if !execution.status.is_final() => {
            format!("{now} About {} left.", range_text(low, high))
        }
        _ => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Cost, ExecutionKind, Money, StepKind, Timestamp};

    fn job(step: StepKind, status: Status, progress: u8) -> Job {
        Job {
            name: step.into(),
            step,
            provider: "studio".into(),
            status,
            attempts: 1,
            progress,
            cost_usd: Money::ZERO,
            started_at: Some(Timestamp::from_unix_ms(0)),
            finished_at: None,
            error: None,
        }
    }

    fn execution(progress: u8, jobs: Vec<Job>) -> Execution {
        Execution {
            id: domain::ExecutionId::generate(),
            kind: ExecutionKind::AvatarAd,
            project_id: None,
            status: Status::Running,
            progress,
            current_job: Some(StepKind::Compose.into()),
            jobs,
            result: None,
            error: None,
            error_detail: None,
            cost: Cost::default(),
            webhook: None,
            created_at: Timestamp::from_unix_ms(0),
            updated_at: Timestamp::from_unix_ms(10_000),
            last_event: 1,
        }
    }

    #[test]
    fn the_playhead_stands_where_the_running_clip_has_come_to() {
        let clips = [
            Clip { step: StepKind::Speech.into(), seconds: 1.0 },
            Clip { step: StepKind::Compose.into(), seconds: 3.0 },
        ];
        let jobs =
            vec![job(StepKind::Speech, Status::Completed, 100), job(StepKind::Compose, Status::Running, 50)];
        assert_eq!(playhead(&execution(60, jobs), &clips), 62.5);
    }

    #[test]
    fn the_sentence_says_what_happens_and_a_range_of_time() {
        let now = execution(50, vec![job(StepKind::Compose, Status::Running, 50)]);
        assert_eq!(
            stage_sentence(&now, "Drawing frame 274 of 720."),
            "Drawing frame 274 of 720. About 8 to 15 seconds left."
        );
        assert!(stage_sentence(&now, "").starts_with("Compose is at work."));
    }
}
