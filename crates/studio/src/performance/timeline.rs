//! The spoken track as a performer reads it: which words carry weight, where one breathes, what the sentences are about.

use super::wording;
use domain::{SpokenTrack, Stress, Viseme};

/// Longer tracks than this are planned up to here; the longest script speaks for a few minutes.
pub(super) const SPEECH_MS_MAX: u32 = 30 * 60 * 1_000;
/// A silence shorter than this is part of the speech.
const PAUSE_MS_MIN: i32 = 120;
/// The share of words that are given no beat, and the energy below which no word is.
const UNSTRESSED: f32 = 0.55;
const STRESSED_MIN: f32 = 0.45;

/// A track with what its words mean for face and body. All times are milliseconds from the start of the sound.
pub(super) struct Timeline<'a> {
    pub track: &'a SpokenTrack,
    pub words: Vec<Word>,
    pub sentences: Vec<Sentence>,
    /// Silences between words, in order.
    pub pauses: Vec<Pause>,
    /// Content words of this energy or more are stressed.
    pub stressed_from: f32,
    /// Where the last word ends; 0 where nothing is said.
    pub last_ms: i32,
}

#[derive(Debug, Clone)]
pub(super) struct Word {
    pub start_ms: i32,
    pub end_ms: i32,
    /// Where the vowel of its stressed syllable begins.
    pub vowel_ms: i32,
    /// 0 to 1.
    pub energy: f32,
    /// Says something, as against "the" and "of".
    pub content: bool,
    pub positive: bool,
    pub sentence: usize,
    /// Lower case, letters and digits only.
    pub plain: String,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence {
    pub start_ms: i32,
    pub end_ms: i32,
    pub question: bool,
    /// Speaks of a trouble that the product ends.
    pub problem: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Pause {
    pub start_ms: i32,
    pub end_ms: i32,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(track: &'a SpokenTrack) -> Timeline<'a> {
        let mut words: Vec<Word> = track.words.iter().map(word).collect();
        place_vowels(track, &mut words);
        let sentences = track.sentences.iter().enumerate().map(|(index, of)| Sentence {
            start_ms: millis(of.start_ms),
            end_ms: millis(of.end_ms),
            question: of.question,
            problem: words.iter().any(|word| word.sentence == index && wording::is_problem(&word.plain)),
        });
        let sentences = sentences.collect();
        let pauses = words.windows(2).filter_map(|pair| {
            let pause = Pause { start_ms: pair[0].end_ms, end_ms: pair[1].start_ms };
            (pause.end_ms - pause.start_ms >= PAUSE_MS_MIN).then_some(pause)
        });
        let pauses = pauses.collect();
        let last_ms = words.iter().map(|word| word.end_ms).max().unwrap_or(0);
        let stressed_from = stressed_from(&words);
        Timeline { track, words, sentences, pauses, stressed_from, last_ms }
    }

    /// The word that the voice leans on most.
    pub(super) fn key_word(&self) -> Option<&Word> {
        self.words.iter().filter(|word| word.content).max_by(|a, b| a.energy.total_cmp(&b.energy))
    }

    /// The words of one sentence.
    pub(super) fn words_of(&self, sentence: usize) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(move |word| word.sentence == sentence)
    }
}

/// Voices spread their energy differently, so what counts as stressed is measured against the script itself.
fn stressed_from(words: &[Word]) -> f32 {
    let mut energies: Vec<f32> = words.iter().filter(|word| word.content).map(|word| word.energy).collect();
    energies.sort_by(f32::total_cmp);
    let place = (energies.len() as f32 * UNSTRESSED) as usize;
    energies.get(place).map_or(STRESSED_MIN, |energy| energy.max(STRESSED_MIN))
}

/// A time of the track, held within what is planned.
pub(super) fn millis(ms: u32) -> i32 {
    i32::try_from(ms.min(SPEECH_MS_MAX)).unwrap_or(0)
}

fn word(spoken: &domain::SpokenWord) -> Word {
    let plain: String =
        spoken.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Word {
        start_ms: millis(spoken.start_ms),
        end_ms: millis(spoken.end_ms),
        vowel_ms: millis(spoken.start_ms),
        energy: if spoken.energy.is_finite() { spoken.energy.clamp(0.0, 1.0) } else { 0.0 },
        content: wording::is_content(&plain),
        positive: wording::is_positive(&plain),
        sentence: spoken.sentence as usize,
        plain,
    }
}

/// Finds where each word's stressed vowel begins; a word without one keeps its start.
fn place_vowels(track: &SpokenTrack, words: &mut [Word]) {
    for phone in track.phones.iter().rev() {
        let vowel = is_vowel(phone.viseme) && phone.stress == Stress::Primary;
        if let Some(word) = words.get_mut(phone.word as usize).filter(|_| vowel) {
            word.vowel_ms = millis(phone.start_ms);
        }
    }
}

/// Shapes that only vowels make.
pub(super) fn is_vowel(viseme: Viseme) -> bool {
    matches!(viseme, Viseme::Aa | Viseme::E | Viseme::I | Viseme::O | Viseme::U)
}
