//! What step two shows: the choices that were made, and what there is to choose from.

use domain::{Asset, Avatar, Choices, Format, ProjectId, Rgb, Voice};
use serde::{Deserialize, Serialize};

/// A project's choices with what there is to choose from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cast {
    pub project: ProjectId,
    pub choices: Choices,
    pub format: Format,
    /// What the end card says when nobody chose other words.
    pub end_card: String,
    /// Estimated length of the ad.
    pub duration_ms: u32,
    pub avatars: Vec<Avatar>,
    pub voices: Vec<Voice>,
    pub pictures: Vec<Asset>,
    /// Of the product's page.
    pub colours: Vec<Rgb>,
}
