//! [`GrammarWriter`]: scripts from a small grammar, with no model and no key.

use super::{compose, parse, tidy};
use crate::{ProviderError, ScriptDraft, ScriptWriter};
use async_trait::async_trait;
use domain::{Brief, Language};

/// Writes English ads from word classes, agreement and seeded choice; honest about being no more than that.
#[derive(Debug, Clone, Copy, Default)]
pub struct GrammarWriter;

impl GrammarWriter {
    /// The three drafts at once: this writer neither waits nor reads anything.
    ///
    /// Count seeds upwards for fresh sets: neighbouring seeds share the least.
    ///
    /// # Errors
    /// [`ProviderError::Invalid`] for another language than English and for topics that no English voice
    /// could speak.
    pub fn drafts(&self, brief: &Brief, seed: u64) -> Result<Vec<ScriptDraft>, ProviderError> {
        if brief.language != Language::English {
            let language = brief.language.title();
            return Err(ProviderError::invalid(format!(
                "The built-in writer writes English. Add an OpenRouter key for {language}, or choose English."
            )));
        }
        let letters = brief.topic.chars().filter(|c| c.is_alphabetic());
        let (latin, other): (Vec<char>, Vec<char>) = letters.partition(|c| tidy::is_latin(*c));
        if other.len() > latin.len() {
            return Err(ProviderError::invalid(
                "The built-in voice speaks Latin letters only. Write the topic in English letters, or add an OpenRouter key.",
            ));
        }
        let topic = tidy::tidied(&brief.topic);
        if !topic.text.chars().any(char::is_alphanumeric) {
            return Err(ProviderError::invalid("Write in a few words what the ad is about."));
        }
        Ok(compose::scripts(&parse::subject_of(&topic, brief), brief, seed))
    }
}

#[async_trait]
impl ScriptWriter for GrammarWriter {
    fn name(&self) -> &str {
        "grammar"
    }

    fn note(&self) -> String {
        "Written without a language model; add an OpenRouter key for more.".into()
    }

    fn writes(&self, language: Language) -> bool {
        language == Language::English
    }

    async fn write(&self, brief: &Brief, seed: u64) -> Result<Vec<ScriptDraft>, ProviderError> {
        self.drafts(brief, seed)
    }
}
