//! Lanes: one channel as a row of moves, each easing from where the last one ended.

use crate::rig::smooth;
use serde::{Deserialize, Serialize};

/// A value over time; between moves it stays where it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Lane {
    start: f32,
    /// In rising order, never overlapping.
    moves: Vec<Move>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Move {
    /// When it begins, in milliseconds.
    at: i32,
    /// How long it takes.
    ms: i32,
    to: f32,
}

impl Lane {
    pub(super) fn new(start: f32) -> Lane {
        Lane { start, moves: Vec::new() }
    }

    /// Moves to a value; a move that would begin before the last one has ended waits for it.
    pub(super) fn go(&mut self, at_ms: i32, duration_ms: i32, to: f32) {
        let free = self.moves.last().map_or(i32::MIN, |last| last.at + last.ms);
        // A thousandth is finer than any eye, and keeps the plan short on disk.
        let to = (to * 1_000.0).round() / 1_000.0;
        self.moves.push(Move { at: at_ms.max(free), ms: duration_ms.max(1), to });
    }

    /// The value at a time.
    pub(super) fn at(&self, ms: f64) -> f32 {
        let after = self.moves.partition_point(|step| f64::from(step.at) <= ms);
        let Some(step) = after.checked_sub(1).and_then(|index| self.moves.get(index)) else {
            return self.start;
        };
        let from =
            after.checked_sub(2).and_then(|index| self.moves.get(index)).map_or(self.start, |last| last.to);
        let done = smooth((ms - f64::from(step.at)) / f64::from(step.ms));
        from + (step.to - from) * done as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_ease_and_queue() {
        let mut lane = Lane::new(1.0);
        lane.go(100, 100, 3.0);
        lane.go(150, 100, 0.0);
        let values = [0.0, 150.0, 200.0, 250.0, 900.0].map(|ms| lane.at(ms));
        assert_eq!(values, [1.0, 2.0, 3.0, 1.5, 0.0]);
    }
}
