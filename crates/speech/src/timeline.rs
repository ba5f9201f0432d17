//! Sentences laid out one after another with pauses of our own, as sound and as timings.

use crate::SpeechError;
use crate::sentence_sound::{SentenceSound, TimedPhone};
use crate::sound::{RATE_HZ, Upsampler};
use crate::text::{Sentence, SpokenText};
use crate::viseme::{BREATH_WEIGHT, Shape, is_vowel, of_ipa, reach};
use domain::{SpokenPhone, SpokenSentence, SpokenTrack, SpokenWord, Stress, Viseme};

/// Silence before the first word and after the last, in samples at 48 kHz (150 and 300 ms).
const LEAD_IN: u32 = RATE_HZ * 150 / 1_000;
const TAIL: u32 = RATE_HZ * 300 / 1_000;
/// A gap up to this long inside a sentence is no pause: the mouth goes straight on.
const BRIDGE_MS: u32 = 120;

/// Sentences with their places.
pub(crate) struct Timeline<'a> {
    text: &'a SpokenText,
    sounds: &'a [SentenceSound],
    upsampler: Upsampler,
    /// First sample of each sentence at 48 kHz.
    starts: Vec<u32>,
    /// Length of the whole at 48 kHz.
    length: u32,
}

impl<'a> Timeline<'a> {
    /// Lays out one sound for each sentence of the text; all have one sample rate.
    pub(crate) fn new(text: &'a SpokenText, sounds: &'a [SentenceSound]) -> Self {
        let upsampler = Upsampler::from_rate(sounds.first().map_or(RATE_HZ, |sound| sound.rate_hz));
        let factor = upsampler.factor() as u32;
        let mut starts = Vec::with_capacity(sounds.len());
        let mut now = LEAD_IN;
        let mut length = LEAD_IN;
        for (sentence, sound) in text.sentences.iter().zip(sounds) {
            starts.push(now);
            length = now + sound.samples.len() as u32 * factor;
            now = length + pause_after(sentence);
        }
        Self { text, sounds, upsampler, starts, length: length + TAIL }
    }

    /// Plays the sound, block by block; only one sentence is in memory at 48 kHz at a time.
    pub(crate) fn play(
        &self,
        each: &mut dyn FnMut(&[f32]) -> Result<(), SpeechError>,
    ) -> Result<(), SpeechError> {
        let mut now = 0;
        for (start, sound) in self.starts.iter().zip(self.sounds) {
            each(&vec![0.0; (start - now) as usize])?;
            let raised = self.upsampler.raise(&sound.samples);
            each(&raised)?;
            now = start + raised.len() as u32;
        }
        each(&vec![0.0; (self.length - now) as usize])
    }

    /// The timings of the whole.
    pub(crate) fn track(&self) -> SpokenTrack {
        let mut track = SpokenTrack { duration_ms: ms(self.length), ..SpokenTrack::default() };
        let mut leaning = Vec::new();
        let loudest_db = self.sounds.iter().map(loudest_db).fold(f32::MIN, f32::max);
        for (at, (sentence, sound)) in self.text.sentences.iter().zip(self.sounds).enumerate() {
            self.add_sentence(at, sentence, sound, &mut track);
            self.add_phones(at, sentence, sound, loudest_db, &mut track);
            leaning
                .extend(sentence.words.clone().map(|word| lean(sound, (word - sentence.words.start) as u32)));
        }
        for (word, energy) in track.words.iter_mut().zip(energies(&leaning)) {
            word.energy = energy;
        }
        track
    }

    /// A sample of a sentence, as a sample of the whole at 48 kHz.
    fn place(&self, sentence: usize, sample: u32) -> u32 {
        self.starts[sentence] + sample * self.upsampler.factor() as u32
    }

    fn add_sentence(&self, at: usize, sentence: &Sentence, sound: &SentenceSound, track: &mut SpokenTrack) {
        let end_ms = ms(self.place(at, sound.samples.len() as u32));
        let mut now_ms = ms(self.starts[at]);
        let first = track.words.len();
        for word in sentence.words.clone() {
            let within = (word - sentence.words.start) as u32;
            let mut phones = sound.phones.iter().filter(|phone| phone.word == within);
            let span = phones.next().map(|first| (first.start, phones.next_back().unwrap_or(first).end));
            // A word that swallowed all its sounds still takes its turn between its neighbours.
            let (start, end) = span
                .map_or((now_ms, now_ms), |(from, to)| (ms(self.place(at, from)), ms(self.place(at, to))));
            let (start_ms, end_ms) = (start.max(now_ms), end.max(now_ms).min(end_ms));
            now_ms = end_ms;
            track.words.push(SpokenWord {
                text: self.text.words[word].clone(),
                start_ms,
                end_ms,
                sentence: at as u32,
                energy: 0.0,
            });
        }
        track.sentences.push(SpokenSentence {
            start_ms: track.words.get(first).map_or(now_ms, |word| word.start_ms),
            end_ms: track.words.last().map_or(now_ms, |word| word.end_ms),
            first_word: sentence.words.start as u32,
            end_word: sentence.words.end as u32,
            question: sentence.question,
        });
    }

