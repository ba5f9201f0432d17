//! Formats: the shape of an ad and how many lines it has.

use serde::{Deserialize, Serialize};

/// The shape of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Format {
    #[default]
    #[serde(rename = "9:16")]
    Portrait,
    #[serde(rename = "1:1")]
    Square,
    #[serde(rename = "16:9")]
    Landscape,
}

/// How many lines the short side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quality {
    /// 1080 lines.
    #[default]
    Full,
    /// 540 lines, for a quick look.
    Draft,
}

/// A frame's size in pixels; both sides are even, as 4:2:0 needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrameSize {
    pub width: u32,
    pub height: u32,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Format; 3] = [Format::Portrait, Format::Square, Format::Landscape];

    /// `9:16`, `1:1` or `16:9`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Portrait => "9:16",
            Format::Square => "1:1",
            Format::Landscape => "16:9",
        }
    }

    /// The size of a frame at this quality.
    pub fn frame_size(self, quality: Quality) -> FrameSize {
        let short = match quality {
            Quality::Full => 1080,
            Quality::Draft => 540,
        };
        let long = short * 16 / 9;
        match self {
            Format::Portrait => FrameSize { width: short, height: long },
            Format::Square => FrameSize { width: short, height: short },
            Format::Landscape => FrameSize { width: long, height: short },
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Format {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = Format::ALL.into_iter().find(|format| format.as_str() == text);
        known.ok_or_else(|| format!("A format is 9:16, 1:1 or 16:9, not {text:?}."))
    }
}
