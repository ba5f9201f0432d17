//! Energy: how lively a presenter is, from the tone of the brief.

use domain::Tone;
use serde::{Deserialize, Serialize};

/// How lively a presenter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Energy {
    Calm,
    #[default]
    Friendly,
    Energetic,
}

impl Energy {
    /// What every beat of the head, brows and shoulders is multiplied with.
    pub(super) fn gain(self) -> f32 {
        match self {
            Energy::Calm => 0.6,
            Energy::Friendly => 1.0,
            Energy::Energetic => 1.35,
        }
    }

    /// What the time between two blinks is multiplied with: lively people blink more often.
    pub(super) fn blink_interval(self) -> f32 {
        match self {
            Energy::Energetic => 0.9,
            _ => 1.0,
        }
    }
}

impl From<Tone> for Energy {
    fn from(tone: Tone) -> Energy {
        match tone {
            Tone::Plain => Energy::Calm,
            Tone::Warm => Energy::Friendly,
            Tone::Playful | Tone::Urgent => Energy::Energetic,
        }
    }
}
