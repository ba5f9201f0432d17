//! Coarticulation: every sound ramps in before it starts and out after it ends, as strongly as its shape dominates.

use super::super::timeline::{Timeline, is_vowel, millis};
use super::closure::Closures;
use super::{FRAMES_PER_SECOND, Weights, frame_at, frame_ms};
use crate::rig::smooth;
use domain::{SpokenPhone, Viseme};

/// Steps of the low-pass for each frame.
const STEPS: usize = 4;
const STEP_MS: f64 = 1_000.0 / FRAMES_PER_SECOND / STEPS as f64;
/// Reach of the low-pass to both sides, in steps, and its time constant.
const REACH: usize = 4;
const TIME_CONSTANT_MS: f64 = 25.0;
/// Below this much of everything, rest fills the gap: else normalising would leap.
const REST_BELOW: f32 = 0.3;
/// The longest ramp, which is how far a sound is felt.
const FELT_MS: f64 = 200.0;

/// One sound with its ramps, in milliseconds.
pub(super) struct Sound {
    shape: Viseme,
    start: f64,
    end: f64,
    lead: f64,
    tail: f64,
    /// How strongly the shape holds against its neighbours.
    weight: f32,
    /// What a weak sound leaves over, and the shape it goes to.
    rest: f32,
    rest_shape: Viseme,
}

impl Sound {
    /// The sounds of a track in the order in which they start.
    pub(super) fn all_of(timeline: &Timeline<'_>) -> Vec<Sound> {
        let ends_sentence = |phone: &SpokenPhone| {
            timeline.sentences.iter().any(|of| (of.end_ms - millis(phone.end_ms)).abs() <= 20)
        };
        let phones = timeline.track.phones.iter().filter(|phone| phone.end_ms > phone.start_ms);
        let mut sounds: Vec<Sound> = phones.map(|phone| Sound::new(phone, ends_sentence(phone))).collect();
        sounds.sort_by(|a, b| a.start.total_cmp(&b.start));
        sounds
    }

    fn new(phone: &SpokenPhone, ends_sentence: bool) -> Sound {
        let (lead, tail) = match phone.viseme {
            Viseme::PP | Viseme::FF | Viseme::TH => (60.0, 60.0),
            // Lips round early, across the consonants before.
            Viseme::O | Viseme::U | Viseme::CH => (130.0, 90.0),
            _ => (80.0, 90.0),
        };
        let strength = strength(phone);
        let dominance = dominance(phone.viseme);
        // A weak "a" is on its way to "e"; any other weak sound just opens less.
        let schwa = phone.viseme == Viseme::Aa && phone.weight < 0.9;
        Sound {
            shape: phone.viseme,
            start: f64::from(millis(phone.start_ms)),
            end: f64::from(millis(phone.end_ms)),
            lead,
            tail: if ends_sentence { 180.0 } else { tail },
            weight: dominance * strength,
            rest: dominance * (1.0 - strength),
            rest_shape: if schwa { Viseme::E } else { Viseme::Sil },
        }
    }

    /// How present it is at a time, 0 to 1.
    fn ramp(&self, ms: f64) -> f32 {
        let share = if ms < self.start {
            smooth((ms - self.start + self.lead) / self.lead)
        } else if ms > self.end {
            smooth((self.end + self.tail - ms) / self.tail)
        } else {
            1.0
        };
        share as f32
    }
}

/// How much of its shape a sound reaches: the track's weight, which knows the stress, and for vowels the loudness.
fn strength(phone: &SpokenPhone) -> f32 {
    let part = |value: f32| if value.is_finite() { value.clamp(0.0, 1.0) } else { 1.0 };
    let loudness = if is_vowel(phone.viseme) { 0.85 + 0.25 * part(phone.loudness) } else { 1.0 };
    (part(phone.weight) * loudness).min(1.0)
}

fn dominance(viseme: Viseme) -> f32 {
    match viseme {
        Viseme::PP | Viseme::FF => 1.0,
        Viseme::O | Viseme::U => 0.9,
        Viseme::TH | Viseme::CH | Viseme::Grin => 0.8,
        Viseme::Aa | Viseme::I => 0.7,
        Viseme::E | Viseme::RR => 0.6,
        Viseme::SS => 0.55,
        Viseme::Sil => 0.5,
        Viseme::DD => 0.45,
        Viseme::Nn => 0.4,
        Viseme::Kk => 0.3,
    }
}

/// The blended weights of every frame, low-passed evenly to both sides so that nothing comes late.
pub(super) fn smoothed(sounds: &[Sound], frames: usize) -> Vec<Weights> {
    let steps = frames * STEPS + 2 * REACH;
    let at = |step: usize| frame_ms(0) + (step as f64 - REACH as f64) * STEP_MS;
    let mut from = 0;
    let blended: Vec<Weights> = (0..steps)
        .map(|step| {
            let ms = at(step);
            // Sounds start in order, and none is long: those that ended long ago are passed for good.
            while sounds.get(from).is_some_and(|sound| sound.end + FELT_MS < ms) {
                from += 1;
            }
            blend(sounds.get(from..).unwrap_or_default(), ms)
        })
        .collect();
    // Two-sided, so each side takes half of the time constant.
    let kernel: Vec<f32> = (0..=2 * REACH)
        .map(|tap| (-(tap as f64 - REACH as f64).abs() * STEP_MS / (TIME_CONSTANT_MS / 2.0)).exp() as f32)
        .collect();
    let total: f32 = kernel.iter().sum();
    (0..frames)
        .map(|frame| {
            let mut row = [0.0; Viseme::ALL.len()];
            for (tap, share) in kernel.iter().enumerate() {
                for (weight, value) in row.iter_mut().zip(blended[frame * STEPS + tap]) {
                    *weight += value * share / total;
                }
            }
            row
        })
        .collect()
}

/// All sounds near a time, blended and normalised.
fn blend(sounds: &[Sound], ms: f64) -> Weights {
    let mut row: Weights = [0.0; Viseme::ALL.len()];
    for sound in sounds.iter().take_while(|sound| sound.start - FELT_MS < ms) {
        let ramp = sound.ramp(ms);
        for (shape, weight) in [(sound.shape, sound.weight), (sound.rest_shape, sound.rest)] {
            let place = &mut row[shape as usize];
            *place = place.max(ramp * weight);
        }
    }
    let sum: f32 = row.iter().sum();
    row[Viseme::Sil as usize] += (REST_BELOW - sum).max(0.0);
    normalise(&mut row);
    row
}

/// Makes the weights add up to one.
pub(super) fn normalise(row: &mut Weights) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|weight| *weight /= sum);
    } else {
        row[Viseme::Sil as usize] = 1.0;
    }
}

/// The tongue shows at the teeth for at least one frame of every TH.
pub(super) fn reach_tongue(timeline: &Timeline<'_>, closures: &Closures, rows: &mut [Weights]) {
    const REACHED: f32 = 0.8;
    for phone in timeline.track.phones.iter().filter(|phone| phone.viseme == Viseme::TH) {
        let middle = f64::from(millis(phone.start_ms) + millis(phone.end_ms)) / 2.0;
        let frame = frame_at(middle);
        let Some(row) = rows.get_mut(frame).filter(|_| !closures.is_locked(frame)) else { continue };
        let shown = row[Viseme::TH as usize];
        if shown < REACHED {
            let keep = (1.0 - REACHED) / (1.0 - shown);
            row.iter_mut().for_each(|weight| *weight *= keep);
            row[Viseme::TH as usize] = REACHED;
        }
    }
}
