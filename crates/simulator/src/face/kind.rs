//! What a model makes. The real services know their models; this one goes by the words.

use serde_json::Value;

/// Members that only orders for moving pictures have.
const MEMBERS: [&str; 4] = ["duration", "seconds", "num_frames", "generate_audio"];
/// Parts of the names of models that make moving pictures.
const NAMES: [&str; 9] = ["video", "veo", "kling", "wan", "minimax", "hailuo", "seedance", "ltx", "sora"];

/// Whether a model makes a video of this input, and not a picture.
pub(super) fn is_video(model: &str, input: &Value) -> bool {
    MEMBERS.iter().any(|member| input.get(member).is_some()) || NAMES.iter().any(|name| model.contains(name))
}
