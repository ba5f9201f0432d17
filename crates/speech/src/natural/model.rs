//! The model itself: phonemes and a voice in, samples and the length of each phoneme out.

use super::onnx;
use super::pieces::{Unit, stress_mark};
use crate::SpeechError;
use crate::sentence_sound::{SentenceSound, TimedPhone};
use crate::viseme;
use domain::Stress;
use rten::{Model, ModelOptions, RunOptions, ThreadPool};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// File names below the folder of the natural voice.
pub(crate) const MODEL_FILE: &str = "model.onnx";
pub(crate) const TOKENIZER_FILE: &str = "tokenizer.json";
/// A voice file: a style of 256 numbers for each length of up to 510 letters.
pub(crate) const VOICE_BYTES: u64 = 510 * 256 * 4;

const RATE_HZ: u32 = 24_000;
/// The model counts time in frames of 25 ms.
const FRAME_SAMPLES: u32 = 600;
/// A phoneme is heard two frames before its own frames begin: measured, vowels, closures and hisses alike.
const HEARD_EARLY_FRAMES: u32 = 2;
/// A little slower than the model would, which hurries an ad: about 190 words a minute instead of 210.
const SPEED: f32 = 0.9;
const STYLE_LENGTH: usize = 256;
const STYLES: usize = 510;

/// A loaded model, shared by all threads that speak.
pub(super) struct Kokoro {
    model: Model,
    vocabulary: HashMap<char, i32>,
}

/// The styles of one voice.
pub(super) struct Styles(Vec<f32>);

impl Styles {
    pub(super) fn load(path: &Path) -> Result<Self, SpeechError> {
        let bytes = std::fs::read(path).map_err(SpeechError::io("read the voice", path))?;
        if bytes.len() as u64 != VOICE_BYTES {
            return Err(SpeechError::NaturalDamaged(format!("{} has the wrong size", path.display())));
        }
        let numbers =
            bytes.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        Ok(Self(numbers.collect()))
    }

    /// The style for a piece of so many letters.
    fn for_letters(&self, letters: usize) -> &[f32] {
        let row = letters.saturating_sub(1).min(STYLES - 1);
        &self.0[row * STYLE_LENGTH..(row + 1) * STYLE_LENGTH]
    }
}

impl Kokoro {
    /// Reads and mends the model (about 0.3 s).
    pub(super) fn load(folder: &Path) -> Result<Self, SpeechError> {
        let path = folder.join(MODEL_FILE);
        let bytes = std::fs::read(&path).map_err(SpeechError::io("read the voice", &path))?;
        let (mended, changed) =
            onnx::rewrite(&bytes).map_err(|error| SpeechError::NaturalDamaged(error.to_string()))?;
        drop(bytes);
        tracing::debug!(changed, "mended the natural voice's model");
        let model = ModelOptions::with_all_ops()
            .load(mended)
            .map_err(|error| SpeechError::NaturalDamaged(error.to_string()))?;
        Ok(Self { model, vocabulary: vocabulary(&folder.join(TOKENIZER_FILE))? })
    }

    /// Speaks one piece on one pool of threads.
    pub(super) fn speak(
        &self,
        piece: &[Unit],
        styles: &Styles,
        pool: &Arc<ThreadPool>,
    ) -> Result<SentenceSound, SpeechError> {
        let known: Vec<(Unit, i32)> = piece
            .iter()
            .filter_map(|unit| self.vocabulary.get(&unit.letter).map(|id| (*unit, *id)))
            .collect();
        // The model wants an empty token at both ends.
        let ids: Vec<i32> =
            std::iter::once(0).chain(known.iter().map(|(_, id)| *id)).chain(std::iter::once(0)).collect();
        let (samples, frames) = self.run(ids, styles.for_letters(known.len()), pool)?;
        let units: Vec<Unit> = known.iter().map(|(unit, _)| *unit).collect();
        Ok(SentenceSound::cut(&samples, RATE_HZ, &timed_phones(&units, &frames)))
    }

