//! A warm wall in the morning: the window's light lies slanted on it, dust floats through, a plant stands by.

use super::motion::{drift, glow, sway};
use super::props::{leaf, mixed, potted};
use super::seeded::Seeded;
use crate::backdrop::SetBuilder;
use crate::easel::{Easel, ink, linear, radial};
use vello_cpu::kurbo::{BezPath, Rect};

const WALL: u32 = 0xd2_a9_7c;
const SUN: u32 = 0xff_ee_c8;
const LEAVES: [u32; 4] = [0x5c_70_45, 0x74_88_52, 0x49_5f_3d, 0x86_93_5c];

pub(super) fn paint(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let whole = Rect::new(0.0, 0.0, width, height);
    set.still(0.0, |easel| {
        easel.rect(
            whole,
            linear(
                (0.0, 0.0),
                (width, height),
                &[(0.0, 0xdd_b8_8c, 1.0), (0.5, WALL, 1.0), (1.0, 0xa8_7c_54, 1.0)],
            ),
        );
    });
    set.still(3.0, |easel| furniture(easel, width, height, unit));
    set.still(7.0, |easel| {
        for pane in panes(width, height) {
            easel.fill(
                &pane,
                linear((0.0, 0.0), (width * 0.6, height * 0.7), &[(0.0, SUN, 0.82), (1.0, SUN, 0.42)]),
            );
        }
    });
    set.still(0.0, |easel| {
        let warm = [(0.0, SUN, 0.34), (0.5, SUN, 0.1), (1.0, SUN, 0.0)];
        easel.rect(whole, radial((width * 0.34, height * 0.24), width.hypot(height) * 0.46, &warm));
        let rim = [(0.0, 0x3a_20_0e, 0.0), (0.55, 0x3a_20_0e, 0.05), (1.0, 0x3a_20_0e, 0.46)];
        easel.rect(whole, radial((width * 0.42, height * 0.34), width.hypot(height) * 0.68, &rim));
    });
    shadows(set);
    let (x, y, radius) = (width * 0.36, height * 0.26, 380.0 * unit);
    let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
    let bloom = [(0.0, 0xff_f6_dc, 0.15), (1.0, 0xff_f6_dc, 0.0)];
    set.sprite(area, 0.0, |easel| easel.rect(area, radial((x, y), radius, &bloom)), glow(0.1, 1.0, 9.0, 0.1));
    dust(set);
}

/// The four fields of light of a window with one cross.
fn panes(width: f64, height: f64) -> Vec<BezPath> {
    let wide = width > height;
    let (x0, span, lean) = if wide { (0.1, 0.42, 0.1) } else { (0.06, 0.88, 0.1) };
    let mut all = Vec::new();
    for column in 0..2 {
        for row in 0..3 {
            let left = (x0 + span * (f64::from(column) * 0.5 + 0.014)) * width;
            let right = (x0 + span * (f64::from(column) * 0.5 + 0.472)) * width;
            let (top, bottom) = (0.03 + 0.2 * f64::from(row), 0.03 + 0.2 * f64::from(row) + 0.186);
            let mut path = BezPath::new();
            // The light falls from the upper left, so verticals stay upright and horizontals climb to the right.
            path.move_to((left, (top + lean * 0.55) * height));
            path.line_to((right, (top - lean * 0.3) * height));
            path.line_to((right, (bottom - lean * 0.3) * height));
            path.line_to((left, (bottom + lean * 0.55) * height));
            path.close_path();
            all.push(path);
        }
    }
    all
}

fn furniture(easel: &mut Easel, width: f64, height: f64, unit: f64) {
    let floor = if height > 1.2 * width { 0.8 * height } else { 0.88 * height };
    let rail = floor - 210.0 * unit;
    easel.rect(Rect::new(0.0, rail, width, height), ink(0xb9_8d_62, 0.55));
    easel.rect(Rect::new(0.0, rail, width, rail + 10.0 * unit), ink(0xe6_c5_9c, 0.6));
    easel.rect(
        Rect::new(0.0, floor, width, height),
        linear((0.0, floor), (0.0, height), &[(0.0, 0x7e_56_36, 1.0), (1.0, 0x5c_3d_26, 1.0)]),
    );
    let shelf = Rect::new(width - 250.0 * unit, 0.47 * height, width + 10.0, 0.47 * height + 22.0 * unit);
    easel.soft_rect(
        Rect::new(shelf.x0, shelf.y1, shelf.x1 + 40.0, shelf.y1 + 40.0 * unit),
        6.0,
        16.0 * unit,
        ink(0x3a_20_0e, 0.4),
    );
    super::props::books(
        easel,
        (width - 226.0 * unit, shelf.y0),
        150.0 * unit,
        &[0x9c_4f_3c, 0xe8_d9_bb, 0x5c_6f_66],
        5,
    );
    potted(easel, (width - 66.0 * unit, shelf.y0), 176.0 * unit, 0xf0_e2_c8, &LEAVES, 9);
    easel.rect(
        shelf,
        linear((0.0, shelf.y0), (0.0, shelf.y1), &[(0.0, 0xb5_80_50, 1.0), (1.0, 0x86_5a_36, 1.0)]),
    );
    potted(
        easel,
        (70.0 * unit, floor + 60.0 * unit),
        560.0 * unit,
        mixed(0xc7_6f_49, WALL, 0.2),
        &LEAVES,
        17,
    );
}

/// Leaves outside the window throw a shadow into the light.
fn shadows(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    for (index, (x, y)) in [(0.2, 0.06), (0.62, 0.3)].into_iter().enumerate() {
        let (x, y, reach) = (x * width, y * height, 250.0 * unit);
        let area = Rect::new(x - reach, y - reach * 0.4, x + reach, y + reach * 1.3);
        let paint = |easel: &mut Easel| {
            let mut chance = Seeded::new(31 + index as u64);
            for twig in 0..3 {
                // A twig hangs from above with leaves to both sides.
                let (x, lean) = (x + f64::from(twig - 1) * reach * 0.5, chance.between(-0.24, 0.24));
                for step in 0..7 {
                    let along = f64::from(step) / 7.0;
                    let at = (
                        x + lean * along * reach,
                        y - reach * 0.2 + along * reach * chance.between(0.9, 1.2),
                    );
                    let side = if step % 2 == 0 { 1.0 } else { -1.0 };
                    let angle = std::f64::consts::PI + side * chance.between(0.5, 0.95);
                    leaf(easel, at, chance.between(62.0, 104.0) * unit, angle, 0x9a_6c_40, 0.26);
                }
            }
        };
        set.sprite(
            area,
            7.0,
            paint,
            sway(8.0 * unit, 4.0 * unit, 6.0 + index as f64 * 1.7, index as f64 * 0.4),
        );
    }
}

/// Motes in the beam.
fn dust(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let mut chance = Seeded::new(77);
    for index in 0..16 {
        let (x, y) = (chance.between(0.04, 0.8) * width, chance.between(0.08, 0.6) * height);
        let radius = chance.between(3.0, 8.0) * unit;
        let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
        let mote = [(0.0, 0xff_fa_e6, 0.85), (0.4, 0xff_fa_e6, 0.4), (1.0, 0xff_fa_e6, 0.0)];
        let way = (chance.between(20.0, 70.0) * unit, chance.between(-40.0, 34.0) * unit);
        let path = drift(
            way,
            8.0 * unit,
            chance.between(7.0, 13.0),
            f64::from(index) * 0.19,
            chance.between(0.4, 0.9),
        );
        set.sprite(area, 0.0, |easel| easel.rect(area, radial((x, y), radius, &mote)), path);
    }
}
