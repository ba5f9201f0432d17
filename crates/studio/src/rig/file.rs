//! The presenter file as it is written, field by field. Unknown fields are refused, so that a misspelt one is found.

use domain::{AvatarId, Gender};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The one file format there is.
pub(super) const FORMAT: &str = "pitchreel-presenter/1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RigFile {
    pub format: String,
    pub id: AvatarId,
    pub name: String,
    #[serde(default)]
    pub gender: Option<Gender>,
    pub canvas: [f64; 2],
    pub head: HeadFile,
    pub palette: BTreeMap<String, String>,
    pub gradients: BTreeMap<String, GradientFile>,
    pub visemes: BTreeMap<String, VisemeFile>,
    pub groups: Vec<GroupFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct HeadFile {
    pub centre: [f64; 2],
    pub radii: [f64; 2],
    pub pivot: [f64; 2],
    pub jaw: [f64; 2],
    pub jaw_drop: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VisemeFile {
    pub jaw: f64,
    pub smile: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase", tag = "kind")]
pub(super) enum GradientFile {
    Linear { from: [f64; 2], to: [f64; 2], stops: Vec<StopFile> },
    Radial { at: [f64; 2], r: f64, stops: Vec<StopFile> },
}

/// Offset, palette name, and opacity where it is not 1.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum StopFile {
    Solid(f32, String),
    Clear(f32, String, f32),
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum BoneFile {
    Head,
    Body,
    Neck,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub id: String,
    pub bone: BoneFile,
    #[serde(default)]
    pub z: [f64; 2],
    #[serde(default)]
    pub jaw: u8,
    #[serde(default)]
    pub skin: Option<[f64; 2]>,
    #[serde(default)]
    pub at: [f64; 2],
    pub paths: Vec<PathFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PathFile {
    #[serde(default)]
    pub id: Option<String>,
    /// The outline; mouth paths have `v` instead.
    #[serde(default)]
    pub d: Option<String>,
    /// The paint: a palette or gradient name.
    pub f: String,
    #[serde(default = "opaque")]
    pub o: f64,
    /// The id of the path that clips it.
    #[serde(default)]
    pub c: Option<String>,
    /// Its share of the gaze.
    #[serde(default)]
    pub g: f64,
    #[serde(default)]
    pub m: BTreeMap<String, String>,
    #[serde(default)]
    pub mo: BTreeMap<String, f64>,
    #[serde(default)]
    pub v: BTreeMap<String, String>,
}

fn opaque() -> f64 {
    1.0
}
