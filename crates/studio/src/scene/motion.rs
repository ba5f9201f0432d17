//! Ways of moving: slow waves and loops without a seam, each a pure function of time.

use crate::sprite::Placement;
use std::f64::consts::TAU;

/// Back and forth: so many pixels each way, once in `period_s` seconds, beginning at `phase` (0 to 1).
pub(super) fn sway(dx: f64, dy: f64, period_s: f64, phase: f64) -> impl Fn(f64) -> Placement + Send + Sync {
    move |seconds| {
        let wave = (TAU * (seconds / period_s + phase)).sin();
        // A second, slower wave keeps the eye from finding the loop.
        let slow = (TAU * (seconds / (period_s * 1.618) + phase * 2.0)).sin();
        let wave = 0.7 * wave + 0.3 * slow;
        Placement { dx: dx * wave, dy: dy * wave, opacity: 1.0 }
    }
}

/// Light that breathes between two opacities.
pub(super) fn glow(
    low: f64,
    high: f64,
    period_s: f64,
    phase: f64,
) -> impl Fn(f64) -> Placement + Send + Sync {
    move |seconds| {
        let wave = 0.5 - 0.5 * (TAU * (seconds / period_s + phase)).cos();
        Placement { dx: 0.0, dy: 0.0, opacity: low + (high - low) * wave }
    }
}

/// Something light that travels by `(dx, dy)` in `period_s` seconds while it appears and fades, over and over, on a
/// path that wavers by `waver` pixels.
pub(super) fn drift(
    (dx, dy): (f64, f64),
    waver: f64,
    period_s: f64,
    phase: f64,
    strength: f64,
) -> impl Fn(f64) -> Placement + Send + Sync {
    move |seconds| {
        let turn = seconds / period_s + phase;
        let along = turn.rem_euclid(1.0);
        let side = (TAU * (along * 1.5 + phase)).sin() * waver;
        let opacity = (std::f64::consts::PI * along).sin().powi(2) * strength;
        Placement { dx: dx * along + side, dy: dy * along, opacity }
    }
}
