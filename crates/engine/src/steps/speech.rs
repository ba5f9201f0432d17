//! Text becomes sound with exact timings: `sound.wav` and `track.json`.

use super::StepContext;
use crate::failure::StepFailure;
use domain::{Language, VoiceId};
use providers::{Reporter, SpeechOrder};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

pub(super) const SOUND: &str = "sound.wav";
pub(super) const TRACK: &str = "track.json";

#[derive(Deserialize)]
struct Input {
    text: String,
    voice: Option<VoiceId>,
    language: Option<Language>,
}

pub(super) async fn run(
    cx: StepContext,
    report: Reporter,
    stop: CancellationToken,
) -> Result<Value, StepFailure> {
    let input: Input = cx.input()?;
    let speech = &cx.works.makers.speech;
    let voice = match input.voice {
        Some(voice) => voice,
        None => {
            let voices = speech.voices().await?;
            voices.into_iter().next().ok_or_else(|| StepFailure::missing("voice"))?.id
        }
    };
    let language = input.language.unwrap_or_default();
    let order = SpeechOrder { text: input.text, voice, language, sound: cx.part.join(SOUND) };
    let track = speech.speak(order, report, stop).await?;
    tokio::fs::write(cx.part.join(TRACK), serde_json::to_vec(&track)?).await?;
    Ok(json!({ "durationMs": track.duration_ms, "words": track.words.len() }))
}
