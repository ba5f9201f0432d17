//! The ability to turn a brief into three scripts.
//!
//! A writer promises one draft for each [`Framework`], in the tone and about the length asked for. It must
//! never invent facts about what is advertised: no prices, reviews, figures or deadlines of its own.

use crate::ProviderError;
use async_trait::async_trait;
use domain::{Brief, Framework, Language};

/// Whoever writes scripts: the grammar on this machine, or a language model behind a key.
#[async_trait]
pub trait ScriptWriter: Send + Sync {
    /// The short name that tables and logs show.
    fn name(&self) -> &str;

    /// One sentence for the person who reads the scripts: how they were written.
    fn note(&self) -> String;

    /// Whether it can write in this language.
    fn writes(&self, language: Language) -> bool;

    /// Three drafts, one of each framework, in the order of [`Framework::ALL`].
    ///
    /// A writer that can repeat itself gives the same drafts for the same brief and seed; another seed
    /// brings visibly different ones.
    ///
    /// # Errors
    /// [`ProviderError::Invalid`] when this writer cannot write such a brief.
    async fn write(&self, brief: &Brief, seed: u64) -> Result<Vec<ScriptDraft>, ProviderError>;
}

/// One script as written, before it has an id. What is spoken is hook, body and call to action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptDraft {
    pub framework: Framework,
    pub title: String,
    pub hook: String,
    pub body: String,
    /// At most [`domain::CALL_TO_ACTION_CHARS_MAX`] characters: it is also the end card.
    pub call_to_action: String,
}

impl ScriptDraft {
    /// All that is spoken, in order.
    pub fn text(&self) -> String {
        [&self.hook, &self.body, &self.call_to_action]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }
}
