//! What a render shows of itself: pure sums over an execution.

use domain::{Cost, Estimate, EstimateLine, Execution, Job, Money, Status, StepName, seconds_left};
use serde::{Deserialize, Serialize};

use crate::parts::{dollars, range_text};

/// One step on the reel: its share of the expected time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clip {
    pub step: StepName,
    /// Expected seconds; only its share of the sum matters.
    pub seconds: f32,
}

/// The clips of an execution; a step that takes nothing still can be seen.
pub fn clips_of(estimate: &Estimate, execution: &Execution) -> Vec<Clip> {
    let made = std::slice::from_ref(execution);
    let seconds: Vec<f32> = estimate.lines.iter().map(|line| seconds_of(line, made)).collect();
    let least = (seconds.iter().sum::<f32>() * 0.09).max(0.1);
    let clips = estimate.lines.iter().zip(seconds);
    clips.map(|(line, seconds)| Clip { step: line.step, seconds: seconds.max(least) }).collect()
}

/// How long a step takes where it is not the same as before: what is made already took as long as it did then.
pub fn seconds_of(line: &EstimateLine, made: &[Execution]) -> f32 {
    if !line.reused {
        return line.seconds;
    }
    let took = made.iter().filter_map(|execution| {
        let job = execution.jobs.iter().find(|job| job.name == line.step)?;
        elapsed_ms(job, execution.updated_at)
    });
    took.max().map_or(line.seconds, |took_ms| took_ms as f32 / 1000.0)
}

/// What was paid, and what may still be; nothing where it is nothing.
pub fn cost_sentence(cost: &Cost) -> Option<String> {
    let open = format!("{} is held until it is known what it cost.", dollars(cost.reserved_usd));
    match (cost.actual_usd > Money::ZERO, cost.reserved_usd > Money::ZERO) {
        (false, false) => None,
        (true, false) => Some(format!("{} was paid.", dollars(cost.actual_usd))),
        (false, true) => Some(open),
        (true, true) => Some(format!("{} was paid, and {open}", dollars(cost.actual_usd))),
    }
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
    fn what_is_made_already_takes_what_it_took() {
        let mut spoken = job(StepKind::Speech, Status::Completed, 100);
        spoken.finished_at = Some(Timestamp::from_unix_ms(4_000));
        let line = |step: StepKind, seconds, reused| EstimateLine {
            step: step.into(),
            provider: "studio".into(),
            cost_usd: Money::ZERO,
            seconds,
            reused,
        };
        let made = [execution(60, vec![spoken])];
        assert_eq!(seconds_of(&line(StepKind::Speech, 0.0, true), &made), 4.0);
        assert_eq!(seconds_of(&line(StepKind::Compose, 0.0, true), &made), 0.0);
        assert_eq!(seconds_of(&line(StepKind::Speech, 3.0, false), &made), 3.0);
    }

    #[test]
    fn money_is_told_where_there_was_some() {
        let cost = |reserved, actual| Cost {
            reserved_usd: Money::from_micros(reserved),
            actual_usd: Money::from_micros(actual),
            ..Cost::default()
        };
        assert_eq!(cost_sentence(&cost(0, 0)), None);
        assert_eq!(cost_sentence(&cost(0, 3_000)).as_deref(), Some("$0.0030 was paid."));
        let both = cost_sentence(&cost(250_000, 3_000));
        let words = "$0.0030 was paid, and $0.2500 is held until it is known what it cost.";
        assert_eq!(both.as_deref(), Some(words));
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
