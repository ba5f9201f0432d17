//! What tests order, upload and get back, as small as it can be.

use domain::{
    Brief, ErrorDetail, ExecutionKind, FailureCode, Framework, MediaResult, Money, PlannedStep, ProjectId,
    Script, ScriptId, StepKind, StepName, spoken_seconds, word_count,
};
use serde_json::{Map, json};
use std::time::Duration;
use store::{
    JobRecord, MediaFolder, NewAsset, NewExecution, NewProject, NewStep, NewSubmission, NewWebhook, Outcome,
};

pub const SPEECH: StepName = StepName::of(StepKind::Speech);
pub const PRESENTER: StepName = StepName::of(StepKind::Presenter);
pub const COMPOSE: StepName = StepName::of(StepKind::Compose);
pub const PUBLISH: StepName = StepName::of(StepKind::Publish);
pub const VIDEO: StepName = StepName::of(StepKind::Video);

/// The steps of an avatar ad.
const OF_AN_AD: [StepKind; 4] = [StepKind::Speech, StepKind::Presenter, StepKind::Compose, StepKind::Publish];

pub fn dollars(amount: i64) -> Money {
    Money::from_micros(amount * 1_000_000)
}

pub fn new_project(topic: &str) -> NewProject {
    NewProject {
        id: domain::ProjectId::generate(),
        page: None,
        brief: brief(topic),
        scripts: scripts("Cold coffee is over."),
        avatar_id: "amara".parse().unwrap(),
        voice_id: "plain".parse().unwrap(),
    }
}

pub fn brief(topic: &str) -> Brief {
    Brief {
        topic: topic.into(),
        tone: Default::default(),
        audience: None,
        language: Default::default(),
        length: Default::default(),
        format: Default::default(),
    }
}

/// A set of three that all begin with the same hook.
pub fn scripts(hook: &str) -> Vec<Script> {
    let script = |framework| {
        let text = format!("{hook} It stays warm for three hours. Order yours.");
        Script {
            id: ScriptId::generate(),
            framework,
            title: "Warm".into(),
            hook: hook.into(),
            body: "It stays warm for three hours.".into(),
            call_to_action: "Order yours.".into(),
            words: word_count(&text),
            seconds: spoken_seconds(&text),
            text,
            edited_text: None,
            set: 9,
        }
    };
    Framework::ALL.into_iter().map(script).collect()
}

pub fn new_asset() -> NewAsset {
    NewAsset {
        id: domain::AssetId::generate(),
        media: MediaFolder::generate().file("picture.png").unwrap(),
        width: 10,
        height: 20,
        content_type: "image/png".into(),
        bytes: 300,
    }
}

/// An ad that costs nothing.
pub fn new_execution(project: Option<&ProjectId>) -> NewExecution {
    NewExecution {
        id: domain::ExecutionId::generate(),
        kind: ExecutionKind::AvatarAd,
        project_id: project.cloned(),
        order: json!({ "topic": "a mug" }),
        steps: OF_AN_AD.into_iter().map(|kind| step(kind, Money::ZERO)).collect(),
        webhook: None,
        priority: 0,
        message: "Queued.".into(),
    }
}

/// A video whose one paid step costs at most this.
pub fn paid(cost: Money) -> NewExecution {
    NewExecution {
        id: domain::ExecutionId::generate(),
        kind: ExecutionKind::GenerateVideo,
        steps: vec![step(StepKind::Video, cost), step(StepKind::Publish, Money::ZERO)],
        ..new_execution(None)
    }
}

/// The same, and its end is told to somebody.
pub fn told(url: &str) -> NewExecution {
    NewExecution { webhook: Some(NewWebhook { url: url.into(), secret: None }), ..paid(dollars(1)) }
}

fn step(kind: StepKind, estimate: Money) -> NewStep {
    NewStep {
        planned: PlannedStep { name: kind.into(), kind, input: Map::new() },
        provider: "studio".into(),
        estimate,
        expected_seconds: 1.0,
        work_units: 2.0,
    }
}

/// A request for the paid step.
pub fn submission(estimate: Money) -> NewSubmission {
    NewSubmission {
        step: VIDEO,
        provider: "fal".into(),
        capability: "findable",
        order: json!({ "prompt": "a mug" }),
        estimate,
        deadline: Duration::from_secs(600),
        message: "Begun.".into(),
    }
}

pub fn job(id: &str) -> JobRecord {
    JobRecord { id: id.into(), details: json!({ "status_url": "https://fal.example/1" }) }
}

/// An outcome that was paid for with nothing.
pub fn outcome(output: serde_json::Value) -> Outcome {
    Outcome { output, input_hash: None, charge: None }
}

pub fn failure(stage: StepName, code: FailureCode) -> ErrorDetail {
    ErrorDetail { stage, provider: "studio".into(), code, retryable: true, remedy: "Free some space.".into() }
}

pub fn media_result() -> MediaResult {
    MediaResult {
        url: "/media/x/ad.mp4".into(),
        poster_url: Some("/media/x/ad.png".into()),
        captions_url: "/media/x/ad.vtt".into(),
        subtitles_url: None,
        duration_ms: 9_000,
        width: 540,
        height: 960,
        bytes: 1_000,
    }
}
