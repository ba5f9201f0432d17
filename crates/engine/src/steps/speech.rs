//! Text becomes sound with exact timings: `sound.wav` and `track.json`.

use super::StepContext;
use crate::failure::StepFailure;
use providers::{Reporter, SpeechOrder};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

pub(super) const SOUND: &str = "sound.wav";
pub(super) const TRACK: &str = "track.json";

pub(super) async fn run(
    cx: StepContext,
    report: Reporter,
    stop: CancellationToken,
) -> Result<Value, StepFailure> {
    let order = SpeechOrder {
        text: cx.order.script_text.clone(),
        voice: cx.order.voice_id.clone(),
        language: cx.order.language,
        sound: cx.part.join(SOUND),
    };
    let track = cx.works.makers.speech.speak(order, report, stop).await?;
    tokio::fs::write(cx.part.join(TRACK), serde_json::to_vec(&track)?).await?;
    Ok(json!({ "durationMs": track.duration_ms, "words": track.words.len() }))
}
