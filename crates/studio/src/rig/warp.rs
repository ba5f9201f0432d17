//! From a point at rest to a point of the frame: jaw, depth, head, body, in this order.
//!
//! The depth is one smooth field over the whole head, so neighbouring layers cannot tear: edges stay where they are
//! and the middle slides. What the field takes from the pose alone is worked out once for each group.

use super::channel::{Channel, Channels};
use super::model::{Group, HeadShape};
use vello_cpu::kurbo::Point;

/// What a group hangs on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bone {
    Head,
    Body,
    /// Head at the first y, body at the second, smoothly blended between.
    Neck(f64, f64),
}

/// Distance from the plane of the face, and how much it bulges in the middle; canvas units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Depth {
    pub base: f64,
    pub bulge: f64,
}

/// Where cloth begins to follow the breath, measured up from the lower edge of the canvas.
const LOWER_EDGE: f64 = 1200.0;

/// The warp of one group in one frame.
pub(super) struct Warp {
    head: HeadShape,
    bone: Bone,
    depth: Depth,
    at: [f64; 2],
    /// How far the chin comes down; zero where the group does not follow it.
    jaw: f64,
    sin_yaw: f64,
    sin_pitch: f64,
    /// `1 - sin² yaw / 2`: what a turn leaves of a width.
    narrowing: f64,
    scale: f64,
    sin_roll: f64,
    cos_roll: f64,
    dx: f64,
    dy: f64,
    breath: f64,
    lift_l: f64,
    lift_r: f64,
}

impl Warp {
    pub(super) fn new(head: HeadShape, group: &Group, channels: &Channels) -> Self {
        let sin_yaw = channels.get(Channel::Yaw).to_radians().sin();
        let (sin_roll, cos_roll) = channels.get(Channel::Roll).to_radians().sin_cos();
        let jaw = if group.follows_jaw { channels.get(Channel::Jaw) * head.jaw_drop } else { 0.0 };
        Warp {
            head,
            bone: group.bone,
            depth: group.depth,
            at: group.at,
            jaw,
            sin_yaw,
            sin_pitch: channels.get(Channel::Pitch).to_radians().sin(),
            narrowing: 1.0 - 0.5 * sin_yaw * sin_yaw,
            scale: 1.0 + 0.03 * channels.get(Channel::Lean),
            sin_roll,
            cos_roll,
            dx: channels.get(Channel::Dx),
            dy: channels.get(Channel::Dy),
            breath: channels.get(Channel::Breath),
            lift_l: channels.get(Channel::LiftL),
            lift_r: channels.get(Channel::LiftR),
        }
    }

    /// The point of the frame, in canvas units.
    pub(super) fn point(&self, x: f64, y: f64) -> Point {
        let (x, y) = (x + self.at[0], y + self.at[1]);
        match self.bone {
            Bone::Head => self.on_head(x, y),
            Bone::Body => self.on_body(x, y),
            Bone::Neck(head_y, body_y) => {
                let share = smooth((body_y - y) / (body_y - head_y));
                self.on_body(x, y).lerp(self.on_head(x, y), share)
            }
        }
    }

    fn on_head(&self, x: f64, y: f64) -> Point {
        let HeadShape {
            centre: [cx, cy], radii: [width, height], pivot: [px, py], jaw: [jaw0, jaw1], ..
        } = self.head;
        let y = if self.jaw == 0.0 { y } else { y + self.jaw * smooth((y - jaw0) / (jaw1 - jaw0)) };
        let (u, v) = ((x - cx) / width, (y - cy) / height);
        let z = self.depth.base + self.depth.bulge * (1.0 - u * u - v * v).max(0.0);
        let x = cx + (x - cx) * self.narrowing + z * self.sin_yaw;
        let y = y + z * self.sin_pitch;
        let (x, y) = ((x - px) * self.scale, (y - py) * self.scale);
        Point::new(
            px + x * self.cos_roll - y * self.sin_roll + self.dx,
            py + x * self.sin_roll + y * self.cos_roll + self.dy - 4.5 * self.breath,
        )
    }

    fn on_body(&self, x: f64, y: f64) -> Point {
        let cx = self.head.centre[0];
        let up = smooth((LOWER_EDGE - y) / 330.0);
        let side = smooth(((x - cx).abs() - 90.0) / 190.0);
        let lift = if x < cx { self.lift_l } else { self.lift_r };
        Point::new(
            cx + (x - cx) * (1.0 + 0.005 * self.breath * up) + 0.28 * self.dx,
            y - 5.0 * self.breath * up - 16.0 * lift * side * up + 0.2 * self.dy,
        )
    }
}

/// `3t² - 2t³` over 0 to 1: starts and ends without a jerk.
pub(crate) fn smooth(t: f64) -> f64 {
    let t = t.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
