//! The head and the shoulders under it: slow sway, a new direction for each sentence, breath.

use super::dice::Dice;
use super::lane::Lane;
use super::timeline::Timeline;
use serde::{Deserialize, Serialize};

/// A sentence longer than this is given a second direction at a pause.
const LONG_SENTENCE_MS: i32 = 3_600;
const TURN_MS: i32 = 450;
/// The head is on its way when the sentence begins.
const TURN_EARLY_MS: i32 = 160;

/// Slow sums of three sines for each axis; never at rest and never in step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Sway {
    /// For yaw, roll, pitch and shift, as shares of a turn.
    phases: [[f32; 3]; 4],
}

const SWAY_HERTZ: [f64; 3] = [0.13, 0.29, 0.47];
const SWAY_PARTS: [f64; 3] = [0.5, 0.3, 0.2];

/// What the sway adds at one time: degrees, and canvas units for the shift.
pub(super) struct Swayed {
    pub yaw: f32,
    pub roll: f32,
    pub pitch: f32,
    pub dx: f32,
}

impl Sway {
    pub(super) fn new(seed: u64) -> Sway {
        let mut dice = Dice::new(seed, 3);
        Sway {
            phases: std::array::from_fn(|_| {
                std::array::from_fn(|_| (dice.unit() * 1_000.0).round() / 1_000.0)
            }),
        }
    }

    pub(super) fn at(&self, ms: f64) -> Swayed {
        let axis = |index: usize, reach: f64| {
            let parts = SWAY_HERTZ.iter().zip(SWAY_PARTS).zip(self.phases[index]);
            let sum: f64 = parts
                .map(|((hertz, part), phase)| {
                    part * ((ms / 1_000.0 * hertz + f64::from(phase)) * std::f64::consts::TAU).sin()
                })
                .sum();
            (sum * reach) as f32
        };
        Swayed { yaw: axis(0, 2.4), roll: axis(1, 1.3), pitch: axis(2, 1.0), dx: axis(3, 2.5) }
    }
}

/// Where the head comes home to.
pub(super) struct Homes {
    /// Degrees.
    pub yaw: Lane,
    pub roll: Lane,
    /// Canvas units: the weight goes from one foot to the other.
    pub dx: Lane,
}

/// A new direction for each sentence: straight into the camera for the hook and for the last word.
pub(super) fn homes(timeline: &Timeline<'_>, gain: f32, seed: u64) -> Homes {
    let mut dice = Dice::new(seed, 4);
    let mut homes = Homes { yaw: Lane::new(0.0), roll: Lane::new(0.0), dx: Lane::new(0.0) };
    let gain = 0.5 + 0.5 * gain;
    let mut side = dice.sign();
    for (index, sentence) in timeline.sentences.iter().enumerate() {
        if index > 0 {
            homes.turn(sentence.start_ms - TURN_EARLY_MS, side, gain, &mut dice);
            side = if dice.chance(0.8) { -side } else { side };
        }
        let middle = (sentence.start_ms + sentence.end_ms) / 2;
        let inside = |at: i32| at > sentence.start_ms + 1_200 && at < sentence.end_ms - 900;
        let pauses = timeline.pauses.iter().map(|pause| pause.start_ms).filter(|at| inside(*at));
        if sentence.end_ms - sentence.start_ms > LONG_SENTENCE_MS
            && let Some(pause) = pauses.min_by_key(|at| (at - middle).abs())
        {
            homes.turn(pause, side, gain * 0.7, &mut dice);
            side = -side;
        }
    }
    if timeline.last_ms > 0 {
        // The last thing said is said to the viewer.
        let last = timeline.last_ms - 250;
        homes.yaw.go(last, 700, dice.between(-0.8, 0.8));
        homes.roll.go(last, 800, dice.sign() * dice.between(0.6, 1.4));
        homes.dx.go(last, 900, 0.0);
    }
    homes
}

impl Homes {
    fn turn(&mut self, at_ms: i32, side: f32, gain: f32, dice: &mut Dice) {
        let yaw = side * dice.between(1.8, 4.0) * gain;
        let duration = TURN_MS + dice.millis(0, 120);
        self.yaw.go(at_ms, duration, yaw);
        // Neck and hips do not start together.
        self.roll.go(at_ms + 50, duration + 80, dice.between(-1.0, 1.0) * gain + 0.12 * yaw);
        self.dx.go(at_ms + 30, duration + 250, yaw * dice.between(0.7, 1.1));
    }
}

/// Breath: about one in four seconds, in during pauses, out while speaking.
pub(super) fn breath(timeline: &Timeline<'_>, seed: u64, until_ms: i32) -> Lane {
    let mut dice = Dice::new(seed, 5);
    let mut lane = Lane::new(0.25);
    let mut at = 0;
    while at < until_ms {
        let cycle = dice.millis(3_600, 4_400);
        let inhale = cycle * 45 / 100;
        // The lungs are full when the pause ends and the next sentence begins.
        let full = at + inhale;
        let ends = timeline.pauses.iter().map(|pause| pause.end_ms);
        let pause = ends.filter(|end| (end - full).abs() < 900).min_by_key(|end| (end - full).abs());
        let full = pause.unwrap_or(full).max(at + 600);
        lane.go(at, full - at, dice.between(0.85, 1.0));
        lane.go(full + 60, cycle - inhale - 60, dice.between(0.0, 0.15));
        at = full + cycle - inhale;
    }
    lane
}
