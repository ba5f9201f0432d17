//! Closures: lips that press for P, B and M, and teeth on the lip for F and V. An eye that misses one sees dubbing.

use super::super::timeline::{Timeline, millis};
use super::{Weights, frame_at, frame_ms};
use crate::rig::smooth;
use domain::Viseme;

/// Shorter closures are stretched about their middle.
const CLOSED_MS_MIN: f64 = 50.0;
/// The lips let go this much before the sound ends.
const RELEASE_MS: f64 = 10.0;
const RAMP_IN_MS: f64 = 45.0;
const RAMP_OUT_MS: f64 = 85.0;
/// How far a closure may be moved to find a frame of its own.
const MOVED_FRAMES_MAX: usize = 2;

/// Every closure of a track, and the frames that are wholly closed.
pub(super) struct Closures {
    /// In order of their start.
    closures: Vec<Closure>,
    /// The shape of each frame that must show it and nothing else.
    locked: Vec<Option<Viseme>>,
}

struct Closure {
    shape: Viseme,
    start: f64,
    end: f64,
}

/// Finds the closures and gives each at least one frame.
pub(super) fn place(timeline: &Timeline<'_>, frames: usize) -> Closures {
    let phones = timeline.track.phones.iter();
    let mut closures: Vec<Closure> = phones
        .filter(|phone| matches!(phone.viseme, Viseme::PP | Viseme::FF))
        .map(|phone| {
            let (start, end) = (f64::from(millis(phone.start_ms)), f64::from(millis(phone.end_ms)));
            let stretch = (CLOSED_MS_MIN - (end - start)).max(0.0) / 2.0;
            Closure { shape: phone.viseme, start: start - stretch, end: end + stretch }
        })
        .collect();
    closures.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut locked = vec![None; frames];
    for closure in &mut closures {
        closure.take_frames(&mut locked);
    }
    Closures { closures, locked }
}

impl Closure {
    /// Locks every free frame inside, or the nearest free one.
    fn take_frames(&mut self, locked: &mut [Option<Viseme>]) {
        let nearest = frame_at((self.start + self.end) / 2.0);
        let mut taken = false;
        for frame in frame_at(self.start)..=frame_at(self.end) {
            let inside = (self.start..=self.end - RELEASE_MS).contains(&frame_ms(frame));
            taken |= inside && claim(locked, frame, self.shape);
        }
        for moved in 0..=MOVED_FRAMES_MAX {
            if taken {
                break;
            }
            let frame = nearest + moved;
            taken = claim(locked, frame, self.shape);
            if taken {
                self.start = self.start.min(frame_ms(frame));
                self.end = self.end.max(frame_ms(frame) + RELEASE_MS);
            }
        }
    }

    /// How closed the lips are, 0 to 1.
    fn at(&self, ms: f64) -> f32 {
        let share = if ms < self.start {
            smooth((ms - self.start + RAMP_IN_MS) / RAMP_IN_MS)
        } else if ms > self.end - RELEASE_MS {
            smooth((self.end - RELEASE_MS + RAMP_OUT_MS - ms) / RAMP_OUT_MS)
        } else {
            1.0
        };
        share as f32
    }
}

/// Takes a frame that is free or already shows the same.
fn claim(locked: &mut [Option<Viseme>], frame: usize, shape: Viseme) -> bool {
    match locked.get_mut(frame) {
        Some(place) if place.is_none_or(|shown| shown == shape) => {
            *place = Some(shape);
            true
        }
        _ => false,
    }
}

impl Closures {
    pub(super) fn is_locked(&self, frame: usize) -> bool {
        self.locked.get(frame).is_some_and(Option::is_some)
    }

    /// Lets the strongest closure near a frame push all other shapes aside.
    pub(super) fn press(&self, ms: f64, frame: usize, row: &mut Weights) {
        let (shape, closed) = match self.locked.get(frame).copied().flatten() {
            Some(shape) => (shape, 1.0),
            None => match self.strongest(ms) {
                Some(strongest) => strongest,
                None => return,
            },
        };
        row.iter_mut().for_each(|weight| *weight *= 1.0 - closed);
        row[shape as usize] += closed;
    }

    fn strongest(&self, ms: f64) -> Option<(Viseme, f32)> {
        // A closure is felt no longer than its ramps, and none lasts half a second.
        let begun = self.closures.partition_point(|closure| closure.start - RAMP_IN_MS <= ms);
        let near = self.closures.iter().take(begun).rev().take(8);
        let strengths = near.map(|closure| (closure.shape, closure.at(ms)));
        strengths.filter(|(_, closed)| *closed > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))
    }
}
