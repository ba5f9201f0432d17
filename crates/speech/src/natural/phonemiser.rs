//! Spoken words to phonemes, in the alphabet that the model was trained on.

use super::letters::spell;
use crate::SpeechError;
use crate::text::Spoken;
use loqui_g2p::NeuralG2p;
use misaki_rs::fallback::FallbackError;
use misaki_rs::{Fallback, G2P, Language};
use std::sync::Arc;

/// Which English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Dialect {
    American,
    British,
}

/// What a phonemiser writes for a word that it does not know.
const UNKNOWN: char = '❓';

/// Lexicons, rules, and a small network for words that are in no lexicon. Costs memory: let it go when idle.
pub(crate) struct Phonemiser {
    dialect: Dialect,
    words: G2P,
    guess: Arc<Guess>,
}

impl Phonemiser {
    /// Loads the lexicons of a dialect (about half a second).
    pub(crate) fn load(dialect: Dialect) -> Result<Self, SpeechError> {
        let (language, loqui) = match dialect {
            Dialect::American => (Language::EnglishUS, loqui_g2p::Dialect::American),
            Dialect::British => (Language::EnglishGB, loqui_g2p::Dialect::British),
        };
        let network = NeuralG2p::load(loqui).map_err(|error| SpeechError::Broken(error.to_string()))?;
        let guess = Arc::new(Guess { network, dialect });
        let words = G2P::with_fallback(language, Some(Box::new(SharedGuess(guess.clone()))));
        Ok(Self { dialect, words, guess })
    }

    /// The phonemes of each spoken word, in order; none is empty.
    pub(crate) fn phonemes(&self, spoken: &[Spoken]) -> Vec<String> {
        let in_context = self.in_context(spoken);
        let each = spoken.iter().enumerate().map(|(at, word)| {
            if word.spelled {
                return spell(&word.text, self.dialect);
            }
            let found = in_context.as_ref().and_then(|found| found.get(at)).filter(|found| is_whole(found));
            found.cloned().unwrap_or_else(|| self.alone(&word.text))
        });
        each.collect()
    }

    /// A whole sentence at once, so that `the`, `to` and `read` follow their neighbours.
    fn in_context(&self, spoken: &[Spoken]) -> Option<Vec<String>> {
        let written: Vec<String> = spoken
            .iter()
            .map(|word| format!("{}{}", word.text, word.mark.map(String::from).unwrap_or_default()))
            .collect();
        let (_, tokens) = self.words.g2p(&written.join(" ")).ok()?;
        let mut found = vec![String::new()];
        for token in tokens {
            if let Some(word) = found.last_mut() {
                word.push_str(&token.phonemes.unwrap_or_default());
            }
            if !token.whitespace.is_empty() {
                found.push(String::new());
            }
        }
        // Marks are set by the sentence, not by the lexicon.
        let sounds = |word: String| {
            word.chars().filter(|c| !c.is_ascii_punctuation() && !"—…“” ".contains(*c)).collect()
        };
        (found.len() == written.len()).then(|| found.into_iter().map(sounds).collect())
    }

    fn alone(&self, word: &str) -> String {
        let found = self.words.g2p(word).map(|(phonemes, _)| phonemes.trim().replace(' ', "")).ok();
        found.filter(|found| is_whole(found)).unwrap_or_else(|| self.guess.say(word))
    }
}

fn is_whole(phonemes: &str) -> bool {
    !phonemes.contains(UNKNOWN) && phonemes.chars().any(char::is_alphabetic)
}

/// For words that are in no lexicon: read by a network, or spelled where reading makes no sense.
struct Guess {
    network: NeuralG2p,
    dialect: Dialect,
}

impl Guess {
    fn say(&self, word: &str) -> String {
        let readable = word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U', 'Y']);
        let read = if readable { self.network.phonemize(word) } else { None };
        read.filter(|read| is_whole(read)).unwrap_or_else(|| spell(word, self.dialect))
    }
}

struct SharedGuess(Arc<Guess>);

impl Fallback for SharedGuess {
    fn phonemize(&self, word: &str) -> Result<String, FallbackError> {
        Ok(self.0.say(word))
    }
}
