//! The mouth: from the phones of a track to the weights of the mouth shapes, one row for each frame.
//!
//! `blend` lets neighbouring sounds colour each other, `closure` sees that lips touch where they must, `steady` keeps
//! the lips from leaping, `table` keeps the rows small. Every row depends on the track alone, so frames can be drawn
//! in any order.

mod blend;
mod closure;
mod steady;
mod table;

pub(super) use table::{MouthTable, Row};

use super::timeline::{SPEECH_MS_MAX, Timeline, millis};
use domain::Viseme;

/// Weights of the mouth shapes in the order of [`Viseme::ALL`].
pub(super) type Weights = [f32; Viseme::ALL.len()];

/// Frames of the film, and so rows of the table, in a second.
pub(super) const FRAMES_PER_SECOND: f64 = 30.0;
/// Lips show a sound a little before it is heard; late lips are what people notice.
const EARLY_MS: f64 = 40.0;
/// How long the mouth still moves after the last sound: a grin, and back to rest.
const AFTER_MS: u32 = 3_000;

/// Plans the mouth of a whole track.
pub(super) fn plan(timeline: &Timeline<'_>) -> MouthTable {
    let length_ms = timeline.track.duration_ms.max(timeline.last_ms.unsigned_abs()).min(SPEECH_MS_MAX);
    let frames = (f64::from(length_ms + AFTER_MS) * FRAMES_PER_SECOND / 1_000.0).ceil() as usize;
    let sounds = blend::Sound::all_of(timeline);
    let closures = closure::place(timeline, frames);
    let mut rows = blend::smoothed(&sounds, frames);
    for (frame, row) in rows.iter_mut().enumerate() {
        closures.press(frame_ms(frame), frame, row);
        grin(frame_ms(frame) - f64::from(millis(length_ms)), row);
    }
    blend::reach_tongue(timeline, &closures, &mut rows);
    steady::keep_three(&mut rows, &closures);
    steady::slow_down(&mut rows, &closures);
    steady::keep_three(&mut rows, &closures);
    MouthTable::new(rows.iter().map(Row::of).collect())
}

/// The time of the sound that a frame shows: its middle, and a little ahead.
fn frame_ms(frame: usize) -> f64 {
    (frame as f64 + 0.5) * 1_000.0 / FRAMES_PER_SECOND + EARLY_MS
}

/// The frame that shows a time of the sound.
fn frame_at(ms: f64) -> usize {
    ((ms - EARLY_MS) * FRAMES_PER_SECOND / 1_000.0).floor().max(0.0) as usize
}

/// A broad smile once all is said; `since` is counted from the end of the sound.
fn grin(since: f64, row: &mut Weights) {
    use crate::rig::smooth;
    let share = 0.7 * smooth((since - 120.0) / 380.0) * smooth((2_300.0 - since) / 700.0);
    if share > 0.0 {
        for weight in row.iter_mut() {
            *weight *= 1.0 - share as f32;
        }
        row[Viseme::Grin as usize] += share as f32;
    }
}
