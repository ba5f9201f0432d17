//! Pipelines: an execution as a small graph of named steps with typed inputs and outputs, checked before anything is
//! paid.

use crate::{RenderOrder, StepKind, StepName};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::{collections::HashSet, str::FromStr};

/// Steps that one pipeline may have.
pub const PIPELINE_STEPS_MAX: usize = 20;
/// Characters that a text of a pipeline may have.
pub const PIPELINE_TEXT_CHARS_MAX: usize = 5_000;

/// One step of a pipeline. Its input is an object; a value `{"ref": "OTHER.field"}` in it takes what an earlier step
/// left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlannedStep {
    #[serde(rename = "id")]
    pub name: StepName,
    #[serde(rename = "step")]
    pub kind: StepKind,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub input: Map<String, Value>,
}

/// Why a pipeline cannot be taken, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineProblem {
    /// A JSON pointer from the list of steps on: `/1/input/image`.
    pub pointer: String,
    /// One sentence that says what to do.
    pub sentence: String,
}

/// What an input or an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    Text,
    Number,
    /// Speech with its timings.
    Sound,
    /// A presenter's performance.
    Take,
    Image,
    Video,
}

impl ValueType {
    fn with_article(self) -> &'static str {
        match self {
            ValueType::Text => "a text",
            ValueType::Number => "a number",
            ValueType::Sound => "the sound of a speech step",
            ValueType::Take => "the take of a presenter step",
            ValueType::Image => "an image",
            ValueType::Video => "a video",
        }
    }
}

/// A named input or output of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub value: ValueType,
    pub required: bool,
}

const fn required(name: &'static str, value: ValueType) -> Field {
    Field { name, value, required: true }
}

const fn optional(name: &'static str, value: ValueType) -> Field {
    Field { name, value, required: false }
}

impl StepKind {
    /// What a step of this kind takes.
    pub fn inputs(self) -> &'static [Field] {
        use ValueType::*;
        match self {
            StepKind::Scripts => {
                const { &[required("topic", Text), optional("tone", Text), optional("audience", Text)] }
            }
            StepKind::Speech => {
                const { &[required("text", Text), optional("voice", Text), optional("language", Text)] }
            }
            StepKind::Presenter => {
                const { &[required("sound", Sound), optional("avatar", Text), optional("tone", Text)] }
            }
            StepKind::Image => const { &[required("prompt", Text), optional("format", Text)] },
            StepKind::Video => {
                const {
                    &[
                        required("prompt", Text),
                        optional("image", Image),
                        optional("duration", Number),
                        optional("format", Text),
                    ]
                }
            }
            StepKind::Compose => {
                const {
                    &[
                        required("take", Take),
                        optional("image", Image),
                        optional("background", Text),
                        optional("format", Text),
                        optional("captions", Text),
                        optional("callToAction", Text),
                        optional("title", Text),
                        optional("quality", Text),
                    ]
                }
            }
            StepKind::Publish => const { &[required("video", Video)] },
        }
    }

    /// What a step of this kind leaves.
    pub fn outputs(self) -> &'static [Field] {
        use ValueType::*;
        match self {
            StepKind::Scripts => {
                const { &[required("text", Text), required("title", Text), required("callToAction", Text)] }
            }
            StepKind::Speech => const { &[required("sound", Sound), required("durationMs", Number)] },
            StepKind::Presenter => const { &[required("take", Take)] },
            StepKind::Image => const { &[required("image", Image)] },
            StepKind::Video | StepKind::Compose => const { &[required("video", Video)] },
            StepKind::Publish => &[],
        }
    }
}

/// A reference to what an earlier step left: `OTHER.field`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRef {
    pub step: StepName,
    pub field: String,
}

impl StepRef {
    /// The reference that a value is, if it is one.
    pub fn of(value: &Value) -> Option<Result<StepRef, ()>> {
        let object = value.as_object()?;
        let text = object.get("ref").and_then(Value::as_str).filter(|_| object.len() == 1);
        Some(text.ok_or(()).and_then(str::parse))
    }
}

impl FromStr for StepRef {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (step, field) = text.split_once('.').ok_or(())?;
        Ok(StepRef { step: step.parse().map_err(drop)?, field: field.to_owned() })
    }
}

