//! Renders that take twenty seconds and make nothing.

use crate::projects::{Memory, now};
use app::ports::{
    EventStream, ExecutionsPort, OutsideRequest, Paged, Paging, PortError, Resolution, SharedAd, SharesPort,
    Webhook,
};
use domain::{
    AccountId, Cost, ErrorDetail, Estimate, EstimateLine, Execution, ExecutionEvent, ExecutionId,
    ExecutionKind, FailureCode, Job, MediaResult, Money, Project, ProjectId, RenderSeconds, ShareToken,
    Status, StepKind, StepName, Timestamp,
};
use futures::{StreamExt, stream};
use std::{sync::Arc, time::Duration};

const STEPS: [(StepKind, f32); 4] = [
    (StepKind::Speech, 4.0),
    (StepKind::Presenter, 1.0),
    (StepKind::Compose, 14.0),
    (StepKind::Publish, 1.0),
];

pub fn provide(memory: &Arc<Memory>) {
    crate::publish::<dyn ExecutionsPort>(memory.clone());
    crate::publish::<dyn SharesPort>(memory.clone());
}

/// A render that stands like that now.
pub fn render(project: &Project, status: Status) -> Execution {
    let begun = now();
    let job = |step: StepKind| Job {
        name: step.into(),
        step,
        provider: "studio".into(),
        status: Status::Queued,
        attempts: 0,
        progress: 0,
        cost_usd: Money::ZERO,
        started_at: None,
        finished_at: None,
        error: None,
    };
    let mut execution = Execution {
        id: ExecutionId::generate(),
        kind: ExecutionKind::AvatarAd,
        project_id: Some(project.id.clone()),
        status: Status::Running,
        progress: 0,
        current_job: None,
        jobs: STEPS.map(|(step, _)| job(step)).to_vec(),
        result: None,
        error: None,
        error_detail: None,
        cost: Cost::default(),
        webhook: None,
        created_at: begun,
        updated_at: begun,
        last_event: 0,
    };
    let reached = match status {
        Status::Completed => 100.0,
        Status::Failed | Status::Cancelled => 62.0,
        _ => 0.0,
    };
    advance(&mut execution, reached, status);
    execution
}

/// The same render, waiting for somebody who knows whether a lost order was taken.
pub fn in_review(stopped: Execution) -> Execution {
    let detail = stopped.error_detail.clone().map(|detail| ErrorDetail {
        provider: "fal".into(),
        code: FailureCode::NeedsReview,
        retryable: false,
        remedy: "Look the job up at fal. If it was made, give its id and it is taken over; if it was not, \
                 submit it again."
            .into(),
        ..detail
    });
    let error = "The answer of fal to a paid request was lost, and it cannot be looked up from here.";
    let cost = Cost {
        reserved_usd: Money::from_micros(250_000),
        actual_usd: Money::from_micros(3_000),
        ..stopped.cost
    };
    Execution { error: Some(error.into()), error_detail: detail, cost, ..stopped }
}

/// The execution as the clock has it: a running one goes on by five percent a second.
pub fn timed(execution: &Execution) -> Execution {
    let mut shown = execution.clone();
    if !execution.status.is_final() {
        let seconds = now().ms_since(execution.created_at) as f32 / 1000.0;
        let status = if seconds >= 20.0 { Status::Completed } else { Status::Running };
        advance(&mut shown, (seconds * 5.0).min(100.0), status);
    }
    shown
}

fn advance(execution: &mut Execution, percent: f32, status: Status) {
    let whole: f32 = STEPS.iter().map(|(_, seconds)| seconds).sum();
    let mut left = percent / 100.0 * whole;
    let mut begun = execution.created_at;
    execution.current_job = None;
    for (job, (step, seconds)) in execution.jobs.iter_mut().zip(STEPS) {
        let part = (left / seconds).clamp(0.0, 1.0);
        left -= part * seconds;
        let ended = Timestamp::from_unix_ms(begun.unix_ms() + (seconds * part * 1000.0) as i64);
        job.progress = (part * 100.0) as u8;
        job.status = match part {
            1.0 => Status::Completed,
            0.0 => Status::Queued,
            _ if status.is_final() => status,
            _ => Status::Running,
        };
        if part > 0.0 {
            job.attempts = 1;
            job.started_at = Some(begun);
            job.finished_at = (job.status != Status::Running).then_some(ended);
        }
        if (0.0..1.0).contains(&part) && execution.current_job.is_none() {
            execution.current_job = Some(step.into());
        }
        execution.updated_at = if part > 0.0 { ended } else { execution.updated_at };
        begun = ended;
    }
    execution.status = status;
    execution.progress = if status == Status::Completed { 100 } else { (percent as u8).min(99) };
    execution.last_event = u64::from(execution.progress) + 1;
    execution.result = (status == Status::Completed).then(media);
    if status == Status::Failed {
        execution.error = Some("There is no room left on the disk.".into());
        execution.error_detail = Some(ErrorDetail {
            stage: StepKind::Compose.into(),
            provider: "studio".into(),
            code: FailureCode::Missing,
            retryable: true,
            remedy: "Free one gigabyte, then retry.".into(),
        });
    }
}

fn media() -> MediaResult {
    let poster = "/rpc/frame?format=9:16&captions=word&lines=540&background=scene:kitchen&avatar=amara";
    MediaResult {
        url: "/sample.mp4".into(),
        poster_url: Some(poster.into()),
        captions_url: "/sample.vtt".into(),
        subtitles_url: Some("/sample.srt".into()),
        duration_ms: 24_000,
        width: 1080,
        height: 1920,
        bytes: 6_200_000,
    }
}

