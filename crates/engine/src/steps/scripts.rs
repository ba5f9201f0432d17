//! A topic becomes a script: the first of those that the writer offers.

use super::StepContext;
use crate::failure::StepFailure;
use domain::{Brief, Tone};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Input {
    topic: String,
    tone: Option<Tone>,
    audience: Option<String>,
}

pub(super) async fn run(cx: StepContext) -> Result<Value, StepFailure> {
    let input: Input = cx.input()?;
    let brief = Brief {
        topic: input.topic,
        tone: input.tone.unwrap_or_default(),
        audience: input.audience,
        language: Default::default(),
        length: Default::default(),
        format: Default::default(),
    };
    let drafts = cx.works.makers.writer.write(&brief, 0).await?;
    let draft = drafts.into_iter().next().ok_or_else(|| StepFailure::missing("script"))?;
    Ok(json!({ "text": draft.text(), "title": draft.title, "callToAction": draft.call_to_action }))
}
