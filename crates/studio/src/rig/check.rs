//! From a file to a rig: every limit, name, number and topology is looked at here, once.

use super::RigError;
use super::channel::{Channel, VisemeTraits};
use super::file::{
    BoneFile, FORMAT, GradientFile, GroupFile, HeadFile, PathFile, RigFile, StopFile, VisemeFile,
};
use super::model::{Group, HeadShape, PathModel, PresenterRig};
use super::paint::{Paint, Stop, parse_color};
use super::path_data::{self, Outline};
use super::warp::{Bone, Depth};
use domain::Viseme;
use std::collections::BTreeMap;
use vello_cpu::color::{AlphaColor, Srgb};

const PATHS_MAX: usize = 140;
const GROUPS_MAX: usize = 40;
const COLORS_MAX: usize = 120;
const GRADIENTS_MAX: usize = 24;
const STOPS_MAX: usize = 8;
const NAME_CHARS_MAX: usize = 40;
/// No measure of a presenter is larger.
const MEASURE_MAX: f64 = 10_000.0;

/// Refuses more than `limit` things.
pub(super) fn limit(what: &'static str, found: usize, limit: usize) -> Result<(), RigError> {
    if found > limit { Err(RigError::TooLarge { what, found, limit }) } else { Ok(()) }
}

/// Makes the rig of a file, or says what is wrong with it.
pub(super) fn build(file: RigFile) -> Result<PresenterRig, RigError> {
    check_names(&file)?;
    limit("paths", file.groups.iter().map(|group| group.paths.len()).sum(), PATHS_MAX)?;
    limit("groups", file.groups.len(), GROUPS_MAX)?;
    limit("colours", file.palette.len(), COLORS_MAX)?;
    limit("gradients", file.gradients.len(), GRADIENTS_MAX)?;
    let head = head(&file.head)?;
    let visemes = viseme_traits(&file.visemes)?;
    let (paints, paint_names) = paints(&file)?;
    let clips = path_ids(&file.groups)?;
    let (mut groups, mut paths) = (Vec::new(), Vec::new());
    for group in &file.groups {
        let first = paths.len();
        for (index, path) in group.paths.iter().enumerate() {
            let names = Names { own: path_name(group, index, path), paints: &paint_names, clips: &clips };
            paths.push(path_model(path, &names)?);
        }
        groups.push(group_model(group, first..paths.len())?);
    }
    let (id, name, gender) = (file.id, file.name, file.gender);
    Ok(PresenterRig { id, name, gender, head, visemes, paints, groups, paths })
}

/// What a path may refer to, and what it is called in an error.
struct Names<'a> {
    own: String,
    paints: &'a BTreeMap<String, usize>,
    clips: &'a BTreeMap<String, usize>,
}

fn path_name(group: &GroupFile, index: usize, path: &PathFile) -> String {
    format!("path {} of group {}", path.id.clone().unwrap_or_else(|| (index + 1).to_string()), group.id)
}

fn invalid(what: impl Into<String>, found: impl std::fmt::Debug, rule: &'static str) -> RigError {
    RigError::Invalid { what: what.into(), found: format!("{found:?}").trim_matches('"').to_owned(), rule }
}

fn check_names(file: &RigFile) -> Result<(), RigError> {
    if file.format != FORMAT {
        return Err(invalid("format", &file.format, "the only known one is pitchreel-presenter/1"));
    }
    // The id stands in file names, addresses and inside SVG.
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let starts_well = file.id.as_str().starts_with(|letter: char| letter.is_ascii_lowercase());
    if !starts_well || !file.id.as_str().bytes().all(plain) || file.id.as_str().len() > NAME_CHARS_MAX {
        return Err(invalid("id", file.id.as_str(), "use at most 40 of a-z, 0-9 and -, a letter first"));
    }
    let shown = file.name.chars().count();
    if shown == 0 || shown > NAME_CHARS_MAX || file.name.chars().any(char::is_control) {
        return Err(invalid("name", &file.name, "a name has 1 to 40 characters"));
    }
    if file.canvas != [1000.0, 1200.0] {
        return Err(invalid("canvas", file.canvas, "every presenter is drawn on 1000 by 1200 units"));
    }
    Ok(())
}

fn measured(what: &str, numbers: &[f64]) -> Result<(), RigError> {
    let fits = |number: &f64| number.is_finite() && number.abs() <= MEASURE_MAX;
    if numbers.iter().all(fits) { Ok(()) } else { Err(invalid(what, numbers, "a number is out of range")) }
}

