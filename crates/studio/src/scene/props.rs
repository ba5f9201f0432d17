//! Things that stand in a set: jars, bowls, books, bottles, leaves. Each stands on a point, drawn upwards from it.

use super::seeded::Seeded;
use crate::easel::{Easel, ink, linear};
use vello_cpu::kurbo::{Affine, BezPath, Rect};

/// A leaf from a stem at `(x, y)`, `length` pixels long, turned by `angle` radians from pointing up.
pub(super) fn leaf(easel: &mut Easel, (x, y): (f64, f64), length: f64, angle: f64, rgb: u32, alpha: f32) {
    let mut path = BezPath::new();
    let half = length * 0.24;
    path.move_to((0.0, 0.0));
    path.curve_to((-half, -length * 0.3), (-half * 0.9, -length * 0.75), (0.0, -length));
    path.curve_to((half * 0.9, -length * 0.75), (half, -length * 0.3), (0.0, 0.0));
    path.apply_affine(Affine::translate((x, y)) * Affine::rotate(angle));
    easel.fill(&path, ink(rgb, alpha));
}

/// A fan of leaves.
pub(super) fn plant(easel: &mut Easel, (x, y): (f64, f64), size: f64, leaves: &[u32], seed: u64) {
    let mut chance = Seeded::new(seed);
    for index in 0..11 {
        let spread = f64::from(index - 5) / 5.0;
        let angle = spread * 1.25 + chance.between(-0.16, 0.16);
        let length = size * chance.between(0.7, 1.0) * (1.0 - 0.25 * spread.abs());
        leaf(easel, (x + spread * size * 0.06, y), length, angle, chance.pick(leaves, 0x4f_7a_5a), 1.0);
    }
}

/// A pot with a plant.
pub(super) fn potted(easel: &mut Easel, (x, y): (f64, f64), size: f64, pot: u32, leaves: &[u32], seed: u64) {
    plant(easel, (x, y - size * 0.42), size * 0.72, leaves, seed);
    let (top, bottom, height) = (size * 0.28, size * 0.2, size * 0.46);
    let mut path = BezPath::new();
    path.move_to((x - top, y - height));
    path.line_to((x + top, y - height));
    path.line_to((x + bottom, y));
    path.line_to((x - bottom, y));
    path.close_path();
    easel.fill(&path, shaded(x - top, x + top, pot));
    let rim = Rect::new(x - top * 1.1, y - height - size * 0.03, x + top * 1.1, y - height + size * 0.06);
    easel.rounded(rim, size * 0.02, shaded(x - top, x + top, pot));
}

/// A jar with a lid and something in it.
pub(super) fn jar(easel: &mut Easel, (x, y): (f64, f64), (width, height): (f64, f64), fill: u32, lid: u32) {
    let body = Rect::new(x - width / 2.0, y - height, x + width / 2.0, y);
    easel.rounded(body, width * 0.16, ink(0xff_ff_ff, 0.3));
    let inside = Rect::new(body.x0 + 3.0, y - height * 0.72, body.x1 - 3.0, y - 3.0);
    easel.rounded(inside, width * 0.12, shaded(body.x0, body.x1, fill));
    let shine =
        Rect::new(body.x0 + width * 0.16, body.y0 + height * 0.14, body.x0 + width * 0.26, y - height * 0.12);
    easel.rounded(shine, width * 0.05, ink(0xff_ff_ff, 0.4));
    let cover = Rect::new(x - width * 0.46, y - height * 1.13, x + width * 0.46, y - height * 0.97);
    easel.rounded(cover, width * 0.06, shaded(body.x0, body.x1, lid));
}

/// A bottle with a long neck.
pub(super) fn bottle(easel: &mut Easel, (x, y): (f64, f64), (width, height): (f64, f64), rgb: u32) {
    let (half, neck) = (width / 2.0, width * 0.17);
    let mut path = BezPath::new();
    path.move_to((x - half, y));
    path.line_to((x - half, y - height * 0.55));
    path.curve_to((x - half, y - height * 0.7), (x - neck, y - height * 0.68), (x - neck, y - height * 0.8));
    path.line_to((x - neck, y - height));
    path.line_to((x + neck, y - height));
    path.line_to((x + neck, y - height * 0.8));
    path.curve_to((x + neck, y - height * 0.68), (x + half, y - height * 0.7), (x + half, y - height * 0.55));
    path.line_to((x + half, y));
    path.close_path();
    easel.fill(&path, shaded(x - half, x + half, rgb));
    let shine = Rect::new(x - half * 0.62, y - height * 0.52, x - half * 0.4, y - height * 0.08);
    easel.rounded(shine, width * 0.06, ink(0xff_ff_ff, 0.28));
}

/// Bowls, one in the other.
pub(super) fn bowls(easel: &mut Easel, (x, y): (f64, f64), width: f64, colours: &[u32]) {
    let mut base = y;
    for rgb in colours {
        let (half, height) = (width / 2.0, width * 0.3);
        let mut path = BezPath::new();
        path.move_to((x - half, base - height));
        path.line_to((x + half, base - height));
        path.curve_to((x + half * 0.9, base), (x + half * 0.4, base), (x + half * 0.36, base));
        path.line_to((x - half * 0.36, base));
        path.curve_to((x - half * 0.4, base), (x - half * 0.9, base), (x - half, base - height));
        path.close_path();
        easel.fill(&path, shaded(x - half, x + half, *rgb));
        base -= height * 0.42;
    }
}

/// A row of books of different heights; gives back where it ends.
pub(super) fn books(easel: &mut Easel, (x, y): (f64, f64), height: f64, colours: &[u32], seed: u64) -> f64 {
    let mut chance = Seeded::new(seed);
    let mut at = x;
    for rgb in colours {
        let (width, tall) = (height * chance.between(0.14, 0.24), height * chance.between(0.78, 1.0));
        easel.rounded(Rect::new(at, y - tall, at + width, y), height * 0.015, shaded(at, at + width, *rgb));
        let band = Rect::new(at, y - tall * 0.82, at + width, y - tall * 0.76);
        easel.rect(band, ink(0xff_ff_ff, 0.3));
        at += width + height * 0.012;
    }
    at
}

/// A colour in light from the left.
pub(super) fn shaded(left: f64, right: f64, rgb: u32) -> vello_cpu::PaintType {
    let stops =
        [(0.0, mixed(rgb, 0xff_ff_ff, 0.16), 1.0), (0.4, rgb, 1.0), (1.0, mixed(rgb, 0x0a_10_18, 0.34), 1.0)];
    linear((left, 0.0), (right, 0.0), &stops)
}

/// A colour with a share of another in it.
pub(super) fn mixed(rgb: u32, other: u32, share: f64) -> u32 {
    let (a, b) = (rgb.to_be_bytes(), other.to_be_bytes());
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    u32::from_be_bytes([0, mix(a[1], b[1]), mix(a[2], b[2]), mix(a[3], b[3])])
}
