//! A photographer's paper sweep in soft daylight, with the shadow of leaves that move in a light wind.

use super::motion::{glow, sway};
use super::seeded::Seeded;
use crate::backdrop::SetBuilder;
use crate::easel::{Easel, ink, linear, radial};
use vello_cpu::kurbo::{Affine, BezPath, Rect};

const SHADOW: u32 = 0x46_56_4a;

pub(super) fn paint(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let whole = Rect::new(0.0, 0.0, width, height);
    set.still(0.0, |easel| {
        let wall = [
            (0.0, 0xc9_d2_c2, 1.0),
            (0.55, 0xbc_c7_b6, 1.0),
            (0.72, 0xaf_bb_a9, 1.0),
            (1.0, 0xd3_db_cc, 1.0),
        ];
        easel.rect(whole, linear((0.0, 0.0), (0.0, height), &wall));
    });
    // Two panes of window light lie across the paper.
    set.still(26.0, |easel| {
        for (x, wide) in [(0.02, 0.3), (0.38, 0.3), (0.74, 0.34)] {
            easel.fill(&pane(width, height, x, wide), ink(0xff_fb_ea, 0.3));
        }
    });
    set.still(0.0, |easel| {
        let sun = [(0.0, 0xff_ff_f2, 0.42), (0.5, 0xff_ff_f2, 0.12), (1.0, 0xff_ff_f2, 0.0)];
        easel.rect(whole, radial((width * 0.16, height * 0.1), width.hypot(height) * 0.62, &sun));
        let rim = [(0.0, 0x3c_4a_40, 0.0), (0.6, 0x3c_4a_40, 0.03), (1.0, 0x3c_4a_40, 0.32)];
        easel.rect(whole, radial((width * 0.46, height * 0.4), width.hypot(height) * 0.66, &rim));
    });
    let radius = 360.0 * unit;
    let (x, y) = (width * 0.2, height * 0.2);
    let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
    let beam = [(0.0, 0xff_fd_ee, 0.16), (1.0, 0xff_fd_ee, 0.0)];
    set.sprite(area, 0.0, |easel| easel.rect(area, radial((x, y), radius, &beam)), glow(0.15, 1.0, 8.0, 0.0));
    frond(set, (width * 0.9, height * 0.02), 640.0 * unit, 0.62, sway(9.0 * unit, 5.0 * unit, 7.0, 0.0));
    frond(set, (width * 0.04, height * 0.46), 460.0 * unit, 2.45, sway(6.0 * unit, 7.0 * unit, 8.6, 0.4));
}

/// One slanted field of light.
fn pane(width: f64, height: f64, x: f64, wide: f64) -> BezPath {
    let (left, right, lean) = (x * width, (x + wide * 0.86) * width, 0.2 * width);
    let mut path = BezPath::new();
    path.move_to((left + lean, -0.05 * height));
    path.line_to((right + lean, -0.05 * height));
    path.line_to((right - lean, 0.86 * height));
    path.line_to((left - lean, 0.86 * height));
    path.close_path();
    path
}

/// The soft shadow of a palm leaf whose stem begins at `(x, y)`; `turn` is where it points, in radians from down.
fn frond(
    set: &mut SetBuilder,
    (x, y): (f64, f64),
    length: f64,
    turn: f64,
    motion: impl Fn(f64) -> crate::sprite::Placement + Send + Sync + 'static,
) {
    let (dx, dy) = (-turn.sin(), turn.cos());
    let reach = length * 0.5;
    let (tip_x, tip_y) = (x + dx * length, y + dy * length);
    let area =
        Rect::new(x.min(tip_x) - reach, y.min(tip_y) - reach, x.max(tip_x) + reach, y.max(tip_y) + reach);
    let paint = |easel: &mut Easel| {
        let mut chance = Seeded::new(length as u64);
        easel.line((x, y), (tip_x, tip_y), length * 0.012, ink(SHADOW, 0.3));
        let pairs = 11;
        for index in 0..2 * pairs {
            let along = 0.08 + 0.92 * f64::from(index / 2) / f64::from(pairs - 1);
            let side = if index % 2 == 0 { 1.0 } else { -1.0 };
            let at = (x + dx * length * along, y + dy * length * along);
            let size = length * (0.52 - 0.62 * (along - 0.42).powi(2)) * chance.between(0.88, 1.0);
            // A leaflet points along the stem and away from it; drawn upwards, it is turned half around first.
            let angle = turn + std::f64::consts::PI + side * (1.15 - 0.6 * along);
            blade(easel, at, size, angle);
        }
    };
    set.sprite(area, 5.0, paint, motion);
}

/// One narrow leaflet's shadow.
fn blade(easel: &mut Easel, (x, y): (f64, f64), length: f64, angle: f64) {
    let mut path = BezPath::new();
    let half = length * 0.085;
    path.move_to((0.0, 0.0));
    path.curve_to((-half, -length * 0.25), (-half, -length * 0.6), (0.0, -length));
    path.curve_to((half, -length * 0.6), (half, -length * 0.25), (0.0, 0.0));
    path.apply_affine(Affine::translate((x, y)) * Affine::rotate(angle));
    easel.fill(&path, ink(SHADOW, 0.34));
}