    fn add_phones(
        &self,
        at: usize,
        sentence: &Sentence,
        sound: &SentenceSound,
        loudest_db: f32,
        track: &mut SpokenTrack,
    ) {
        let bridge = BRIDGE_MS * sound.rate_hz / 1_000;
        let phones = bridged(&sound.phones, bridge);
        for (index, phone) in phones.iter().enumerate() {
            let next_vowel =
                phones[index..].iter().find(|next| is_vowel(next.letter) && next.word == phone.word);
            let shapes = shapes(phone, next_vowel);
            let length = phone.end - phone.start;
            let mut share = 0.0;
            for shape in shapes {
                let from = phone.start + (length as f32 * share) as u32;
                share += shape.share;
                let to = if share > 0.999 { phone.end } else { phone.start + (length as f32 * share) as u32 };
                let loudness = (level_db(sound, from, to) - loudest_db + 40.0) / 40.0;
                track.phones.push(SpokenPhone {
                    viseme: shape.viseme,
                    start_ms: ms(self.place(at, from)),
                    end_ms: ms(self.place(at, to)),
                    stress: phone.stress,
                    weight: shape.weight,
                    loudness: loudness.clamp(0.0, 1.0),
                    word: sentence.words.start as u32 + phone.word,
                });
            }
        }
    }
}

fn ms(samples: u32) -> u32 {
    (u64::from(samples) * 1_000 / u64::from(RATE_HZ)) as u32
}

/// The breath after a sentence, in samples at 48 kHz.
fn pause_after(sentence: &Sentence) -> u32 {
    let pause_ms = match (sentence.ends_paragraph, sentence.question) {
        (true, _) => 380,
        (false, true) => 240,
        (false, false) => 190,
    };
    RATE_HZ * pause_ms / 1_000
}

/// Phones with their short gaps closed: the mouth does not rest between two words. A closure is never made longer.
fn bridged(phones: &[TimedPhone], bridge: u32) -> Vec<TimedPhone> {
    let mut bridged = phones.to_vec();
    for at in 1..bridged.len() {
        let (before, after) = (bridged[at - 1], bridged[at]);
        let gap = after.start.saturating_sub(before.end);
        if gap == 0 || gap > bridge {
            continue;
        }
        match (closes(before.letter), closes(after.letter)) {
            (false, _) => bridged[at - 1].end = after.start,
            (true, false) => bridged[at].start = before.end,
            (true, true) => {}
        }
    }
    bridged
}

fn closes(letter: char) -> bool {
    matches!(of_ipa(letter), Some([Shape { viseme: Viseme::PP | Viseme::FF, .. }]))
}

/// The shapes of one phone under its stress; an `h` already shows the vowel that comes.
fn shapes(phone: &TimedPhone, next_vowel: Option<&TimedPhone>) -> Vec<Shape> {
    if phone.letter == 'h'
        && let Some(first) =
            next_vowel.and_then(|vowel| of_ipa(vowel.letter)).and_then(|shapes| shapes.first())
    {
        return vec![Shape { share: 1.0, weight: BREATH_WEIGHT, ..*first }];
    }
    let reached = if is_vowel(phone.letter) { reach(phone.stress) } else { 1.0 };
    of_ipa(phone.letter)
        .unwrap_or_default()
        .iter()
        .map(|shape| Shape { weight: shape.weight * reached, ..*shape })
        .collect()
}

fn level_db(sound: &SentenceSound, from: u32, to: u32) -> f32 {
    let samples = sound.samples.get(from as usize..to as usize).unwrap_or_default();
    let power: f64 = samples.iter().map(|s| (f64::from(*s) / 32_768.0).powi(2)).sum();
    10.0 * (power / samples.len().max(1) as f64).max(1e-9).log10() as f32
}

fn loudest_db(sound: &SentenceSound) -> f32 {
    sound.phones.iter().map(|phone| level_db(sound, phone.start, phone.end)).fold(-90.0, f32::max)
}

/// Level of a word, and seconds for each of its sounds: louder and slower is leaned on.
fn lean(sound: &SentenceSound, word: u32) -> Option<(f32, f32)> {
    let own: Vec<&TimedPhone> = sound.phones.iter().filter(|phone| phone.word == word).collect();
    let (first, last) = (own.first()?, own.last()?);
    let seconds = (last.end - first.start) as f32 / sound.rate_hz as f32;
    let stressed = own.iter().any(|phone| phone.stress == Stress::Primary);
    let weight = if stressed { 1.0 } else { 0.6 };
    Some((level_db(sound, first.start, last.end), seconds / own.len() as f32 * weight))
}

/// Each word against all others, 0 to 1; half is the middle.
fn energies(leaning: &[Option<(f32, f32)>]) -> Vec<f32> {
    let levels = z_scores(leaning.iter().map(|word| word.map(|(level, _)| level)));
    let slowness = z_scores(leaning.iter().map(|word| word.map(|(_, slowness)| slowness)));
    levels
        .iter()
        .zip(slowness)
        .map(|(level, slow)| (0.5 + (0.6 * level + 0.4 * slow) / 4.0).clamp(0.0, 1.0))
        .collect()
}

fn z_scores(values: impl Iterator<Item = Option<f32>> + Clone) -> Vec<f32> {
    let known: Vec<f32> = values.clone().flatten().collect();
    let count = known.len().max(1) as f32;
    let mean = known.iter().sum::<f32>() / count;
    let spread = (known.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count).sqrt().max(1e-3);
    values.map(|value| value.map_or(-1.0, |value| (value - mean) / spread)).collect()
}