/// The steps of an avatar ad.
pub fn avatar_ad(order: &RenderOrder) -> Vec<PlannedStep> {
    vec![
        step(
            StepKind::Speech,
            json!({ "text": order.script_text, "voice": order.voice_id, "language": order.language }),
        ),
        step(
            StepKind::Presenter,
            json!({ "sound": { "ref": "speech.sound" }, "avatar": order.avatar_id, "tone": order.tone }),
        ),
        step(
            StepKind::Compose,
            json!({
                "take": { "ref": "presenter.take" },
                "background": order.background.to_string(),
                "format": order.format,
                "captions": order.captions,
                "callToAction": order.call_to_action,
                "title": order.topic,
                "quality": order.quality,
            }),
        ),
        publish(StepName::of(StepKind::Compose)),
    ]
}

/// The steps of a video from a prompt: a picture of it, set in motion.
pub fn generate_video(prompt: &str, seconds: u32) -> Vec<PlannedStep> {
    vec![
        step(StepKind::Image, json!({ "prompt": prompt })),
        step(
            StepKind::Video,
            json!({ "prompt": prompt, "image": { "ref": "image.image" }, "duration": seconds }),
        ),
        publish(StepName::of(StepKind::Video)),
    ]
}

/// A composed pipeline with the step that gives the last one's media an address, or everything that is wrong with it.
/// Values are looked at again by whoever makes them; here they have their type.
pub fn composed(steps: Vec<PlannedStep>) -> Result<Vec<PlannedStep>, Vec<PipelineProblem>> {
    let mut problems = Vec::new();
    let mut problem =
        |pointer: String, sentence: String| problems.push(PipelineProblem { pointer, sentence });
    if steps.is_empty() || steps.len() > PIPELINE_STEPS_MAX {
        problem(String::new(), format!("A pipeline has 1 to {PIPELINE_STEPS_MAX} steps."));
    }
    let mut names = HashSet::new();
    for (index, planned) in steps.iter().enumerate() {
        if planned.kind == StepKind::Publish {
            problem(
                format!("/{index}/step"),
                "The result is published by itself. Leave this step out.".into(),
            );
        }
        if !names.insert(planned.name) || planned.name == StepKind::Publish {
            let sentence = format!("There is a step {} already. Give each its own id.", planned.name);
            problem(format!("/{index}/id"), sentence);
        }
        check_inputs(&steps, index, planned, &mut problem);
    }
    let last = steps.last();
    if let Some(last) = last
        && !last.kind.outputs().iter().any(|field| field.value == ValueType::Video)
    {
        let index = steps.len().saturating_sub(1);
        let sentence = "The last step makes the result: let it be video or compose.";
        problem(format!("/{index}/step"), sentence.into());
    }
    match last.map(|last| last.name).filter(|_| problems.is_empty()) {
        Some(last) => Ok(steps.into_iter().chain([publish(last)]).collect()),
        None => Err(problems),
    }
}

fn check_inputs(
    steps: &[PlannedStep],
    index: usize,
    planned: &PlannedStep,
    problem: &mut impl FnMut(String, String),
) {
    let fields = planned.kind.inputs();
    for field in fields.iter().filter(|field| field.required && !planned.input.contains_key(field.name)) {
        let sentence = format!("A {} step needs {}.", planned.kind, field.value.with_article());
        problem(format!("/{index}/input/{}", field.name), sentence);
    }
    for (name, value) in &planned.input {
        let pointer = format!("/{index}/input/{}", name.replace('~', "~0").replace('/', "~1"));
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            let known: Vec<_> = fields.iter().map(|field| field.name).collect();
            problem(pointer, format!("A {} step takes {}.", planned.kind, known.join(", ")));
            continue;
        };
        if let Err(sentence) = check_value(steps, index, field, value) {
            problem(pointer, sentence);
        }
    }
}