fn share(what: &str, number: f64) -> Result<f64, RigError> {
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(invalid(what, number, "it is 0 to 1")) }
}

fn head(file: &HeadFile) -> Result<HeadShape, RigError> {
    let HeadFile { centre, radii, pivot, jaw, jaw_drop } = *file;
    measured("head", &[centre, radii, pivot, jaw].concat())?;
    measured("head.jawDrop", &[jaw_drop])?;
    if radii.iter().any(|radius| *radius < 1.0) {
        return Err(invalid("head.radii", radii, "a head has a size"));
    }
    if jaw[1] - jaw[0] < 1.0 {
        return Err(invalid("head.jaw", jaw, "the second y lies below the first"));
    }
    Ok(HeadShape { centre, radii, pivot, jaw, jaw_drop })
}

fn viseme_traits(file: &BTreeMap<String, VisemeFile>) -> Result<[VisemeTraits; Viseme::ALL.len()], RigError> {
    let mut traits = [VisemeTraits::default(); Viseme::ALL.len()];
    for (name, of) in file {
        let viseme = viseme_named(name, "visemes")?;
        let (jaw, smile) = (share("a viseme's jaw", of.jaw)?, share("a viseme's smile", of.smile)?);
        traits[viseme as usize] = VisemeTraits { jaw, smile };
    }
    complete(file.keys(), "visemes").map(|()| traits)
}

fn viseme_named(name: &str, path: &str) -> Result<Viseme, RigError> {
    let known = Viseme::ALL.into_iter().find(|viseme| viseme.as_str() == name);
    known.ok_or_else(|| RigError::Unknown {
        path: path.to_owned(),
        what: "mouth shape",
        name: name.to_owned(),
    })
}

/// Every shape must be there: the track of any script may ask for any of them.
fn complete<'a>(names: impl Iterator<Item = &'a String> + Clone, path: &str) -> Result<(), RigError> {
    match Viseme::ALL.iter().find(|viseme| !names.clone().any(|name| name == viseme.as_str())) {
        None => Ok(()),
        Some(missing) => {
            let name = missing.as_str().to_owned();
            Err(RigError::Unknown { path: path.to_owned(), what: "outline for the mouth shape", name })
        }
    }
}

fn paints(file: &RigFile) -> Result<(Vec<Paint>, BTreeMap<String, usize>), RigError> {
    let (mut paints, mut names) = (Vec::new(), BTreeMap::new());
    let mut palette = BTreeMap::new();
    for (name, text) in &file.palette {
        let color = parse_color(text)
            .ok_or_else(|| invalid(format!("palette.{name}"), text, "a colour is written #rrggbb"))?;
        palette.insert(name.as_str(), color);
        names.insert(name.clone(), paints.len());
        paints.push(Paint::Solid(color));
    }
    for (name, gradient) in &file.gradients {
        // A gradient that has the name of a colour takes its place, as in the preview.
        names.insert(name.clone(), paints.len());
        paints.push(gradient_paint(name, gradient, &palette)?);
    }
    Ok((paints, names))
}

type Palette<'a> = BTreeMap<&'a str, AlphaColor<Srgb>>;

fn gradient_paint(name: &str, file: &GradientFile, palette: &Palette<'_>) -> Result<Paint, RigError> {
    let what = format!("gradients.{name}");
    match file {
        GradientFile::Linear { from, to, stops } => {
            measured(&what, &[*from, *to].concat())?;
            if from == to {
                return Err(invalid(what, from, "a gradient goes from one point to another"));
            }
            Ok(Paint::Linear { from: *from, to: *to, stops: gradient_stops(&what, stops, palette)? })
        }
        GradientFile::Radial { at, r, stops } => {
            measured(&what, &[at[0], at[1], *r])?;
            if *r <= 0.0 {
                return Err(invalid(what, r, "a radius is larger than 0"));
            }
            Ok(Paint::Radial { at: *at, radius: *r, stops: gradient_stops(&what, stops, palette)? })
        }
    }
}

fn gradient_stops(what: &str, file: &[StopFile], palette: &Palette<'_>) -> Result<Vec<Stop>, RigError> {
    if !(2..=STOPS_MAX).contains(&file.len()) {
        return Err(invalid(what, file.len(), "a gradient has 2 to 8 stops"));
    }
    let mut stops: Vec<Stop> = Vec::new();
    for stop in file {
        let (offset, name, alpha) = match stop {
            StopFile::Solid(offset, name) => (*offset, name, 1.0),
            StopFile::Clear(offset, name, alpha) => (*offset, name, *alpha),
        };
        let after = stops.last().is_none_or(|last| last.offset <= offset);
        if !after || !(0.0..=1.0).contains(&offset) || !(0.0..=1.0).contains(&alpha) {
            return Err(invalid(what, (offset, alpha), "offsets rise from 0 to 1, and so does opacity"));
        }
        let color = palette.get(name.as_str()).ok_or_else(|| RigError::Unknown {
            path: what.to_owned(),
            what: "colour",
            name: name.clone(),
        })?;
        stops.push(Stop { offset, color: color.multiply_alpha(alpha) });
    }
    Ok(stops)
}

