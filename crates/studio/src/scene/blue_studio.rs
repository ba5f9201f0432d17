//! A blue studio: rings of light on a dark wall, a glossy floor, slow coloured reflections.

use super::motion::{drift, glow};
use super::props::mixed;
use super::seeded::Seeded;
use crate::backdrop::SetBuilder;
use crate::easel::{Easel, ink, linear, radial};
use vello_cpu::kurbo::{BezPath, Circle, Rect, Shape};

const NIGHT: u32 = 0x0e_1c_34;
const BLUE: u32 = 0x2a_5f_a8;
const CYAN: u32 = 0x6a_d2_ff;
const ROSE: u32 = 0xff_7a_a8;

pub(super) fn paint(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let whole = Rect::new(0.0, 0.0, width, height);
    let wide = width > 1.2 * height;
    let centre = (width * if wide { 0.72 } else { 0.5 }, height * if height > width { 0.43 } else { 0.5 });
    let ring = if wide { 0.43 * height } else { 0.455 * width };
    set.still(0.0, |easel| {
        easel.rect(
            whole,
            linear(
                (0.0, 0.0),
                (0.0, height),
                &[(0.0, 0x14_28_4a, 1.0), (0.6, 0x1b_38_66, 1.0), (1.0, NIGHT, 1.0)],
            ),
        );
        let pool = [(0.0, 0x5c_a2_f0, 0.75), (0.4, BLUE, 0.5), (0.8, BLUE, 0.12), (1.0, BLUE, 0.0)];
        easel.rect(whole, radial(centre, ring * 1.7, &pool));
    });
    set.still(3.0, |easel| {
        panels(easel, width, height, unit);
        rings(easel, centre, ring, unit);
    });
    set.still(2.0, |easel| {
        floor(easel, width, height, unit);
        let rim = [(0.0, 0x04_08_14, 0.0), (0.6, 0x04_08_14, 0.1), (1.0, 0x04_08_14, 0.62)];
        easel.rect(whole, radial((width * 0.5, height * 0.42), width.hypot(height) * 0.62, &rim));
    });
    let halo = ring * 1.24;
    let area = Rect::new(centre.0 - halo, centre.1 - halo, centre.0 + halo, centre.1 + halo);
    let light =
        [(0.0, CYAN, 0.0), (0.64, CYAN, 0.0), (0.806, CYAN, 0.28), (0.9, CYAN, 0.07), (1.0, CYAN, 0.0)];
    set.sprite(area, 0.0, |easel| easel.rect(area, radial(centre, halo, &light)), glow(0.25, 1.0, 6.0, 0.0));
    lamps(set);
    orbs(set);
}

/// Upright acoustic panels with a lit edge.
fn panels(easel: &mut Easel, width: f64, height: f64, unit: f64) {
    let (wide, gap) = (118.0 * unit, 14.0 * unit);
    let count = (width / (wide + gap)).ceil() as i32 + 1;
    let mut chance = Seeded::new(3);
    for index in 0..count {
        let x = f64::from(index) * (wide + gap) - wide * 0.3;
        let panel = Rect::new(x, -20.0, x + wide, height * 0.9);
        let tone = mixed(NIGHT, 0x2e_5c_9c, chance.between(0.1, 0.5));
        easel.rounded(
            panel,
            10.0 * unit,
            linear(
                (x, 0.0),
                (x + wide, 0.0),
                &[(0.0, mixed(tone, CYAN, 0.24), 0.5), (0.12, tone, 0.42), (1.0, NIGHT, 0.5)],
            ),
        );
    }
}

fn rings(easel: &mut Easel, centre: (f64, f64), ring: f64, unit: f64) {
    for (share, width, alpha) in [(1.0, 20.0, 0.95), (0.72, 9.0, 0.35), (1.2, 5.0, 0.22)] {
        let path: BezPath = Circle::new(centre, ring * share).to_path(0.1);
        easel.stroke(&path, (width + 26.0) * unit, ink(0x4a_b4_ff, alpha * 0.22));
        easel.stroke(&path, width * unit, ink(0xbc_ec_ff, alpha));
    }
}

fn floor(easel: &mut Easel, width: f64, height: f64, unit: f64) {
    let top = if height > 1.2 * width { 0.78 * height } else { 0.87 * height };
    let area = Rect::new(0.0, top, width, height);
    easel.rect(
        area,
        linear(
            (0.0, top),
            (0.0, height),
            &[(0.0, 0x1d_3d_6c, 1.0), (0.12, 0x10_22_40, 1.0), (1.0, 0x08_12_26, 1.0)],
        ),
    );
    easel.rect(Rect::new(0.0, top, width, top + 3.0 * unit), ink(CYAN, 0.4));
}

/// Two lamps outside the frame, one cool and one warm.
fn lamps(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    for (index, (x, y, rgb)) in [(0.02, 0.3, 0x8a_7c_ff), (0.98, 0.42, ROSE)].into_iter().enumerate() {
        let (x, y, radius) = (x * width, y * height, 330.0 * unit);
        let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
        let stops = [(0.0, rgb, 0.44), (0.5, rgb, 0.14), (1.0, rgb, 0.0)];
        let motion = glow(0.45, 1.0, 7.0 + 2.0 * index as f64, 0.4 * index as f64);
        set.sprite(area, 0.0, |easel| easel.rect(area, radial((x, y), radius, &stops)), motion);
    }
}

/// Small lights far behind, out of focus.
fn orbs(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let mut chance = Seeded::new(21);
    for index in 0..9 {
        let (x, y) = (chance.between(0.02, 0.98) * width, chance.between(0.05, 0.62) * height);
        let radius = chance.between(10.0, 28.0) * unit;
        let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
        let rgb = chance.pick(&[CYAN, 0x9c_b8_ff, ROSE], CYAN);
        let stops = [(0.0, rgb, 0.26), (0.8, rgb, 0.32), (0.92, rgb, 0.2), (1.0, rgb, 0.0)];
        let way = (chance.between(-30.0, 30.0) * unit, chance.between(-46.0, -8.0) * unit);
        let path = drift(way, 6.0 * unit, chance.between(8.0, 14.0), f64::from(index) * 0.27, 0.7);
        set.sprite(area, 0.0, |easel| easel.circle((x, y), radius, radial((x, y), radius, &stops)), path);
    }
}
