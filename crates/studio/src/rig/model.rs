//! A presenter as plain numbers, ready to be posed. Only `check` makes one, so a rig that exists is a sound one.

use super::channel::{Channel, VisemeTraits};
use super::file::RigFile;
use super::paint::Paint;
use super::path_data::Verb;
use super::warp::{Bone, Depth};
use super::{RigError, check};
use domain::{Avatar, AvatarId, Gender, Viseme};

/// The largest presenter file, in bytes; each of the six is just below it.
pub(super) const FILE_BYTES_MAX: usize = 40_000;

/// A person who can be posed and drawn.
#[derive(Debug)]
pub struct PresenterRig {
    pub(super) id: AvatarId,
    pub(super) name: String,
    pub(super) gender: Option<Gender>,
    pub(super) head: HeadShape,
    pub(super) visemes: [VisemeTraits; Viseme::ALL.len()],
    pub(super) paints: Vec<Paint>,
    /// From back to front.
    pub(super) groups: Vec<Group>,
    /// All paths of all groups, from back to front.
    pub(super) paths: Vec<PathModel>,
}

/// The measures of the head that the warp needs, in canvas units.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeadShape {
    pub centre: [f64; 2],
    pub radii: [f64; 2],
    pub pivot: [f64; 2],
    pub jaw: [f64; 2],
    pub jaw_drop: f64,
}

/// Paths that move together.
#[derive(Debug)]
pub(super) struct Group {
    pub bone: Bone,
    pub depth: Depth,
    /// Whether the chin pulls it down.
    pub follows_jaw: bool,
    /// Where the group's own origin lies.
    pub at: [f64; 2],
    /// Its part of `PresenterRig::paths`.
    pub paths: std::ops::Range<usize>,
}

/// One filled path and all that it can become.
#[derive(Debug)]
pub(super) struct PathModel {
    pub verbs: Vec<Verb>,
    /// x and y in turn, at rest.
    pub base: Vec<f64>,
    /// What each channel adds to the base at 1.
    pub morphs: Vec<(Channel, Vec<f64>)>,
    /// What each viseme adds to the base at weight 1; empty outside the mouth.
    pub visemes: Vec<(Viseme, Vec<f64>)>,
    pub opacity: f64,
    pub opacity_morphs: Vec<(Channel, f64)>,
    /// Its share of the gaze.
    pub gaze: f64,
    /// Index into `PresenterRig::paints`.
    pub paint: usize,
    /// Index into `PresenterRig::paths`.
    pub clip: Option<usize>,
}

impl PathModel {
    /// The mouth's smile is damped by what the mouth is saying.
    pub(super) fn is_mouth(&self) -> bool {
        !self.visemes.is_empty()
    }
}

impl PresenterRig {
    /// Reads a presenter file and checks it whole: what is returned can be drawn in every pose.
    pub fn parse(json: &str) -> Result<PresenterRig, RigError> {
        check::limit("bytes", json.len(), FILE_BYTES_MAX)?;
        let file: RigFile =
            serde_json::from_str(json).map_err(|error| RigError::Unreadable(error.to_string()))?;
        check::build(file)
    }

    /// The name by which a project chooses this presenter.
    pub fn id(&self) -> &AvatarId {
        &self.id
    }

    /// The presenter's first name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How the presenter presents, for choosing a voice that goes with it.
    pub fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// What the catalogue says about this presenter; the preview's address is for the caller to fill in.
    pub fn avatar(&self) -> Avatar {
        Avatar {
            id: self.id.clone(),
            name: self.name.clone(),
            provider: "studio".to_owned(),
            gender: self.gender,
            preview_url: None,
        }
    }
}
