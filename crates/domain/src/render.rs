//! Render orders: a project's choices, frozen at the moment when *Generate video* was pressed.

use crate::{AvatarId, Background, Captions, Format, Language, Quality, Tone, VoiceId};
use serde::{Deserialize, Serialize};

/// How long the end card stands after the last word, in milliseconds.
pub const END_CARD_MS: u32 = 3_000;

/// Everything that an avatar ad is made from; the execution keeps it, so that later edits change nothing under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RenderOrder {
    pub topic: String,
    /// How lively the presenter is.
    #[serde(default)]
    pub tone: Tone,
    pub script_text: String,
    pub call_to_action: String,
    pub avatar_id: AvatarId,
    pub voice_id: VoiceId,
    pub background: Background,
    pub format: Format,
    pub captions: Captions,
    pub language: Language,
    pub quality: Quality,
}
