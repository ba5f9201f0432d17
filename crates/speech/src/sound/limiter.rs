//! A look-ahead limiter that holds true peaks: it sees a peak coming and bends the gain down before it is there.

use super::resample::weighted_sum;
use std::collections::VecDeque;

/// How far ahead it looks, and how long it takes to bend, in samples at 48 kHz (4 ms).
const LOOK_AHEAD: usize = 192;
/// How fast the gain comes back: the share of the way that is left after one sample (about 90 ms to 1/e).
const RELEASE: f32 = 0.999_77;
/// Points between two samples at which the wave is looked at.
const OVERSAMPLING: usize = 4;
/// Taps on each side for looking between samples.
const HALF_TAPS: usize = 8;

/// Holds a stream of samples under a ceiling. Gives as many samples as it takes, [`LOOK_AHEAD`] later.
pub(super) struct Limiter {
    ceiling: f32,
    between: [[f32; 2 * HALF_TAPS]; OVERSAMPLING - 1],
    /// The last samples, written twice, so that they always lie in one piece.
    history: [f32; 4 * HALF_TAPS],
    newest: usize,
    delayed: VecDeque<f32>,
    /// The least gain of the last `LOOK_AHEAD` samples: (when, gain), rising.
    least: VecDeque<(u64, f32)>,
    released: f32,
    /// Moving average over the look-ahead: the bend itself.
    smoothing: VecDeque<f32>,
    smoothing_sum: f64,
    now: u64,
}

impl Limiter {
    /// `ceiling` is the highest amplitude that may leave, 0 to 1.
    pub(super) fn new(ceiling: f32) -> Self {
        Self {
            ceiling,
            between: std::array::from_fn(|phase| between_taps(phase + 1)),
            history: [0.0; 4 * HALF_TAPS],
            newest: 0,
            delayed: std::iter::repeat_n(0.0, LOOK_AHEAD + HALF_TAPS).collect(),
            least: VecDeque::new(),
            released: 1.0,
            smoothing: std::iter::repeat_n(1.0, LOOK_AHEAD).collect(),
            smoothing_sum: LOOK_AHEAD as f64,
            now: 0,
        }
    }

    /// Samples by which the stream comes out late.
    pub(super) const DELAY: usize = LOOK_AHEAD + HALF_TAPS;

    /// One sample in, one sample out.
    pub(super) fn step(&mut self, sample: f32) -> f32 {
        let wanted = self.ceiling / self.true_peak(sample).max(self.ceiling);
        while self.least.back().is_some_and(|(_, gain)| *gain >= wanted) {
            self.least.pop_back();
        }
        self.least.push_back((self.now, wanted));
        while self.least.front().is_some_and(|(at, _)| at + LOOK_AHEAD as u64 <= self.now) {
            self.least.pop_front();
        }
        self.now += 1;
        let held = self.least.front().map_or(1.0, |(_, gain)| *gain);
        self.released = held.min(1.0 - (1.0 - self.released) * RELEASE);
        self.smoothing.push_back(self.released);
        let oldest = self.smoothing.pop_front().unwrap_or(1.0);
        self.smoothing_sum += f64::from(self.released) - f64::from(oldest);
        let gain = (self.smoothing_sum / LOOK_AHEAD as f64) as f32;
        self.delayed.push_back(sample);
        self.delayed.pop_front().unwrap_or(0.0) * gain
    }

    /// The highest point of the wave around the middle of the history.
    fn true_peak(&mut self, sample: f32) -> f32 {
        self.newest = (self.newest + 1) % (2 * HALF_TAPS);
        self.history[self.newest] = sample;
        self.history[self.newest + 2 * HALF_TAPS] = sample;
        let window = &self.history[self.newest + 1..=self.newest + 2 * HALF_TAPS];
        let loudest = window.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        // Between quiet samples no peak can hide: the taps add up to less than this.
        if loudest * 2.5 < self.ceiling {
            return loudest;
        }
        let at_sample = window[HALF_TAPS - 1].abs();
        self.between.iter().fold(at_sample, |peak, taps| peak.max(weighted_sum(window, taps).abs()))
    }
}

/// Taps for the point `phase / OVERSAMPLING` after sample `HALF_TAPS - 1` of the history.
fn between_taps(phase: usize) -> [f32; 2 * HALF_TAPS] {
    let shift = phase as f64 / OVERSAMPLING as f64;
    std::array::from_fn(|tap| {
        let x = tap as f64 - (HALF_TAPS as f64 - 1.0) - shift;
        let angle = std::f64::consts::PI * x;
        let window = (angle / (2.0 * HALF_TAPS as f64)).cos().powi(2);
        (angle.sin() / angle * window) as f32
    })
}