fn event(execution: &Execution) -> ExecutionEvent {
    let current = execution.current_job;
    ExecutionEvent {
        seq: execution.last_event,
        at: execution.updated_at,
        status: execution.status,
        progress: execution.progress,
        current_job: current,
        job: execution.jobs.iter().rev().find(|job| job.status != Status::Queued).cloned(),
        message: format!("Drawing frame {} of 720.", u32::from(execution.progress) * 7),
        result: execution.result.clone(),
        error: execution.error.clone(),
        error_detail: execution.error_detail.clone(),
    }
}

impl Memory {
    fn find(&self, id: &ExecutionId) -> Result<Execution, PortError> {
        let executions = self.executions.lock().expect("a lock");
        executions.iter().find(|execution| execution.id == *id).map(timed).ok_or(PortError::NotFound)
    }

    fn put(&self, execution: Execution) -> Execution {
        let mut executions = self.executions.lock().expect("a lock");
        executions.retain(|known| known.id != execution.id);
        executions.insert(0, execution.clone());
        execution
    }
}

#[async_trait::async_trait]
impl ExecutionsPort for Memory {
    async fn estimate(&self, _account: &AccountId, _project: &ProjectId) -> Result<Estimate, PortError> {
        let line = |(step, seconds): (StepKind, f32)| EstimateLine {
            step: step.into(),
            provider: "studio".into(),
            cost_usd: Money::ZERO,
            seconds: if step == StepKind::Speech { 0.0 } else { seconds },
            reused: step == StepKind::Speech,
        };
        Ok(Estimate {
            cost_usd: Money::ZERO,
            duration_ms: 27_000,
            render_seconds: RenderSeconds { p50: 18, p95: 30 },
            lines: STEPS.map(line).to_vec(),
        })
    }

    async fn start(
        &self,
        _account: &AccountId,
        _id: ExecutionId,
        project: &ProjectId,
        _webhook: Option<Webhook>,
    ) -> Result<Execution, PortError> {
        let mut projects = self.projects.lock().expect("a lock");
        let project = projects.iter_mut().find(|known| known.id == *project).ok_or(PortError::NotFound)?;
        let execution = render(project, Status::Running);
        project.latest_execution_id = Some(execution.id.clone());
        Ok(self.put(execution))
    }

    async fn get(&self, _account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError> {
        self.find(id)
    }

    async fn list(
        &self,
        _account: &AccountId,
        project: Option<&ProjectId>,
        paging: Paging,
    ) -> Result<Paged<Execution>, PortError> {
        let executions = self.executions.lock().expect("a lock");
        let mine =
            executions.iter().filter(|known| project.is_none() || known.project_id.as_ref() == project);
        Paged::of_all(mine.map(timed).collect(), &paging, |execution: &Execution| execution.id.to_string())
    }

    async fn requests(
        &self,
        _account: &AccountId,
        _id: &ExecutionId,
    ) -> Result<Vec<OutsideRequest>, PortError> {
        Ok(Vec::new())
    }

    async fn watch(
        &self,
        _account: &AccountId,
        id: &ExecutionId,
        _after: u64,
    ) -> Result<EventStream, PortError> {
        let execution = self.find(id)?;
        let begun = self.executions.lock().expect("a lock").iter().find(|known| known.id == *id).cloned();
        let begun = begun.unwrap_or(execution);
        let ticks = stream::unfold((begun, false), |(execution, over)| async move {
            if over {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            let shown = timed(&execution);
            Some((event(&shown), (execution, shown.status.is_final())))
        });
        Ok(ticks.boxed())
    }

    async fn cancel(&self, _account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError> {
        let mut execution = self.find(id)?;
        let percent = f32::from(execution.progress);
        advance(&mut execution, percent, Status::Cancelled);
        execution.last_event += 1;
        Ok(self.put(execution))
    }

    async fn retry(&self, _account: &AccountId, id: &ExecutionId) -> Result<Execution, PortError> {
        let mut execution = self.find(id)?;
        execution.created_at = now();
        (execution.error, execution.error_detail) = (None, None);
        advance(&mut execution, 0.0, Status::Running);
        Ok(self.put(execution))
    }

    async fn resolve(
        &self,
        account: &AccountId,
        id: &ExecutionId,
        _step: StepName,
        _resolution: Resolution,
    ) -> Result<Execution, PortError> {
        self.retry(account, id).await
    }
}

#[async_trait::async_trait]
impl SharesPort for Memory {
    async fn share(&self, _account: &AccountId, _id: &ExecutionId) -> Result<ShareToken, PortError> {
        "sh_00000000000000000000000001".parse().map_err(|_| PortError::NotFound)
    }

    async fn unshare(&self, _account: &AccountId, _id: &ExecutionId) -> Result<(), PortError> {
        Ok(())
    }

    async fn open(&self, token: &ShareToken) -> Result<SharedAd, PortError> {
        if token.as_str() != "sh_00000000000000000000000001" {
            return Err(PortError::NotFound);
        }
        Ok(SharedAd {
            topic: "A mug that keeps coffee warm for four hours".into(),
            script_text:
                "Your coffee was perfect. Then you answered one email. Pour at nine, sip at one, still warm."
                    .into(),
            format: domain::Format::Portrait,
            media: media(),
        })
    }
}
