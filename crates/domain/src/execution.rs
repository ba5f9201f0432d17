//! Executions: an accepted order on its way through named steps, and the events that tell of it.

use crate::{ErrorDetail, ExecutionId, Job, Money, ProjectId, StepName, Timestamp};
use serde::{Deserialize, Serialize};

/// Where an execution stands. `Completed`, `Failed` and `Cancelled` are final; a retry queues a failed one again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}

impl Status {
    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Queued => "queued",
            Status::Running => "running",
            Status::Completed => "completed",
            Status::Failed => "failed",
            Status::Cancelled => "cancelled",
        }
    }

    /// Nothing more will happen by itself.
    pub fn is_final(self) -> bool {
        matches!(self, Status::Completed | Status::Failed | Status::Cancelled)
    }

    /// The transitions that exist; a retry is `Failed → Queued` or `Cancelled → Queued`.
    pub fn may_become(self, next: Status) -> bool {
        use Status::*;
        matches!(
            (self, next),
            (Queued, Running | Failed | Cancelled)
                | (Running, Queued | Completed | Failed | Cancelled)
                | (Failed | Cancelled, Queued)
        )
    }
}

impl std::str::FromStr for Status {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Status::Queued, Status::Running, Status::Completed, Status::Failed, Status::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or(())
    }
}

/// What is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ExecutionKind {
    /// A presenter speaks a script: `speech → presenter → compose → publish`.
    AvatarAd,
    /// A picture is made from a prompt and set in motion: `image → video → publish`.
    GenerateVideo,
    /// A composition of steps that a program named one by one.
    Pipeline,
}

impl ExecutionKind {
    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            ExecutionKind::AvatarAd => "avatar-ad",
            ExecutionKind::GenerateVideo => "generate-video",
            ExecutionKind::Pipeline => "pipeline",
        }
    }
}

/// The finished media. All addresses are unguessable and need no session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MediaResult {
    pub url: String,
    /// Absent where nobody made a picture of it.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(required))]
    pub poster_url: Option<String>,
    /// WebVTT.
    pub captions_url: String,
    /// SubRip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitles_url: Option<String>,
    pub duration_ms: u32,
    pub width: u32,
    pub height: u32,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(required))]
    pub bytes: u64,
}

/// What an execution costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    pub estimated_usd: Money,
    pub reserved_usd: Money,
    pub actual_usd: Money,
}

/// One accepted order, as everybody sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Execution {
    pub id: ExecutionId,
    #[serde(rename = "type")]
    pub kind: ExecutionKind,
    #[cfg_attr(feature = "schema", schema(required))]
    pub project_id: Option<ProjectId>,
    pub status: Status,
    /// 0 to 100; 100 only when completed, and it never falls within one attempt.
    pub progress: u8,
    #[cfg_attr(feature = "schema", schema(required))]
    pub current_job: Option<StepName>,
    pub jobs: Vec<Job>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub result: Option<MediaResult>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub error: Option<String>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub error_detail: Option<ErrorDetail>,
    pub cost: Cost,
    #[cfg_attr(feature = "schema", schema(required))]
    pub webhook: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The number of the newest event that this view contains; watch from here.
    pub last_event: u64,
}

/// One thing that happened, numbered from 1 within its execution, with no gaps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExecutionEvent {
    pub seq: u64,
    pub at: Timestamp,
    pub status: Status,
    pub progress: u8,
    #[cfg_attr(feature = "schema", schema(required))]
    pub current_job: Option<StepName>,
    /// The step that changed, whole, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<Job>,
    /// One plain sentence for people: "Drawing frame 274 of 720."
    pub message: String,
    /// Present on the event that completes the execution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<MediaResult>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_detail: Option<ErrorDetail>,
}

impl Execution {
    /// Brings a view up to date with the next event; events that it already contains change nothing.
    pub fn apply(&mut self, event: &ExecutionEvent) {
        if event.seq <= self.last_event {
            return;
        }
        self.last_event = event.seq;
        self.status = event.status;
        self.progress = event.progress;
        self.current_job = event.current_job;
        self.updated_at = event.at;
        if let Some(changed) = &event.job
            && let Some(job) = self.jobs.iter_mut().find(|job| job.name == changed.name)
        {
            *job = changed.clone();
        }
        self.result = event.result.clone();
        self.error = event.error.clone();
        self.error_detail = event.error_detail.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn final_is_left_only_by_a_retry() {
        for last in [Status::Completed, Status::Failed, Status::Cancelled] {
            assert!(last.is_final());
            for next in [Status::Running, Status::Completed, Status::Failed, Status::Cancelled] {
                assert!(!last.may_become(next), "{last:?} -> {next:?}");
            }
        }
        assert!(Status::Failed.may_become(Status::Queued));
        assert!(!Status::Completed.may_become(Status::Queued));
    }
}
