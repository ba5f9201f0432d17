//! Blinks: at the pace of people who talk, drawn to the ends of phrases, never on the word that matters.

use super::Energy;
use super::dice::Dice;
use super::timeline::Timeline;
use crate::rig::smooth;
use serde::{Deserialize, Serialize};

const CLOSE_MS: f64 = 70.0;
const HOLD_MS: f64 = 25.0;
const OPEN_MS: f64 = 130.0;
/// The first interval is counted from here: a blink at once would be the first thing anybody sees.
const FIRST_MS: i32 = 400;
/// From the start of a blink to the start of the second one of a pair.
const PAIR_MS: i32 = 220;
/// How far a blink may be pulled to the end of a phrase.
const PULL_MS: i32 = 350;

/// One closing and opening of both eyes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Blink {
    /// When the first lid starts, in milliseconds.
    pub at: i32,
    /// How far the right lid comes after the left one (negative: before).
    pub lag: i32,
    /// 1 closes the eyes, 0.5 is what a glance aside takes along.
    pub depth: f32,
}

/// Plans the blinks up to `until_ms`.
pub(super) fn plan(timeline: &Timeline<'_>, energy: Energy, seed: u64, until_ms: i32) -> Vec<Blink> {
    let mut dice = Dice::new(seed, 1);
    let mut blinks = Vec::new();
    let mut at = FIRST_MS;
    loop {
        let interval = (3.2 * (0.5 * dice.normal()).exp()).clamp(1.2, 7.0) * energy.blink_interval();
        at += (interval * 1_000.0) as i32;
        if at > until_ms {
            return blinks;
        }
        let pulled = if dice.chance(0.6) { phrase_end(timeline, at).unwrap_or(at) } else { at };
        let start = clear_of_key_word(timeline, pulled);
        let lag = dice.millis(-12, 12);
        blinks.push(Blink { at: start, lag, depth: 1.0 });
        if dice.chance(0.12) {
            blinks.push(Blink { at: start + PAIR_MS, lag, depth: dice.between(0.75, 1.0) });
        }
        at = at.max(start);
    }
}

/// The nearest end of a phrase within reach.
fn phrase_end(timeline: &Timeline<'_>, at: i32) -> Option<i32> {
    let ends = timeline.pauses.iter().map(|pause| pause.start_ms);
    let near = ends.filter(|end| (end - at).abs() <= PULL_MS);
    near.min_by_key(|end| (end - at).abs())
}

fn clear_of_key_word(timeline: &Timeline<'_>, at: i32) -> i32 {
    let length = (CLOSE_MS + HOLD_MS + OPEN_MS) as i32;
    match timeline.key_word() {
        Some(key) if at + length > key.start_ms && at < key.end_ms => key.end_ms + 40,
        _ => at,
    }
}

/// How far the left and the right lid are closed at a time; `blinks` are in order.
pub(super) fn lids_at(blinks: &[Blink], ms: f64) -> [f32; 2] {
    const LONGEST_MS: f64 = CLOSE_MS + HOLD_MS + OPEN_MS + 24.0;
    let from = blinks.partition_point(|blink| f64::from(blink.at) + LONGEST_MS < ms);
    let mut lids = [0.0_f32; 2];
    // Depth and order allow no more than a few at once.
    for blink in blinks.iter().skip(from).take(4) {
        let since = ms - f64::from(blink.at);
        let lag = f64::from(blink.lag);
        for (lid, since) in lids.iter_mut().zip([since + lag.min(0.0), since - lag.max(0.0)]) {
            *lid = lid.max(closed(since) as f32 * blink.depth);
        }
    }
    lids
}

fn closed(since: f64) -> f64 {
    if since < CLOSE_MS {
        smooth(since / CLOSE_MS)
    } else {
        smooth((CLOSE_MS + HOLD_MS + OPEN_MS - since) / OPEN_MS)
    }
}