fn check_value(steps: &[PlannedStep], index: usize, field: &Field, value: &Value) -> Result<(), String> {
    let wanted = field.value.with_article();
    match StepRef::of(value) {
        Some(Err(())) => Err(r#"A reference is written {"ref": "STEP.field"}."#.to_owned()),
        Some(Ok(reference)) => {
            let Some(at) = steps.iter().position(|step| step.name == reference.step) else {
                return Err(format!("There is no step {}.", reference.step));
            };
            if at >= index {
                let sentence = "A step takes only what an earlier one leaves; move it behind";
                return Err(format!("{sentence} {}, so that the steps have an order.", reference.step));
            }
            let outputs = steps.get(at).map(|step| step.kind.outputs()).unwrap_or_default();
            match outputs.iter().find(|output| output.name == reference.field) {
                Some(output) if output.value == field.value => Ok(()),
                Some(output) => Err(format!("This must be {wanted}, not {}.", output.value.with_article())),
                None => {
                    let known: Vec<_> = outputs.iter().map(|output| output.name).collect();
                    Err(format!("{} leaves {}.", reference.step, known.join(", ")))
                }
            }
        }
        None => match (field.value, value) {
            (ValueType::Text, Value::String(text)) => {
                let chars = text.chars().count();
                if (1..=PIPELINE_TEXT_CHARS_MAX).contains(&chars) {
                    Ok(())
                } else {
                    Err(format!("Write 1 to {PIPELINE_TEXT_CHARS_MAX} characters."))
                }
            }
            (ValueType::Number, Value::Number(_)) => Ok(()),
            (ValueType::Text | ValueType::Number, _) => Err(format!("This must be {wanted}.")),
            _ => Err(format!(r#"This must be {wanted}: {{"ref": "STEP.{}"}}."#, field.name)),
        },
    }
}

fn publish(video: StepName) -> PlannedStep {
    step(StepKind::Publish, json!({ "video": { "ref": format!("{video}.video") } }))
}

fn step(kind: StepKind, input: Value) -> PlannedStep {
    let input = if let Value::Object(input) = input { input } else { Map::new() };
    PlannedStep { name: kind.into(), kind, input }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pipeline(json: Value) -> Result<Vec<PlannedStep>, Vec<String>> {
        let steps = serde_json::from_value(json).unwrap();
        composed(steps).map_err(|problems| problems.into_iter().map(|problem| problem.pointer).collect())
    }

    #[test]
    fn a_whole_ad_can_be_composed() {
        let steps = pipeline(json!([
            { "id": "words", "step": "scripts", "input": { "topic": "a warm mug" } },
            { "id": "voice", "step": "speech", "input": { "text": { "ref": "words.text" } } },
            { "id": "ada", "step": "presenter", "input": { "sound": { "ref": "voice.sound" } } },
            { "id": "room", "step": "image", "input": { "prompt": "a kitchen" } },
            { "id": "ad", "step": "compose",
              "input": { "take": { "ref": "ada.take" }, "image": { "ref": "room.image" } } },
        ]));
        let names: Vec<_> = steps.unwrap().iter().map(|step| step.name.to_string()).collect();
        assert_eq!(names, ["words", "voice", "ada", "room", "ad", "publish"]);
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_its_place() {
        let image = |input: Value| json!({ "id": "a", "step": "image", "input": input });
        let video = |input: Value| json!({ "id": "b", "step": "video", "input": input });
        for (steps, places) in [
            (json!([]), &[""][..]),
            (json!([image(json!({ "prompt": "x" }))]), &["/0/step"]),
            (json!([video(json!({}))]), &["/0/input/prompt"]),
            (json!([video(json!({ "prompt": "x", "size": 3 }))]), &["/0/input/size"]),
            (json!([video(json!({ "prompt": 3 }))]), &["/0/input/prompt"]),
            (json!([video(json!({ "prompt": "x", "image": "file" }))]), &["/0/input/image"]),
            (json!([video(json!({ "prompt": { "ref": "b.video" } }))]), &["/0/input/prompt"]),
            (json!([video(json!({ "prompt": { "ref": "nobody.text" } }))]), &["/0/input/prompt"]),
            (json!([video(json!({ "prompt": { "rev": "x" } }))]), &["/0/input/prompt"]),
            (
                json!([image(json!({ "prompt": "x" })), video(json!({ "prompt": { "ref": "a.image" } }))]),
                &["/1/input/prompt"],
            ),
            (
                json!([image(json!({ "prompt": { "ref": "b.video" } })), video(json!({ "prompt": "x" }))]),
                &["/0/input/prompt"],
            ),
            (json!([video(json!({ "prompt": "x" })), video(json!({ "prompt": "x" }))]), &["/1/id"]),
        ] {
            assert_eq!(pipeline(steps.clone()).unwrap_err(), places, "{steps}");
        }
    }
}
