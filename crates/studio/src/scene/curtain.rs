//! A theatre curtain: heavy red velvet in folds, a spotlight from above, dust in its beam.

use super::motion::{drift, sway};
use super::props::mixed;
use super::seeded::Seeded;
use crate::backdrop::SetBuilder;
use crate::easel::{Easel, ink, linear, radial};
use vello_cpu::kurbo::{BezPath, Rect};

const VELVET: u32 = 0x8a_22_22;
const DARK: u32 = 0x2e_08_0c;
const LIGHT: u32 = 0xd8_4a_3e;

pub(super) fn paint(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let whole = Rect::new(0.0, 0.0, width, height);
    set.still(2.0, |easel| {
        easel.rect(whole, ink(VELVET, 1.0));
        folds(easel, width, height, unit);
    });
    sheen(set);
    set.still(18.0, |easel| beam(easel, width, height));
    set.still(0.0, |easel| {
        valance(easel, width, height, unit);
        let spot = [(0.0, 0xff_e2_b4, 0.36), (0.45, 0xff_c8_96, 0.13), (1.0, 0xff_b0_80, 0.0)];
        easel.rect(whole, radial((width * 0.5, height * 0.4), height.min(width * 1.5) * 0.56, &spot));
        let rim = [(0.0, 0x12_02_06, 0.0), (0.5, 0x12_02_06, 0.12), (1.0, 0x12_02_06, 0.72)];
        easel.rect(whole, radial((width * 0.5, height * 0.42), width.hypot(height) * 0.6, &rim));
    });
    dust(set);
}

/// Each fold is light where it comes forward and dark where it goes back, wider at its foot.
fn folds(easel: &mut Easel, width: f64, height: f64, unit: f64) {
    let mut chance = Seeded::new(5);
    let mut x = -60.0 * unit;
    while x < width + 60.0 * unit {
        let wide = chance.between(74.0, 128.0) * unit;
        let lean = chance.between(-14.0, 14.0) * unit;
        let mut path = BezPath::new();
        path.move_to((x, -10.0));
        path.line_to((x + wide, -10.0));
        path.curve_to(
            (x + wide, height * 0.4),
            (x + wide + lean, height * 0.6),
            (x + wide * 1.06 + lean, height + 10.0),
        );
        path.line_to((x - wide * 0.06 + lean, height + 10.0));
        path.curve_to((x + lean, height * 0.6), (x, height * 0.4), (x, -10.0));
        path.close_path();
        let glint = chance.between(0.25, 0.75);
        let stops = [
            (0.0, DARK, 1.0),
            (0.16, mixed(DARK, VELVET, 0.6), 1.0),
            (0.42, mixed(VELVET, LIGHT, glint), 1.0),
            (0.62, VELVET, 1.0),
            (0.88, mixed(DARK, VELVET, 0.35), 1.0),
            (1.0, DARK, 1.0),
        ];
        easel.fill(&path, linear((x, 0.0), (x + wide, 0.0), &stops));
        x += wide * 0.94;
    }
}

/// The short curtain along the upper edge, in swags with a golden fringe.
fn valance(easel: &mut Easel, width: f64, height: f64, unit: f64) {
    let tall = if height > 1.2 * width { 120.0 } else { 84.0 } * unit;
    let count = (width / (270.0 * unit)).round().max(2.0);
    let wide = width / count;
    easel.soft_rect(Rect::new(-60.0, 0.0, width + 60.0, tall), 10.0, 26.0 * unit, ink(0x12_02_06, 0.6));
    for index in 0..count as i32 {
        let (left, right) = (f64::from(index) * wide, f64::from(index + 1) * wide);
        let mut path = BezPath::new();
        path.move_to((left - 8.0 * unit, -10.0));
        path.line_to((left - 8.0 * unit, tall * 0.5));
        path.curve_to(
            (left + wide * 0.2, tall * 1.26),
            (right - wide * 0.2, tall * 1.26),
            (right + 8.0 * unit, tall * 0.5),
        );
        path.line_to((right + 8.0 * unit, -10.0));
        path.close_path();
        let stops = [(0.0, 0x5c_14_18, 1.0), (0.5, 0x96_2a_28, 1.0), (1.0, 0x4a_0e_14, 1.0)];
        easel.fill(&path, linear((0.0, 0.0), (0.0, tall * 1.1), &stops));
        let mut fringe = BezPath::new();
        fringe.move_to((left - 8.0 * unit, tall * 0.5));
        fringe.curve_to(
            (left + wide * 0.2, tall * 1.26),
            (right - wide * 0.2, tall * 1.26),
            (right + 8.0 * unit, tall * 0.5),
        );
        easel.stroke(&fringe, 9.0 * unit, ink(0xd9_a8_4e, 1.0));
        easel.stroke(&fringe, 3.0 * unit, ink(0xf6_d8_94, 1.0));
    }
}

/// Light that slides over some folds, each in its own time: the curtain breathes.
fn sheen(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let mut chance = Seeded::new(19);
    let mut x = 40.0 * unit;
    while x < width {
        let wide = chance.between(20.0, 34.0) * unit;
        let area = Rect::new(x - wide, 0.0, x + wide, height * 0.74);
        let paint = |easel: &mut Easel| {
            let rows = 12;
            for row in 0..rows {
                // Strongest in the middle of its length, gone at both ends.
                let share = |row: i32| (std::f64::consts::PI * f64::from(row) / f64::from(rows)).sin() as f32;
                let step = area.height() / f64::from(rows);
                let (top, bottom) = (step * f64::from(row), step * f64::from(row + 1));
                let alpha = 0.2 * (share(row) + share(row + 1)) / 2.0;
                let stops = [(0.0, 0xff_8a_70, 0.0), (0.5, 0xff_8a_70, alpha), (1.0, 0xff_8a_70, 0.0)];
                easel.rect(
                    Rect::new(area.x0, top, area.x1, bottom),
                    linear((area.x0, 0.0), (area.x1, 0.0), &stops),
                );
            }
        };
        let period = chance.between(6.0, 10.0);
        set.sprite(area, 8.0, paint, sway(9.0 * unit, 0.0, period, chance.share()));
        x += chance.between(150.0, 260.0) * unit;
    }
}

/// The beam of the spotlight.
fn beam(easel: &mut Easel, width: f64, height: f64) {
    let mut path = BezPath::new();
    path.move_to((width * 0.44, -20.0));
    path.line_to((width * 0.56, -20.0));
    path.line_to((width * 0.92, height * 0.74));
    path.line_to((width * 0.08, height * 0.74));
    path.close_path();
    let stops = [(0.0, 0xff_ee_cc, 0.2), (1.0, 0xff_e0_b4, 0.0)];
    easel.fill(&path, linear((0.0, 0.0), (0.0, height * 0.74), &stops));
}

fn dust(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let mut chance = Seeded::new(70);
    for index in 0..14 {
        let (x, y) = (chance.between(0.12, 0.88) * width, chance.between(0.1, 0.5) * height);
        let radius = chance.between(3.0, 7.0) * unit;
        let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
        let mote = [(0.0, 0xff_f0_d6, 0.8), (0.4, 0xff_f0_d6, 0.35), (1.0, 0xff_f0_d6, 0.0)];
        let way = (chance.between(-40.0, 40.0) * unit, chance.between(10.0, 60.0) * unit);
        let path = drift(
            way,
            9.0 * unit,
            chance.between(7.0, 12.0),
            f64::from(index) * 0.23,
            chance.between(0.35, 0.8),
        );
        set.sprite(area, 0.0, |easel| easel.rect(area, radial((x, y), radius, &mote)), path);
    }
}
