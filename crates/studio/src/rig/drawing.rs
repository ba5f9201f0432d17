//! The drawing list of one frame: posed outlines, opacities and gradient points, from back to front.

use super::channel::{Channel, Channels};
use super::model::{Group, PathModel, PresenterRig};
use super::paint::{Paint, PosedPoints};
use super::path_data::Verb;
use super::pose::Pose;
use super::warp::Warp;
use vello_cpu::kurbo::{BezPath, PathEl, Point};

/// How far the iris goes at full gaze, in canvas units.
const GAZE_REACH: [f64; 2] = [11.0, 7.0];

/// A posed presenter. Keep one for each rig and pose it again for each frame: no memory is taken after the first.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    pub(super) items: Vec<Item>,
    numbers: Vec<f64>,
}

/// One path of the frame, in canvas units.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub path: BezPath,
    /// 0 to 1.
    pub opacity: f64,
    pub points: PosedPoints,
}

impl Drawing {
    /// The presenter at rest.
    pub fn new(rig: &PresenterRig) -> Drawing {
        let items = rig.paths.iter().map(|path| Item {
            path: blank(&path.verbs),
            opacity: path.opacity,
            points: PosedPoints::None,
        });
        let mut drawing = Drawing { items: items.collect(), numbers: Vec::new() };
        drawing.pose(rig, &Pose::default());
        drawing
    }

    /// Moves every path to where this pose has it. `rig` must be the one that the drawing was made for.
    pub fn pose(&mut self, rig: &PresenterRig, pose: &Pose) {
        let channels = Channels::of(pose, &rig.visemes);
        for group in &rig.groups {
            let warp = Warp::new(rig.head, group, &channels);
            self.pose_group(rig, group, &channels, &warp);
        }
    }

    fn pose_group(&mut self, rig: &PresenterRig, group: &Group, channels: &Channels, warp: &Warp) {
        for index in group.paths.clone() {
            let (Some(path), Some(item)) = (rig.paths.get(index), self.items.get_mut(index)) else {
                continue;
            };
            let fades = path.opacity_morphs.iter().map(|(channel, by)| by * channels.get(*channel));
            item.opacity = (path.opacity + fades.sum::<f64>()).clamp(0.0, 1.0);
            shape(path, channels, &mut self.numbers);
            write_points(&mut item.path, &self.numbers, warp);
            item.points = match &rig.paints[path.paint] {
                Paint::Solid(_) => PosedPoints::None,
                Paint::Linear { from, to, .. } => {
                    PosedPoints::Linear(warp.point(from[0], from[1]), warp.point(to[0], to[1]))
                }
                Paint::Radial { at, radius, .. } => PosedPoints::Radial(warp.point(at[0], at[1]), *radius),
            };
        }
    }

    /// The posed outlines from back to front, in canvas units, with their opacities.
    pub fn outlines(&self) -> impl Iterator<Item = (&BezPath, f64)> {
        self.items.iter().map(|item| (&item.path, item.opacity))
    }

    /// The posed points of the gradients, from back to front: two points, or a point and a radius.
    pub fn gradients(&self) -> impl Iterator<Item = Vec<f64>> {
        self.items.iter().filter_map(|item| match item.points {
            PosedPoints::None => None,
            PosedPoints::Linear(from, to) => Some(vec![from.x, from.y, to.x, to.y]),
            PosedPoints::Radial(at, radius) => Some(vec![at.x, at.y, radius]),
        })
    }
}

/// The outline before it is warped: base, visemes, morphs and gaze, all sums of differences.
fn shape(path: &PathModel, channels: &Channels, numbers: &mut Vec<f64>) {
    numbers.clear();
    numbers.extend_from_slice(&path.base);
    let mut add = |differences: &[f64], weight: f64| {
        if weight != 0.0 {
            for (number, difference) in numbers.iter_mut().zip(differences) {
                *number += difference * weight;
            }
        }
    };
    for (viseme, differences) in &path.visemes {
        add(differences, channels.visemes[*viseme as usize]);
    }
    for (channel, differences) in &path.morphs {
        let damped = path.is_mouth() && *channel == Channel::Smile;
        add(differences, if damped { channels.mouth_smile } else { channels.get(*channel) });
    }
    if path.gaze != 0.0 {
        let by = [Channel::GazeX, Channel::GazeY].map(|channel| channels.get(channel) * path.gaze);
        for pair in numbers.chunks_exact_mut(2) {
            pair[0] += by[0] * GAZE_REACH[0];
            pair[1] += by[1] * GAZE_REACH[1];
        }
    }
}

fn write_points(path: &mut BezPath, numbers: &[f64], warp: &Warp) {
    let mut pairs = numbers.chunks_exact(2).map(|pair| warp.point(pair[0], pair[1]));
    let mut next = || pairs.next().unwrap_or_default();
    for element in path.elements_mut() {
        match element {
            PathEl::MoveTo(to) | PathEl::LineTo(to) => *to = next(),
            PathEl::CurveTo(leaving, arriving, to) => {
                (*leaving, *arriving, *to) = (next(), next(), next());
            }
            PathEl::QuadTo(..) | PathEl::ClosePath => {}
        }
    }
}

/// An outline with the right letters and no points yet.
fn blank(verbs: &[Verb]) -> BezPath {
    let elements = verbs.iter().map(|verb| match verb {
        Verb::Move => PathEl::MoveTo(Point::ZERO),
        Verb::Line => PathEl::LineTo(Point::ZERO),
        Verb::Curve => PathEl::CurveTo(Point::ZERO, Point::ZERO, Point::ZERO),
        Verb::Close => PathEl::ClosePath,
    });
    BezPath::from_vec(elements.collect())
}
