//! The plain voice: diphones of one speaker, built into the program, so that there is always a voice.

mod respell;

use crate::SpeechError;
use crate::sentence_sound::{SentenceSound, TimedPhone};
use crate::text::Sentence;
use crate::viseme;
use domain::Stress;
use flite_rs::{Engine, Utterance};
use respell::letter_name;

/// A little slower than its makers set it, so that it is easier to follow.
const DURATION_STRETCH: f32 = 1.08;
const SPEAKER: &str = "kal16";

/// The loaded voice.
pub(crate) struct PlainVoice {
    engine: Engine,
}

impl PlainVoice {
    pub(crate) fn load() -> Result<Self, SpeechError> {
        let mut engine = Engine::try_new().map_err(|error| SpeechError::Broken(error.to_string()))?;
        engine.select_voice(SPEAKER);
        engine.set_duration_stretch(DURATION_STRETCH);
        Ok(Self { engine })
    }

    /// Speaks one sentence.
    pub(crate) fn speak(&self, sentence: &Sentence) -> SentenceSound {
        let (text, words) = tokens(sentence);
        let sound = self.engine.synthesize(&text);
        let analysis = self.engine.analyse(&text);
        let phones = timed_phones(&analysis, &words, sound.sample_rate);
        let samples: Vec<f32> = sound.samples.iter().map(|s| f32::from(*s) / 32_768.0).collect();
        SentenceSound::cut(&samples, sound.sample_rate, &phones)
    }
}

/// The sentence in words that the engine reads as they are, and for each the written word that it belongs to.
fn tokens(sentence: &Sentence) -> (String, Vec<u32>) {
    let mut text: Vec<String> = Vec::new();
    let mut words = Vec::new();
    for spoken in &sentence.spoken {
        let word = (spoken.word - sentence.words.start) as u32;
        let lower = spoken.text.to_lowercase();
        let parts: Vec<&str> =
            if spoken.spelled { lower.chars().flat_map(letter_name).collect() } else { vec![lower.as_str()] };
        words.extend(std::iter::repeat_n(word, parts.len()));
        text.extend(parts.into_iter().map(str::to_owned));
        if let (Some(last), Some(mark)) = (text.last_mut(), spoken.mark) {
            last.push(if "—…".contains(mark) { ',' } else { mark });
        }
    }
    (text.join(" "), words)
}

/// The phones of an analysed sentence; `words` has the written word of each token.
fn timed_phones(analysis: &Utterance, words: &[u32], rate_hz: u32) -> Vec<TimedPhone> {
    let tokens: Vec<_> = analysis.iter_relation("Token").collect();
    let word_of = |segment| {
        let syllable = analysis.item_as(segment, "SylStructure").and_then(|item| analysis.parent(item))?;
        let word = analysis.parent(syllable)?;
        let token = analysis.item_as(word, "Token").and_then(|item| analysis.parent(item))?;
        let at = tokens.iter().position(|other| analysis.same_item(*other, token))?;
        let stress =
            if analysis.feature_str(syllable, "stress") == "1" { Stress::Primary } else { Stress::None };
        Some((words.get(at).or(words.last()).copied()?, stress))
    };
    let mut phones = Vec::new();
    let mut start = 0;
    for segment in analysis.iter_relation("Segment") {
        let end = (analysis.feature_f32(segment, "end") * rate_hz as f32) as u32;
        if let Some((letter, (word, stress))) =
            viseme::ipa_of_arpabet(analysis.name(segment)).zip(word_of(segment))
        {
            let stress = if viseme::is_vowel(letter) { stress } else { Stress::None };
            phones.push(TimedPhone { letter, stress, start, end, word });
        }
        start = end;
    }
    phones
}
