//! Hills at dusk: a low sun, thin clouds that drift, ridge behind ridge in the haze.

use super::motion::{drift, glow, sway};
use super::props::mixed;
use super::seeded::Seeded;
use crate::backdrop::SetBuilder;
use crate::easel::{Easel, ink, linear, radial};
use vello_cpu::kurbo::{BezPath, Rect};

const SUN: u32 = 0xff_d9_8c;

pub(super) fn paint(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let whole = Rect::new(0.0, 0.0, width, height);
    let tall = height > 1.2 * width;
    let horizon = if tall { 0.53 * height } else { 0.62 * height };
    let sun = (width * if width > 1.2 * height { 0.3 } else { 0.8 }, horizon - 0.07 * height);
    set.still(0.0, |easel| {
        let sky = [
            (0.0, 0x2c_2a_52, 1.0),
            (0.28, 0x5a_45_78, 1.0),
            (0.5, 0xa5_5c_79, 1.0),
            (0.72, 0xe8_8b_68, 1.0),
            (1.0, 0xff_ca_82, 1.0),
        ];
        easel.rect(whole, linear((0.0, 0.0), (0.0, horizon * 1.04), &sky));
        stars(easel, width, horizon, unit);
        let flare = [(0.0, SUN, 0.75), (0.14, SUN, 0.42), (0.45, 0xff_b0_6e, 0.14), (1.0, 0xff_b0_6e, 0.0)];
        easel.rect(whole, radial(sun, 620.0 * unit, &flare));
        easel.circle(
            sun,
            74.0 * unit,
            radial(
                sun,
                74.0 * unit,
                &[(0.0, 0xff_fa_e0, 1.0), (0.8, 0xff_ef_c0, 1.0), (1.0, 0xff_e0_9c, 0.9)],
            ),
        );
    });
    let halo = 260.0 * unit;
    let area = Rect::new(sun.0 - halo, sun.1 - halo, sun.0 + halo, sun.1 + halo);
    let soft = [(0.0, 0xff_ea_b4, 0.34), (1.0, SUN, 0.0)];
    set.sprite(area, 0.0, |easel| easel.rect(area, radial(sun, halo, &soft)), glow(0.2, 1.0, 7.0, 0.0));
    clouds(set, horizon);
    ridges(set, horizon);
    fireflies(set, horizon);
}

fn stars(easel: &mut Easel, width: f64, horizon: f64, unit: f64) {
    let mut chance = Seeded::new(4);
    for _ in 0..46 {
        let (x, y) = (chance.share() * width, chance.share().powi(2) * horizon * 0.5);
        easel.circle(
            (x, y),
            chance.between(0.9, 2.4) * unit,
            ink(0xff_ff_ff, chance.between(0.2, 0.7) as f32),
        );
    }
}

fn clouds(set: &mut SetBuilder, horizon: f64) {
    let (width, unit) = (set.width, set.unit);
    let shapes = [
        (0.12, 0.5, 620.0, 0xff_bd_96),
        (0.7, 0.34, 560.0, 0xd9_8a_9c),
        (0.4, 0.7, 760.0, 0xff_d3_9c),
        (0.95, 0.6, 520.0, 0xff_b0_8c),
    ];
    for (index, (x, y, length, rgb)) in shapes.into_iter().enumerate() {
        let (x, y, length) = (x * width, y * horizon, length * unit);
        let area = Rect::new(x - length * 0.62, y - 60.0 * unit, x + length * 0.62, y + 60.0 * unit);
        let paint = |easel: &mut Easel| {
            let mut chance = Seeded::new(60 + index as u64);
            for part in 0..7 {
                let share = f64::from(part) / 6.0 - 0.5;
                let wide = length * chance.between(0.14, 0.26) * (1.2 - share.abs());
                let at = (x + share * length * 0.72, y + chance.between(-12.0, 12.0) * unit);
                easel.ellipse(at, (wide, chance.between(9.0, 20.0) * unit), ink(rgb, 0.34));
            }
        };
        set.sprite(area, 7.0, paint, sway(46.0 * unit, 0.0, 46.0 + 9.0 * index as f64, index as f64 * 0.21));
    }
}

