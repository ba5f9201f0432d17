//! Pulses: movements that come and go, like a nod or a raised brow, each with the shape that bodies give it.

use crate::rig::smooth;
use serde::{Deserialize, Serialize};

/// What a pulse moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Target {
    /// Degrees down.
    Nod,
    /// Degrees to the viewer's right.
    Tilt,
    BrowL,
    BrowR,
    Knit,
    Smile,
    Squint,
    Lean,
    LiftL,
    LiftR,
}

impl Target {
    const COUNT: usize = Target::LiftR as usize + 1;

    /// When each part of the movement is over (milliseconds from its start) and how far it has come then. The part
    /// that reaches 1 is followed by the hold.
    fn shape(self) -> &'static [(i32, f64)] {
        match self {
            // The head lifts a little before it drops, and comes back a little too far.
            Target::Nod => &[(90, -0.15), (220, 1.0), (460, -0.14), (640, 0.0)],
            Target::Tilt => &[(80, -0.06), (330, 1.0), (800, 0.0)],
            Target::BrowL | Target::BrowR => &[(120, 1.0), (380, 0.0)],
            Target::Knit => &[(280, 1.0), (800, 0.0)],
            Target::Smile => &[(220, 1.0), (820, 0.0)],
            Target::Squint => &[(160, 1.0), (520, 0.0)],
            // A breath's worth of drawing back, then towards the camera.
            Target::Lean => &[(110, -0.12), (290, 1.0), (790, 0.0)],
            Target::LiftL | Target::LiftR => &[(180, 1.0), (680, 0.0)],
        }
    }

    /// From the start of the movement to its peak, in milliseconds.
    pub(super) fn rise_ms(self) -> i32 {
        self.shape().iter().find(|(_, level)| *level == 1.0).map_or(0, |(ms, _)| *ms)
    }
}

/// One movement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Pulse {
    target: Target,
    /// When it begins, in milliseconds.
    at: i32,
    /// How long it stays at its peak.
    hold: i32,
    amount: f32,
}

impl Pulse {
    fn ends_at(&self) -> i32 {
        self.at + self.hold + self.target.shape().last().map_or(0, |(ms, _)| *ms)
    }

    fn level(&self, ms: f64) -> f64 {
        let (mut from_ms, mut from) = (0.0, 0.0);
        let mut since = ms - f64::from(self.at);
        for &(until_ms, level) in self.target.shape() {
            let until_ms = f64::from(until_ms);
            if since < until_ms {
                return from + (level - from) * smooth((since - from_ms) / (until_ms - from_ms));
            }
            if level == 1.0 {
                // Time stands still at the peak for as long as the hold lasts.
                if since < until_ms + f64::from(self.hold) {
                    return level;
                }
                since -= f64::from(self.hold);
            }
            (from_ms, from) = (until_ms, level);
        }
        0.0
    }
}

/// All pulses of a performance, in the order in which they begin.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Pulses {
    pulses: Vec<Pulse>,
    /// The longest of them, in milliseconds: how far back one must look for those still under way.
    longest: i32,
}

impl Pulses {
    /// Adds a movement whose peak begins at `peak_ms` and lasts `hold_ms`.
    pub(super) fn add(&mut self, target: Target, peak_ms: i32, hold_ms: i32, amount: f32) {
        let amount = (amount * 1_000.0).round() / 1_000.0;
        let pulse = Pulse { target, at: peak_ms - target.rise_ms(), hold: hold_ms.max(0), amount };
        self.longest = self.longest.max(pulse.ends_at() - pulse.at);
        let place = self.pulses.partition_point(|other| other.at <= pulse.at);
        self.pulses.insert(place, pulse);
    }

    /// What all pulses together do at a time. Where two move the same thing the larger one counts, so that movements
    /// never pile up.
    pub(super) fn at(&self, ms: f64) -> Levels {
        let mut levels = Levels { up: [0.0; Target::COUNT], down: [0.0; Target::COUNT] };
        let begun = self.pulses.partition_point(|pulse| f64::from(pulse.at) <= ms);
        for pulse in self.pulses.iter().take(begun).rev() {
            if f64::from(pulse.at) < ms - f64::from(self.longest) {
                break;
            }
            let value = pulse.level(ms) as f32 * pulse.amount;
            let place = pulse.target as usize;
            levels.up[place] = levels.up[place].max(value);
            levels.down[place] = levels.down[place].min(value);
        }
        levels
    }
}

/// The present height of every target.
pub(super) struct Levels {
    up: [f32; Target::COUNT],
    down: [f32; Target::COUNT],
}

impl Levels {
    pub(super) fn get(&self, target: Target) -> f32 {
        self.up[target as usize] + self.down[target as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nod_anticipates_peaks_and_settles() {
        let mut pulses = Pulses::default();
        pulses.add(Target::Nod, 1_000, 0, 4.0);
        let nod = |ms: f64| pulses.at(ms).get(Target::Nod);
        assert!(nod(870.0) < -0.5, "no anticipation: {}", nod(870.0));
        assert!((nod(1_000.0) - 4.0).abs() < 0.01);
        assert!(nod(1_240.0) < -0.4, "no overshoot: {}", nod(1_240.0));
        assert_eq!([nod(700.0), nod(1_500.0)], [0.0, 0.0]);
    }

    #[test]
    fn two_brow_raises_do_not_pile_up_and_a_hold_holds() {
        let mut pulses = Pulses::default();
        pulses.add(Target::BrowL, 500, 400, 0.5);
        pulses.add(Target::BrowL, 600, 0, 0.5);
        for ms in [510.0, 610.0, 890.0] {
            assert_eq!(pulses.at(ms).get(Target::BrowL), 0.5);
        }
    }
}