/// Where each named path is in the list of all paths.
fn path_ids(groups: &[GroupFile]) -> Result<BTreeMap<String, usize>, RigError> {
    let mut ids = BTreeMap::new();
    for (index, path) in groups.iter().flat_map(|group| &group.paths).enumerate() {
        if let Some(id) = &path.id
            && ids.insert(id.clone(), index).is_some()
        {
            return Err(invalid("the id of a path", id, "another path has the same"));
        }
    }
    Ok(ids)
}

fn group_model(file: &GroupFile, paths: std::ops::Range<usize>) -> Result<Group, RigError> {
    measured(&format!("group {}", file.id), &[file.z, file.at].concat())?;
    let bone = match (file.bone, file.skin) {
        (BoneFile::Head, None) => Bone::Head,
        (BoneFile::Body, None) => Bone::Body,
        (BoneFile::Neck, Some([head_y, body_y])) if body_y - head_y >= 1.0 && body_y.abs() <= MEASURE_MAX => {
            Bone::Neck(head_y, body_y)
        }
        (_, skin) => {
            let rule = "bone neck has two rising y, the other bones have none";
            return Err(invalid(format!("skin of group {}", file.id), skin, rule));
        }
    };
    if file.jaw > 1 {
        return Err(invalid(format!("jaw of group {}", file.id), file.jaw, "it is 0 or 1"));
    }
    let depth = Depth { base: file.z[0], bulge: file.z[1] };
    Ok(Group { bone, depth, follows_jaw: file.jaw == 1, at: file.at, paths })
}

fn path_model(file: &PathFile, names: &Names<'_>) -> Result<PathModel, RigError> {
    let own = &names.own;
    let unknown = |what, name: &str| RigError::Unknown { path: own.clone(), what, name: name.to_owned() };
    let base = match (&file.d, file.v.get(Viseme::Sil.as_str())) {
        (Some(outline), None) if file.v.is_empty() => read_outline(own, outline)?,
        (None, Some(closed)) => read_outline(own, closed)?,
        _ => return Err(invalid(own, "d and v", "a path has either one outline or one for each viseme")),
    };
    let mut visemes = Vec::new();
    for (name, text) in &file.v {
        let viseme = viseme_named(name, own)?;
        if viseme != Viseme::Sil {
            visemes.push((viseme, difference(own, name, text, &base)?));
        }
    }
    if !file.v.is_empty() {
        complete(file.v.keys(), own)?;
    }
    let channel = |name: &String| Channel::named(name).ok_or_else(|| unknown("channel", name));
    let mut morphs = Vec::new();
    for (name, text) in &file.m {
        morphs.push((channel(name)?, difference(own, name, text, &base)?));
    }
    let mut opacity_morphs = Vec::new();
    for (name, by) in &file.mo {
        measured(own, &[*by])?;
        opacity_morphs.push((channel(name)?, *by));
    }
    let paint = *names.paints.get(&file.f).ok_or_else(|| unknown("paint", &file.f))?;
    let find = |id: &String| names.clips.get(id).copied().ok_or_else(|| unknown("clip", id));
    let clip = file.c.as_ref().map(find).transpose()?;
    let (opacity, gaze) = (share(own, file.o)?, share(own, file.g)?);
    let Outline { verbs, numbers: base } = base;
    Ok(PathModel { verbs, base, morphs, visemes, opacity, opacity_morphs, gaze, paint, clip })
}

fn read_outline(path: &str, text: &str) -> Result<Outline, RigError> {
    path_data::parse(text).map_err(|reason| RigError::Outline { path: path.to_owned(), reason })
}

/// What a variant adds to the base, number by number.
fn difference(path: &str, variant: &str, text: &str, base: &Outline) -> Result<Vec<f64>, RigError> {
    let outline = read_outline(path, text)?;
    if outline.verbs != base.verbs {
        return Err(RigError::Topology { path: path.to_owned(), variant: variant.to_owned() });
    }
    Ok(outline.numbers.iter().zip(&base.numbers).map(|(to, from)| to - from).collect())
}