/// From the far ridge in the haze to the near one in the dark.
fn ridges(set: &mut SetBuilder, horizon: f64) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let layers = [
        (0.0, 64.0, 0xb4_6a_7c),
        (0.045, 90.0, 0x85_50_72),
        (0.115, 110.0, 0x5a_3c_60),
        (0.21, 120.0, 0x35_2a_48),
    ];
    for (index, (down, tall, rgb)) in layers.into_iter().enumerate() {
        let base = horizon + down * height;
        let rise = tall * unit;
        let top = base - rise * 1.7;
        let last = index + 1 == layers.len();
        let bottom = height;
        set.still(1.6 - 0.3 * index as f64, |easel| {
            let stops = [
                (0.0, mixed(rgb, 0xff_c0_86, 0.26), 1.0),
                (0.35, rgb, 1.0),
                (1.0, mixed(rgb, 0x14_12_24, 0.42), 1.0),
            ];
            let path = ridge(width, bottom, base, rise, index as u64, unit);
            easel.fill(&path, linear((0.0, top), (0.0, bottom), &stops));
            if last {
                trees(easel, width, base, rise, unit);
            }
        });
    }
}

/// The line of a ridge at a place, above its base; from 0 to about 1.6.
fn crest(x: f64, seed: u64, unit: f64) -> f64 {
    let s = seed as f64;
    let at = x / unit / 1080.0;
    0.8 + 0.42 * (at * (4.1 + s) + s * 1.9).sin()
        + 0.22 * (at * (9.7 - s) + s * 0.7).sin()
        + 0.08 * (at * 23.0 + s).sin()
}

fn ridge(width: f64, bottom: f64, base: f64, rise: f64, seed: u64, unit: f64) -> BezPath {
    let margin = 40.0 * unit;
    let mut path = BezPath::new();
    path.move_to((-margin, bottom));
    let mut x = -margin;
    while x <= width + margin {
        path.line_to((x, base - rise * crest(x, seed, unit)));
        x += 8.0 * unit;
    }
    path.line_to((width + margin, bottom));
    path.close_path();
    path
}

/// Dark firs on the near ridge.
fn trees(easel: &mut Easel, width: f64, base: f64, rise: f64, unit: f64) {
    let mut chance = Seeded::new(12);
    let mut x = -20.0 * unit;
    while x < width + 20.0 * unit {
        let (tall, foot) =
            (chance.between(46.0, 112.0) * unit, base - rise * crest(x, 3, unit) + 10.0 * unit);
        let half = tall * 0.2;
        let mut path = BezPath::new();
        path.move_to((x, foot - tall));
        path.line_to((x + half, foot));
        path.line_to((x - half, foot));
        path.close_path();
        easel.fill(&path, ink(0x2a_22_3c, 1.0));
        x += chance.between(20.0, 86.0) * unit;
    }
}

fn fireflies(set: &mut SetBuilder, horizon: f64) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let mut chance = Seeded::new(8);
    for index in 0..12 {
        let x = if index % 2 == 0 { chance.between(0.02, 0.24) } else { chance.between(0.78, 0.98) } * width;
        let y = chance.between(horizon, horizon + 0.26 * height);
        let radius = chance.between(7.0, 13.0) * unit;
        let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
        let light = [(0.0, 0xff_f6_c0, 1.0), (0.3, 0xff_dc_7a, 0.55), (1.0, 0xff_c8_5a, 0.0)];
        let way = (chance.between(-44.0, 44.0) * unit, chance.between(-70.0, -10.0) * unit);
        let path = drift(way, 12.0 * unit, chance.between(4.0, 8.0), f64::from(index) * 0.31, 0.9);
        set.sprite(area, 0.0, |easel| easel.rect(area, radial((x, y), radius, &light)), path);
    }
}
