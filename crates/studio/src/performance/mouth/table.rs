//! The mouth's rows as they are kept: three shapes a frame, six bytes in memory, twelve letters on disk.

use super::{FRAMES_PER_SECOND, Weights};
use domain::Viseme;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Finest step of a weight.
const FULL: f32 = 4_095.0;

/// The three strongest shapes of one frame; each is four bits of shape and twelve of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) struct Row([u16; 3]);

impl Row {
    pub(super) fn of(weights: &Weights) -> Row {
        let mut shapes: [usize; Viseme::ALL.len()] = std::array::from_fn(|index| index);
        shapes.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]));
        Row([0, 1, 2].map(|place| {
            let shape = shapes[place];
            ((shape as u16) << 12) | (weights[shape].clamp(0.0, 1.0) * FULL).round() as u16
        }))
    }

    /// The weights, in the order of [`Viseme::ALL`].
    pub(in super::super) fn weights(self) -> Weights {
        let mut weights = [0.0; Viseme::ALL.len()];
        for entry in self.0 {
            weights[usize::from(entry >> 12)] += f32::from(entry & 0xfff) / FULL;
        }
        weights
    }
}

/// One row for each frame.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct MouthTable {
    rows: Vec<Row>,
}

impl MouthTable {
    pub(super) fn new(rows: Vec<Row>) -> MouthTable {
        MouthTable { rows }
    }

    /// The mouth of the frame that holds this time; closed where nothing was planned.
    pub(in super::super) fn at(&self, ms: f64) -> Weights {
        // A start of a frame that was worked out in floating point may lie a hair before it.
        let frame = (ms * FRAMES_PER_SECOND / 1_000.0 + 1e-3).floor().max(0.0) as usize;
        match self.rows.get(frame) {
            Some(row) => row.weights(),
            None => {
                let mut rest = [0.0; Viseme::ALL.len()];
                rest[Viseme::Sil as usize] = 1.0;
                rest
            }
        }
    }
}

impl Serialize for MouthTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.rows.iter().flat_map(|row| row.0);
        serializer.serialize_str(&entries.map(|entry| format!("{entry:04x}")).collect::<String>())
    }
}

impl<'de> Deserialize<'de> for MouthTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let rows = text.as_bytes().chunks(12).map(|row| {
            let entry = |at: usize| {
                let digits = row.get(at..at + 4).and_then(|digits| std::str::from_utf8(digits).ok())?;
                u16::from_str_radix(digits, 16).ok()
            };
            Some(Row([entry(0)?, entry(4)?, entry(8)?]))
        });
        let rows = rows.collect::<Option<_>>();
        Ok(MouthTable { rows: rows.ok_or_else(|| D::Error::custom("the mouth's rows are damaged"))? })
    }
}
