//! The plan of a whole performance, as it goes to disk between the steps, and how it is read.

use super::blink::{self, Blink};
use super::head::{self, Sway};
use super::lane::Lane;
use super::mouth::{self, MouthTable};
use super::pulse::{Pulses, Target};
use super::timeline::Timeline;
use super::{Energy, face, gaze};
use crate::rig::Pose;
use domain::SpokenTrack;
use serde::{Deserialize, Serialize};

/// How long after the last word blinks, glances and breath are planned; later they come round again.
const AFTER_MS: i32 = 16_000;
/// The part at the end of the plan that comes round again.
const ROUND_MS: f64 = 12_000.0;
/// Resting brows.
const BROW: f32 = 0.12;
/// A head turned and tilted farther than this (degrees, together) has left the conversation.
const TURN_MAX: f32 = 14.0;

/// How a presenter moves through one script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Performance {
    /// Where the last word ends.
    last_ms: i32,
    /// Up to where everything is planned.
    until_ms: i32,
    mouth: MouthTable,
    blinks: Vec<Blink>,
    gaze_x: Lane,
    gaze_y: Lane,
    follow_yaw: Lane,
    home_yaw: Lane,
    home_roll: Lane,
    home_dx: Lane,
    sway: Sway,
    breath: Lane,
    smile: Lane,
    /// 1 while something is said; what is left of the sway when nothing is.
    presence: Lane,
    beats: Pulses,
}

impl Performance {
    /// Plans lips, eyes, head and breath for a spoken track. The same track, energy and seed give the same plan.
    pub fn plan(track: &SpokenTrack, energy: Energy, seed: u64) -> Performance {
        let timeline = Timeline::new(track);
        let until_ms = timeline.last_ms.max(super::timeline::millis(track.duration_ms)) + AFTER_MS;
        let gaze = gaze::plan(&timeline, seed, until_ms);
        let mut blinks = blink::plan(&timeline, energy, seed, until_ms);
        blinks.extend(gaze.blinks);
        blinks.sort_by_key(|blink| blink.at);
        let homes = head::homes(&timeline, energy.gain(), seed);
        let beats = face::beats(&timeline, energy, &homes.yaw, seed);
        let mut presence = Lane::new(1.0);
        presence.go(timeline.last_ms, 600, 0.55);
        Performance {
            last_ms: timeline.last_ms,
            until_ms,
            mouth: mouth::plan(&timeline),
            blinks,
            gaze_x: gaze.x,
            gaze_y: gaze.y,
            follow_yaw: gaze.follow_yaw,
            home_yaw: homes.yaw,
            home_roll: homes.roll,
            home_dx: homes.dx,
            sway: Sway::new(seed),
            breath: head::breath(&timeline, seed, until_ms),
            smile: face::smile(&timeline),
            presence,
            beats,
        }
    }

    /// The pose at a time, in milliseconds from the start of the sound. The mouth changes with the frames of the film
    /// (30 in a second), all else flows. After the last word the presenter smiles, blinks and breathes for as long as
    /// anybody asks.
    pub fn pose_at(&self, ms: f64) -> Pose {
        let ms = if ms.is_finite() { ms.max(0.0) } else { 0.0 };
        let living = self.come_round(ms);
        let beats = self.beats.at(ms);
        let presence = self.presence.at(ms);
        let sway = self.sway.at(ms);
        let nod = beats.get(Target::Nod);
        let turn = |value: f32| value.clamp(-TURN_MAX, TURN_MAX);
        let yaw = turn(self.home_yaw.at(ms) + self.follow_yaw.at(living) + sway.yaw * presence);
        let roll = turn(self.home_roll.at(ms) + beats.get(Target::Tilt) + sway.roll * presence);
        let within = (TURN_MAX / (yaw.abs() + roll.abs()).max(TURN_MAX)).min(1.0);
        let (yaw, roll) = (yaw * within, roll * within);
        let pitch = (nod + sway.pitch * presence).clamp(-7.5, 7.5);
        let [blink_l, blink_r] = blink::lids_at(&self.blinks, living);
        let smile = (self.smile.at(ms) + beats.get(Target::Smile)).clamp(0.0, 0.9);
        Pose {
            yaw,
            pitch,
            roll,
            dx: self.home_dx.at(ms) + sway.dx * presence + 0.25 * yaw,
            dy: 0.55 * nod - 2.5 * beats.get(Target::Lean),
            lean: beats.get(Target::Lean).clamp(-0.5, 1.0),
            breath: self.breath.at(living).clamp(0.0, 1.0),
            lift_l: beats.get(Target::LiftL).clamp(0.0, 1.0),
            lift_r: beats.get(Target::LiftR).clamp(0.0, 1.0),
            blink_l,
            blink_r,
            squint: beats.get(Target::Squint).clamp(0.0, 1.0),
            // Eyes that look at somebody stay there when the head turns.
            gaze_x: (self.gaze_x.at(living) - 0.022 * yaw).clamp(-1.0, 1.0),
            gaze_y: (self.gaze_y.at(living) - 0.026 * pitch).clamp(-1.0, 1.0),
            brow_l: (BROW + beats.get(Target::BrowL)).clamp(-0.3, 1.0),
            brow_r: (BROW + beats.get(Target::BrowR)).clamp(-0.3, 1.0),
            knit: beats.get(Target::Knit).clamp(0.0, 1.0),
            smile,
            visemes: self.mouth.at(ms),
        }
    }

    /// Where the last word ends, in milliseconds.
    pub fn speech_end_ms(&self) -> u32 {
        self.last_ms.unsigned_abs()
    }

    /// The time by which blinks, glances and breath are read: past the plan's end its last seconds come round again.
    fn come_round(&self, ms: f64) -> f64 {
        let until = f64::from(self.until_ms);
        if ms < until { ms } else { until - ROUND_MS + (ms - until) % ROUND_MS }
    }
}
