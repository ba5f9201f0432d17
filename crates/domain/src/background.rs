//! Backgrounds: a colour, a scene of the studio, or a picture that somebody uploaded.

use crate::AssetId;
use serde::{Deserialize, Serialize};

/// What stands behind the presenter. Written `#rrggbb`, `scene:NAME` or an asset's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Background {
    Color(Rgb),
    Scene(Scene),
    Asset(AssetId),
}

/// One sRGB colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rgb {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

/// The scenes that the studio draws, moving slowly and with depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scene {
    PaperSweep,
    MorningWindow,
    Kitchen,
    DuskHills,
    Curtain,
    BlueStudio,
}

/// The text names no background.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "A background is a colour like #1f3742, a scene like scene:kitchen, or the id of an uploaded picture."
)]
pub struct InvalidBackground;

impl Scene {
    /// Every scene, in the order in which they are offered.
    pub const ALL: [Scene; 6] = [
        Scene::PaperSweep,
        Scene::MorningWindow,
        Scene::Kitchen,
        Scene::DuskHills,
        Scene::Curtain,
        Scene::BlueStudio,
    ];

    /// The name after `scene:`.
    pub fn slug(self) -> &'static str {
        match self {
            Scene::PaperSweep => "paper-sweep",
            Scene::MorningWindow => "morning-window",
            Scene::Kitchen => "kitchen",
            Scene::DuskHills => "dusk-hills",
            Scene::Curtain => "curtain",
            Scene::BlueStudio => "blue-studio",
        }
    }

    /// The name that people read.
    pub fn title(self) -> &'static str {
        match self {
            Scene::PaperSweep => "Paper sweep",
            Scene::MorningWindow => "Morning window",
            Scene::Kitchen => "Kitchen",
            Scene::DuskHills => "Dusk hills",
            Scene::Curtain => "Curtain",
            Scene::BlueStudio => "Blue studio",
        }
    }
}

impl Default for Background {
    fn default() -> Self {
        Background::Scene(Scene::Kitchen)
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

impl std::str::FromStr for Rgb {
    type Err = InvalidBackground;
    fn from_str(text: &str) -> Result<Self, InvalidBackground> {
        let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        let value = u32::from_str_radix(hex.ok_or(InvalidBackground)?, 16).map_err(|_| InvalidBackground)?;
        let [_, r, g, b] = value.to_be_bytes();
        Ok(Rgb { r, g, b })
    }
}

impl TryFrom<String> for Rgb {
    type Error = InvalidBackground;
    fn try_from(text: String) -> Result<Self, InvalidBackground> {
        text.parse()
    }
}

impl From<Rgb> for String {
    fn from(colour: Rgb) -> String {
        colour.to_string()
    }
}

impl std::fmt::Display for Background {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Background::Color(rgb) => write!(f, "{rgb}"),
            Background::Scene(scene) => write!(f, "scene:{}", scene.slug()),
            Background::Asset(id) => write!(f, "{id}"),
        }
    }
}

impl std::str::FromStr for Background {
    type Err = InvalidBackground;
    fn from_str(text: &str) -> Result<Self, InvalidBackground> {
        if text.starts_with('#') {
            return text.parse().map(Background::Color);
        }
        if let Some(slug) = text.strip_prefix("scene:") {
            let scene = Scene::ALL.into_iter().find(|scene| scene.slug() == slug);
            return scene.map(Background::Scene).ok_or(InvalidBackground);
        }
        text.parse().map(Background::Asset).map_err(|_| InvalidBackground)
    }
}

impl TryFrom<String> for Background {
    type Error = InvalidBackground;
    fn try_from(text: String) -> Result<Self, InvalidBackground> {
        text.parse()
    }
}

impl From<Background> for String {
    fn from(background: Background) -> String {
        background.to_string()
    }
}