    fn run(
        &self,
        ids: Vec<i32>,
        style: &[f32],
        pool: &Arc<ThreadPool>,
    ) -> Result<(Vec<f32>, Vec<u32>), SpeechError> {
        let node = |name: &str| {
            self.model
                .node_id(name)
                .map_err(|_| SpeechError::NaturalDamaged(format!("the model has no {name}")))
        };
        let broken = |error: &dyn std::fmt::Display| SpeechError::Broken(error.to_string());
        let ids = NdTensor::from_data([1, ids.len()], ids);
        let style = NdTensor::from_data([1, STYLE_LENGTH], style.to_vec());
        let speed = NdTensor::from_data([1], vec![SPEED]);
        let inputs = vec![
            (node("input_ids")?, ids.view().into()),
            (node("style")?, style.view().into()),
            (node("speed")?, speed.view().into()),
        ];
        let outputs = [node("waveform")?, node("/encoder/Clip_output_0")?];
        let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
        let mut results =
            self.model.run(inputs, &outputs, Some(options)).map_err(|error| broken(&error))?.into_iter();
        let mut next = || results.next().ok_or_else(|| broken(&"the model gave too little"));
        let sound: Tensor<f32> = next()?.try_into().map_err(|_| broken(&"the sound has an odd type"))?;
        let frames: Tensor<f32> = next()?.try_into().map_err(|_| broken(&"the timings have an odd type"))?;
        Ok((sound.iter().copied().collect(), frames.iter().map(|f| f.round().max(0.0) as u32).collect()))
    }
}

fn vocabulary(path: &Path) -> Result<HashMap<char, i32>, SpeechError> {
    #[derive(serde::Deserialize)]
    struct Tokenizer {
        model: Vocabulary,
    }
    #[derive(serde::Deserialize)]
    struct Vocabulary {
        vocab: HashMap<char, i32>,
    }
    let bytes = std::fs::read(path).map_err(SpeechError::io("read the voice", path))?;
    let tokenizer: Tokenizer =
        serde_json::from_slice(&bytes).map_err(|error| SpeechError::NaturalDamaged(error.to_string()))?;
    Ok(tokenizer.model.vocab)
}

/// Where each phoneme lies, from the frames of each unit; the first and last count belong to the empty tokens.
fn timed_phones(units: &[Unit], frames: &[u32]) -> Vec<TimedPhone> {
    let mut phones: Vec<TimedPhone> = Vec::new();
    let mut now = frames.first().copied().unwrap_or(0).saturating_sub(HEARD_EARLY_FRAMES) * FRAME_SAMPLES;
    // A stress mark has time of its own; it belongs to the sound after it.
    let mut announced: Option<(Stress, u32)> = None;
    let mut stress = Stress::None;
    for (unit, frames) in units.iter().zip(frames.iter().skip(1)) {
        let end = now + frames * FRAME_SAMPLES;
        match (stress_mark(unit.letter), unit.word) {
            (Some(mark), _) => {
                announced.get_or_insert((mark, now));
                stress = mark;
            }
            (None, Some(word)) if viseme::of_ipa(unit.letter).is_some() => {
                let start = announced.take().map_or(now, |(_, since)| since);
                let vowel = viseme::is_vowel(unit.letter);
                let carried = if vowel { std::mem::replace(&mut stress, Stress::None) } else { Stress::None };
                phones.push(TimedPhone { letter: unit.letter, stress: carried, start, end, word });
            }
            // `ː` makes the sound before it longer.
            (None, Some(_)) => {
                if let Some(last) = phones.last_mut() {
                    last.end = end;
                }
            }
            (None, None) => announced = None,
        }
        now = end;
    }
    phones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_give_their_time_to_the_sound_after_them() {
        let unit = |letter, word| Unit { letter, word };
        let units =
            [unit('b', Some(0)), unit('ˈ', Some(0)), unit('i', Some(0)), unit('ː', Some(0)), unit('.', None)];
        let phones = timed_phones(&units, &[4, 1, 1, 2, 1, 4, 3]);
        let b = TimedPhone { letter: 'b', stress: Stress::None, start: 1_200, end: 1_800, word: 0 };
        let i = TimedPhone { letter: 'i', stress: Stress::Primary, start: 1_800, end: 4_200, word: 0 };
        assert_eq!(phones, [b, i]);
    }
}
