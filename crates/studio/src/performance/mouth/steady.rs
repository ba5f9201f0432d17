//! Steadiness: never more than three shapes at once, and never a leap between two frames.

use super::Weights;
use super::blend::normalise;
use super::closure::Closures;

/// How far a lip may go in one frame, in canvas units. The whole face may move 30; the head needs the rest.
const STEP_MAX: f32 = 22.0;

/// Where each shape has the lower lip's edge and the right corner of a middling mouth, in canvas units, in the order
/// of `Viseme::ALL`. These two points go farthest.
const LIP: [[f32; 2]; 16] = [
    [23.6, 60.0],
    [15.7, 56.4],
    [16.5, 58.8],
    [32.0, 59.4],
    [33.0, 60.0],
    [38.0, 58.8],
    [35.5, 44.4],
    [27.9, 64.2],
    [30.2, 60.0],
    [35.8, 49.2],
    [62.3, 58.2],
    [46.3, 64.2],
    [35.9, 68.4],
    [53.1, 43.2],
    [36.2, 31.8],
    [35.6, 73.2],
];

/// Fades out all but the three strongest shapes of each row. What the fourth has is taken from all, so that a shape
/// never vanishes from one frame to the next.
pub(super) fn keep_three(rows: &mut [Weights], closures: &Closures) {
    for (frame, row) in rows.iter_mut().enumerate() {
        if closures.is_locked(frame) {
            continue;
        }
        let mut sorted = *row;
        sorted.sort_by(|a, b| b.total_cmp(a));
        let fourth = sorted[3];
        let mut kept = row.map(|weight| (weight - fourth).max(0.0));
        // Where many shapes are equally weak, the strongest ones stay as they were.
        let total: f32 = kept.iter().sum();
        if total < 1e-3 {
            kept = row.map(|weight| if weight >= sorted[2] { weight } else { 0.0 });
        }
        normalise(&mut kept);
        *row = kept;
    }
}

/// Draws frames towards their neighbours until no step is too long. Closures stay where they are: first every frame
/// comes near enough to the next, then near enough to the one before.
pub(super) fn slow_down(rows: &mut [Weights], closures: &Closures) {
    for frame in (1..rows.len()).rev() {
        draw_near(rows, frame - 1, frame, closures);
    }
    for frame in 1..rows.len() {
        draw_near(rows, frame, frame - 1, closures);
    }
}

fn draw_near(rows: &mut [Weights], frame: usize, towards: usize, closures: &Closures) {
    if closures.is_locked(frame) {
        return;
    }
    let goal = rows[towards];
    let step = distance(&rows[frame], &goal);
    if step > STEP_MAX {
        let share = STEP_MAX / step;
        for (weight, goal) in rows[frame].iter_mut().zip(goal) {
            *weight = goal + (*weight - goal) * share;
        }
    }
}

/// How far the lips are apart in two rows, in canvas units.
fn distance(a: &Weights, b: &Weights) -> f32 {
    let mut apart = [0.0_f32; 2];
    for ((a, b), lip) in a.iter().zip(b).zip(LIP) {
        apart[0] += (a - b) * lip[0];
        apart[1] += (a - b) * lip[1];
    }
    apart[0].abs().max(apart[1].abs())
}
