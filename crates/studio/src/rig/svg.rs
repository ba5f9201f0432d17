//! The same drawing list as SVG text, for avatars on pages: small, standing alone, no scripts, no references outside.

use super::drawing::{Drawing, Item};
use super::model::{PathModel, PresenterRig};
use super::paint::{Paint, PosedPoints, Stop};
use super::pose::Pose;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::kurbo::{BezPath, PathEl, Rect};

impl PresenterRig {
    /// A whole SVG of the presenter in a pose, showing `view` (canvas units). The ids inside are made from the
    /// presenter, the pose and the view, so several can stand inline in one page.
    pub fn to_svg(&self, pose: &Pose, view: Rect) -> String {
        let mut drawing = Drawing::new(self);
        drawing.pose(self, pose);
        let mut art = Art { prefix: self.prefix(pose, view), ..Art::default() };
        for (index, (path, item)) in self.visible(&drawing).enumerate() {
            let clip = path.clip.map(|clip| (clip, &drawing.items[clip].path));
            art.add(index, path, item, &self.paints[path.paint], clip);
        }
        let (x, y, width, height) =
            (number(view.x0), number(view.y0), number(view.width()), number(view.height()));
        let Art { defs, body, .. } = art;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}"><defs>{defs}</defs>{body}</svg>"#
        )
    }

    fn prefix(&self, pose: &Pose, view: Rect) -> String {
        // FNV-1a: the ids need only differ where the pictures do, and be the same in every run.
        let told_apart = format!("{pose:?}{view:?}");
        let hash = told_apart.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{}-{:08x}", self.id, hash as u32)
    }
}

#[derive(Default)]
struct Art {
    prefix: String,
    defs: String,
    body: String,
    clips: BTreeSet<usize>,
}

impl Art {
    fn add(
        &mut self,
        index: usize,
        path: &PathModel,
        item: &Item,
        paint: &Paint,
        clip: Option<(usize, &BezPath)>,
    ) {
        let fill = match paint {
            Paint::Solid(color) => hex(*color),
            Paint::Linear { stops, .. } | Paint::Radial { stops, .. } => self.gradient(index, item, stops),
        };
        if let Some((clip, outline)) = clip
            && self.clips.insert(clip)
        {
            let _ = write!(self.defs, r#"<clipPath id="{}c{clip}"><path d=""#, self.prefix);
            outline_into(&mut self.defs, outline);
            self.defs.push_str(r#""/></clipPath>"#);
        }
        self.body.push_str(r#"<path d=""#);
        outline_into(&mut self.body, &item.path);
        let _ = write!(self.body, r#"" fill="{fill}""#);
        if item.opacity < 1.0 {
            let _ = write!(self.body, r#" fill-opacity="{}""#, (item.opacity * 1000.0).round() / 1000.0);
        }
        if let Some(clip) = path.clip {
            let _ = write!(self.body, r#" clip-path="url(#{}c{clip})""#, self.prefix);
        }
        self.body.push_str("/>");
    }

    /// Writes the gradient among the definitions and returns how to refer to it.
    fn gradient(&mut self, index: usize, item: &Item, stops: &[Stop]) -> String {
        let id = format!("{}g{index}", self.prefix);
        let (kind, place) = match item.points {
            PosedPoints::None => return "none".to_owned(),
            PosedPoints::Linear(from, to) => {
                let [x1, y1, x2, y2] = [from.x, from.y, to.x, to.y].map(number);
                ("linearGradient", format!(r#"x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}""#))
            }
            PosedPoints::Radial(at, radius) => {
                let [cx, cy, r] = [at.x, at.y, radius].map(number);
                ("radialGradient", format!(r#"cx="{cx}" cy="{cy}" r="{r}""#))
            }
        };
        let _ = write!(self.defs, r#"<{kind} id="{id}" gradientUnits="userSpaceOnUse" {place}>"#);
        for stop in stops {
            let alpha = stop.color.components[3];
            let _ = write!(self.defs, r#"<stop offset="{}" stop-color="{}""#, stop.offset, hex(stop.color));
            if alpha < 1.0 {
                let _ = write!(self.defs, r#" stop-opacity="{alpha}""#);
            }
            self.defs.push_str("/>");
        }
        let _ = write!(self.defs, "</{kind}>");
        format!("url(#{id})")
    }
}

fn outline_into(text: &mut String, path: &BezPath) {
    for element in path.elements() {
        let (letter, points) = match *element {
            PathEl::MoveTo(to) => ('M', vec![to]),
            PathEl::LineTo(to) => ('L', vec![to]),
            PathEl::QuadTo(by, to) => ('Q', vec![by, to]),
            PathEl::CurveTo(leaving, arriving, to) => ('C', vec![leaving, arriving, to]),
            PathEl::ClosePath => ('Z', vec![]),
        };
        text.push(letter);
        for (index, point) in points.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            let _ = write!(text, "{gap}{} {}", number(point.x), number(point.y));
        }
    }
}

/// A tenth of a unit is a tenth of a pixel on the largest frame.
fn number(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn hex(color: AlphaColor<Srgb>) -> String {
    let [red, green, blue, _] = color.to_rgba8().to_u8_array();
    format!("#{red:02x}{green:02x}{blue:02x}")
}
