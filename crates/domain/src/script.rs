//! Scripts: what will be spoken.

use crate::ScriptId;
use serde::{Deserialize, Serialize};

/// How fast an ad is spoken; the estimate of seconds rests on it.
pub const WORDS_PER_MINUTE: u32 = 180;

/// One finished script. `text` is all that is spoken: hook, body and call to action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Script {
    pub id: ScriptId,
    pub framework: Framework,
    pub title: String,
    pub hook: String,
    pub body: String,
    pub call_to_action: String,
    pub text: String,
    /// `text` as a person changed it; absent means as written. It stays while another script is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_text: Option<String>,
    pub words: u32,
    /// Estimated spoken length, in seconds.
    pub seconds: u32,
    /// Which set of three it came with, counted from 0: its paper colour.
    #[serde(default)]
    pub set: u32,
}

/// The named shape of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Framework {
    HookProblemSolution,
    BeforeAfterBridge,
    StoryProofOffer,
}

impl Framework {
    /// The three frameworks of a set, in the order in which they are shown.
    pub const ALL: [Framework; 3] =
        [Framework::HookProblemSolution, Framework::BeforeAfterBridge, Framework::StoryProofOffer];

    /// The name that people read.
    pub fn title(self) -> &'static str {
        match self {
            Framework::HookProblemSolution => "Problem, then relief",
            Framework::BeforeAfterBridge => "Before and after",
            Framework::StoryProofOffer => "A story with proof",
        }
    }

    /// The name in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Framework::HookProblemSolution => "hook-problem-solution",
            Framework::BeforeAfterBridge => "before-after-bridge",
            Framework::StoryProofOffer => "story-proof-offer",
        }
    }
}

impl std::str::FromStr for Framework {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Framework::ALL.into_iter().find(|framework| framework.as_str() == word).ok_or(())
    }
}

/// How many words a text has.
pub fn word_count(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count())
        .unwrap_or(u32::MAX)
}

/// About how many seconds a text takes to say, at least one.
pub fn spoken_seconds(text: &str) -> u32 {
    word_count(text).saturating_mul(60).div_ceil(WORDS_PER_MINUTE).max(1)
}
