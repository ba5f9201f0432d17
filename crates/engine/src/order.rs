//! Orders: what an execution is made of, and the check before it is accepted.

use crate::{EngineError, failure::StepFailure, steps, works::Works};
use domain::{
    AccountId, ExecutionId, ExecutionKind, PipelineProblem, PlannedStep, ProjectId, RenderOrder,
    SCRIPT_CHARS_MAX, StepKind, StepRef, avatar_ad, composed, generate_video,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::Claim;

/// Characters of a prompt.
const PROMPT_CHARS_MAX: usize = 500;

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Order {
    /// A presenter speaks a script.
    AvatarAd(RenderOrder),
    /// A picture is made from a prompt and set in motion.
    GenerateVideo { prompt: String, seconds: u32 },
    /// Steps that a program named one by one.
    Pipeline(Vec<PlannedStep>),
}

impl Order {
    pub(crate) fn kind(&self) -> ExecutionKind {
        match self {
            Order::AvatarAd(_) => ExecutionKind::AvatarAd,
            Order::GenerateVideo { .. } => ExecutionKind::GenerateVideo,
            Order::Pipeline(_) => ExecutionKind::Pipeline,
        }
    }

    /// The order as the execution keeps it.
    pub(crate) fn frozen(&self) -> Result<Value, EngineError> {
        match self {
            Order::AvatarAd(render) => serde_json::to_value(render).map_err(EngineError::broken),
            Order::GenerateVideo { prompt, seconds } => Ok(json!({ "prompt": prompt, "duration": seconds })),
            Order::Pipeline(steps) => Ok(json!({ "pipeline": steps })),
        }
    }

    /// Its steps, in their order.
    pub(crate) fn plan(&self) -> Result<Vec<PlannedStep>, EngineError> {
        match self {
            Order::AvatarAd(render) => Ok(avatar_ad(render)),
            Order::GenerateVideo { prompt, seconds } => Ok(generate_video(prompt, *seconds)),
            Order::Pipeline(steps) => composed(steps.clone()).map_err(EngineError::Pipeline),
        }
    }
}

/// Says which part of an order cannot be taken, if any.
pub(crate) async fn check(works: &Works, account: &AccountId, order: &Order) -> Result<(), EngineError> {
    match order {
        Order::AvatarAd(render) => check_render(works, account, render).await,
        Order::GenerateVideo { prompt, seconds } => {
            let chars = prompt.trim().chars().count();
            if !(1..=PROMPT_CHARS_MAX).contains(&chars) {
                let sentence = format!("Write a prompt of 1 to {PROMPT_CHARS_MAX} characters.");
                return Err(EngineError::invalid("prompt", sentence));
            }
            match seconds {
                1..=30 => Ok(()),
                _ => Err(EngineError::invalid("duration", "A video has 1 to 30 seconds.")),
            }
        }
        Order::Pipeline(steps) => {
            order.plan()?;
            check_values(works, account, steps).await
        }
    }
}

/// The steps of a claim, in their order.
pub(crate) fn plan(claim: &Claim) -> Result<Vec<PlannedStep>, StepFailure> {
    let planned: Option<Vec<PlannedStep>> = claim.steps.iter().map(|record| record.planned.clone()).collect();
    match (planned, claim.kind) {
        (Some(planned), _) => Ok(planned),
        // An order from before steps had inputs of their own.
        (None, ExecutionKind::AvatarAd) => {
            let order: RenderOrder =
                serde_json::from_value(claim.order.clone()).map_err(StepFailure::internal)?;
            Ok(avatar_ad(&order))
        }
        (None, _) => Err(StepFailure::internal("a step has no input")),
    }
}

/// Within what outcomes are shared.
pub(crate) fn scope<'a>(project: Option<&'a ProjectId>, execution: &'a ExecutionId) -> &'a str {
    project.map_or(execution.as_str(), ProjectId::as_str)
}

/// Says which part of a render cannot be taken, if any.
async fn check_render(works: &Works, account: &AccountId, order: &RenderOrder) -> Result<(), EngineError> {
    if !order.script_text.chars().any(char::is_alphanumeric) {
        return Err(EngineError::invalid(
            "scriptText",
            "Choose a script, or write one, before you generate.",
        ));
    }
    let chars = order.script_text.chars().count();
    if chars > SCRIPT_CHARS_MAX {
        let sentence = format!("A script has at most {SCRIPT_CHARS_MAX} characters; this one has {chars}.");
        return Err(EngineError::invalid("scriptText", sentence));
    }
    check_voice(works, order.voice_id.as_str())
        .await
        .map_err(|sentence| EngineError::invalid("voiceId", sentence))?;
    check_avatar(works, order.avatar_id.as_str())
        .await
        .map_err(|sentence| EngineError::invalid("avatarId", sentence))?;
    steps::check_background(works, account, &order.background).await
}

/// Says which values of a composed pipeline cannot be taken. Types and references were looked at before.
async fn check_values(works: &Works, account: &AccountId, steps: &[PlannedStep]) -> Result<(), EngineError> {
    let mut problems = Vec::new();
    for (index, planned) in steps.iter().enumerate() {
        for (name, value) in planned.input.iter().filter(|(_, value)| StepRef::of(value).is_none()) {
            if let Err(sentence) = check_value(works, account, planned.kind, name, value).await {
                problems.push(PipelineProblem { pointer: format!("/{index}/input/{name}"), sentence });
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(EngineError::Pipeline(problems)) }
}

async fn check_value(
    works: &Works,
    account: &AccountId,
    kind: StepKind,
    name: &str,
    value: &Value,
) -> Result<(), String> {
    let text = value.as_str().unwrap_or_default();
    match (kind, name) {
        (StepKind::Speech, "voice") => check_voice(works, text).await,
        (StepKind::Presenter, "avatar") => check_avatar(works, text).await,
        (_, "tone") => readable::<domain::Tone>(value),
        (_, "language") => readable::<domain::Language>(value),
        (_, "format") => readable::<domain::Format>(value),
        (_, "captions") => readable::<domain::Captions>(value),
        (_, "quality") => readable::<domain::Quality>(value),
        (_, "background") => {
            let background = text.parse().map_err(|_| "Write #rrggbb, scene:NAME or the id of a picture.")?;
            steps::check_background(works, account, &background).await.map_err(|error| error.to_string())
        }
        (StepKind::Video, "duration") => match value.as_u64() {
            Some(1..=30) => Ok(()),
            _ => Err("A video has 1 to 30 whole seconds.".into()),
        },
        _ => Ok(()),
    }
}

fn readable<T: DeserializeOwned>(value: &Value) -> Result<(), String> {
    serde_json::from_value::<T>(value.clone())
        .map(drop)
        .map_err(|error| format!("This is not known: {error}."))
}

async fn check_voice(works: &Works, id: &str) -> Result<(), String> {
    let voices = works.makers.speech.voices().await.map_err(|error| error.to_string())?;
    match voices.iter().any(|voice| voice.id.as_str() == id) {
        true => Ok(()),
        false => Err(format!("The voice {id} is not here. Choose another one.")),
    }
}

async fn check_avatar(works: &Works, id: &str) -> Result<(), String> {
    let avatars = works.makers.presenter.avatars().await.map_err(|error| error.to_string())?;
    match avatars.iter().any(|avatar| avatar.id.as_str() == id) {
        true => Ok(()),
        false => Err(format!("The avatar {id} is not here. Choose another one.")),
    }
}
