//! One spoken sentence: its samples as the engine made them, and when each phoneme sounds.

use domain::Stress;
use serde::{Deserialize, Serialize};

/// The sound of one sentence, silence cut at both ends.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct SentenceSound {
    pub rate_hz: u32,
    pub samples: Vec<i16>,
    pub phones: Vec<TimedPhone>,
}

/// A phoneme, and where it lies in the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TimedPhone {
    /// A misaki letter.
    pub letter: char,
    pub stress: Stress,
    /// First sample, and the sample after the last.
    pub start: u32,
    pub end: u32,
    /// The written word that it belongs to, counted within the sentence.
    pub word: u32,
}

/// Silence kept in front of a sentence and after it, in seconds.
const HEAD_S: f32 = 0.02;
const TAIL_S: f32 = 0.05;
/// What lies this far under the loudest part is silence.
const SILENCE_DB: f32 = -46.0;
/// Both ends are faded over this time, so that no cut clicks.
const FADE_S: f32 = 0.005;

impl SentenceSound {
    /// Cuts the silence at both ends and fades the cuts; phonemes move with the sound.
    pub(crate) fn cut(samples: &[f32], rate_hz: u32, phones: &[TimedPhone]) -> Self {
        let seconds = |s: f32| (s * rate_hz as f32) as usize;
        let (loud_from, loud_to) = loud_range(samples, seconds(0.005).max(1));
        // A sound at the very edge of a phoneme counts even where it is faint: an `h`, a closing `f`.
        let first = phones.first().map_or(loud_from, |phone| phone.start as usize);
        let last = phones.last().map_or(loud_to, |phone| phone.end as usize);
        let from = loud_from.max(first.saturating_sub(seconds(0.06))).min(first);
        let from = from.saturating_sub(seconds(HEAD_S)).min(samples.len());
        let to = (loud_to.clamp(last.saturating_sub(seconds(0.08)), last + seconds(0.15)) + seconds(TAIL_S))
            .clamp(from, samples.len());
        let mut kept = samples.get(from..to).unwrap_or_default().to_vec();
        fade(&mut kept, seconds(FADE_S));
        let length = kept.len() as u32;
        let moved = |at: u32| at.saturating_sub(from as u32).min(length);
        Self {
            rate_hz,
            samples: kept.iter().map(|s| (s * 32_767.0).round().clamp(-32_767.0, 32_767.0) as i16).collect(),
            phones: phones
                .iter()
                .map(|phone| TimedPhone { start: moved(phone.start), end: moved(phone.end), ..*phone })
                .filter(|phone| phone.end > phone.start)
                .collect(),
        }
    }

    /// Puts the next part of the same sentence behind this one.
    pub(crate) fn append(&mut self, next: Self, pause_s: f32) {
        if self.samples.is_empty() {
            *self = next;
            return;
        }
        let silence = (pause_s * self.rate_hz as f32) as usize;
        let offset = (self.samples.len() + silence) as u32;
        self.samples.resize(offset as usize, 0);
        self.samples.extend(next.samples);
        self.phones.extend(next.phones.iter().map(|p| TimedPhone {
            start: p.start + offset,
            end: p.end + offset,
            ..*p
        }));
    }
}

fn loud_range(samples: &[f32], window: usize) -> (usize, usize) {
    let power = |window: &[f32]| window.iter().map(|s| s * s).sum::<f32>() / window.len() as f32;
    let powers: Vec<f32> = samples.chunks(window).map(power).collect();
    let floor = powers.iter().copied().fold(0.0, f32::max) * 10f32.powf(SILENCE_DB / 10.0);
    let from = powers.iter().position(|p| *p > floor).unwrap_or(0) * window;
    let to = powers.iter().rposition(|p| *p > floor).map_or(samples.len(), |last| (last + 1) * window);
    (from, to.min(samples.len()))
}

fn fade(samples: &mut [f32], over: usize) {
    let over = over.min(samples.len() / 2);
    let gain = |at: usize| at as f32 / over as f32;
    samples.iter_mut().take(over).enumerate().for_each(|(at, sample)| *sample *= gain(at));
    samples.iter_mut().rev().take(over).enumerate().for_each(|(at, sample)| *sample *= gain(at));
}
