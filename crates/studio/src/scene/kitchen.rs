//! A kitchen in the evening: teal tiles, a wooden shelf, warm lamps, steam from a kettle.

use super::motion::{drift, glow, sway};
use super::props::{bottle, bowls, jar, mixed, plant, potted, shaded};
use super::seeded::Seeded;
use crate::backdrop::SetBuilder;
use crate::easel::{Easel, ink, linear, radial};
use vello_cpu::kurbo::{BezPath, Rect};

const WALL: u32 = 0x35_55_60;
const WOOD: u32 = 0xc0_93_5c;
const CREAM: u32 = 0xe9_dc_c3;
const AMBER: u32 = 0xff_c9_7a;
const LEAVES: [u32; 4] = [0x5d_8a_63, 0x47_73_55, 0x7a_a0_6c, 0x3c_62_4d];

/// Where the parts stand.
struct Plan {
    width: f64,
    height: f64,
    unit: f64,
    shelf: f64,
    counter: f64,
    lamps: Vec<(f64, f64)>,
    kettle: f64,
}

pub(super) fn paint(set: &mut SetBuilder) {
    let (width, height, unit) = (set.width, set.height, set.unit);
    let tall = height > 1.2 * width;
    let lamp = if tall { 0.155 * height } else { 0.2 * height };
    let lamps = if width > 1.2 * height { vec![0.16, 0.42, 0.9] } else { vec![0.14, 0.86] };
    let plan = Plan {
        width,
        height,
        unit,
        shelf: if tall { 0.316 * height } else { 0.42 * height },
        counter: if tall { 0.655 * height } else { 0.78 * height },
        lamps: lamps.into_iter().map(|share| (share * width, lamp)).collect(),
        kettle: if width > 1.2 * height { 0.3 * width } else { 0.085 * width },
    };
    set.still(4.5, |easel| {
        wall(easel, &plan);
        shelf(easel, &plan);
    });
    set.still(2.0, |easel| {
        counter(easel, &plan);
        lamps_still(easel, &plan);
        mood(easel, &plan);
    });
    light(set, &plan);
    moving(set, &plan);
}

fn wall(easel: &mut Easel, plan: &Plan) {
    let Plan { width, height, unit, .. } = *plan;
    let whole = Rect::new(0.0, 0.0, width, height);
    easel.rect(whole, linear((0.0, 0.0), (width, height), &[(0.0, 0x40_64_70, 1.0), (1.0, 0x27_42_4c, 1.0)]));
    let (tile_width, tile_height, gap) = (148.0 * unit, 66.0 * unit, 5.0 * unit);
    let mut chance = Seeded::new(11);
    let rows = (height / tile_height).ceil() as i32;
    for row in 0..rows {
        let mut x = if row % 2 == 0 { -tile_width / 2.0 } else { 0.0 };
        let y = f64::from(row) * tile_height;
        while x < width {
            let tile = Rect::new(
                x + gap / 2.0,
                y + gap / 2.0,
                x + tile_width - gap / 2.0,
                y + tile_height - gap / 2.0,
            );
            let tone = mixed(
                WALL,
                if chance.share() > 0.5 { 0x6a_92_9c } else { 0x1c_33_3c },
                chance.between(0.0, 0.2),
            );
            easel.rounded(tile, 5.0 * unit, ink(tone, 0.85));
            easel.rounded(
                Rect::new(
                    tile.x0 + 6.0 * unit,
                    tile.y0 + 4.0 * unit,
                    tile.x1 - 6.0 * unit,
                    tile.y0 + 9.0 * unit,
                ),
                2.0 * unit,
                ink(0xff_ff_ff, 0.07),
            );
            x += tile_width;
        }
    }
}

fn shelf(easel: &mut Easel, plan: &Plan) {
    let Plan { width, unit, shelf, .. } = *plan;
    let board = 26.0 * unit;
    easel.soft_rect(
        Rect::new(-60.0, shelf + board, width + 60.0, shelf + board + 46.0 * unit),
        8.0,
        18.0 * unit,
        ink(0x0a_16_1c, 0.5),
    );
    // The same row of things fills any width; the middle of an upright frame is hidden by the presenter anyway.
    let step = 118.0 * unit;
    let count = (width / step).ceil() as i32;
    for index in 0..count {
        let x = (f64::from(index) + 0.5) * width / f64::from(count);
        let y = shelf;
        easel.soft_rect(
            Rect::new(x - 40.0 * unit, y - 120.0 * unit, x + 62.0 * unit, y),
            20.0,
            22.0 * unit,
            ink(0x0a_16_1c, 0.28),
        );
        match index % 7 {
            0 => potted(easel, (x, y), 178.0 * unit, 0xd9_8a_5e, &LEAVES, 3 + index as u64),
            1 => jar(easel, (x, y), (82.0 * unit, 112.0 * unit), 0xc8_83_43, WOOD),
            2 => bottle(easel, (x, y), (58.0 * unit, 172.0 * unit), 0x6f_8f_5a),
            3 => bowls(easel, (x, y), 112.0 * unit, &[CREAM, 0xd0_7c_55, 0xf2_ea_da]),
            4 => jar(easel, (x, y), (76.0 * unit, 92.0 * unit), 0xee_d9_a8, WOOD),
            5 => bottle(easel, (x, y), (52.0 * unit, 150.0 * unit), 0xb5_53_3c),
            _ => jar(easel, (x, y), (90.0 * unit, 128.0 * unit), 0x8c_5a_3a, 0x2b_2f_33),
        }
    }
    let plank = Rect::new(-10.0, shelf, width + 10.0, shelf + board);
    let light = [(0.0, 0xd9_ae_76, 1.0), (0.25, WOOD, 1.0), (1.0, 0x8a_62_3a, 1.0)];
    easel.rect(plank, linear((0.0, shelf), (0.0, shelf + board), &light));
}

fn counter(easel: &mut Easel, plan: &Plan) {
    let Plan { width, height, unit, counter, kettle, .. } = *plan;
    let top = Rect::new(-10.0, counter, width + 10.0, counter + 44.0 * unit);
    easel.soft_rect(
        Rect::new(-60.0, counter - 40.0 * unit, width + 60.0, counter),
        8.0,
        30.0 * unit,
        ink(0x0a_16_1c, 0.5),
    );
    for x in [0.93 * width, kettle - 250.0 * unit] {
        potted(easel, (x, counter), 236.0 * unit, 0x3b_3f_44, &LEAVES, 23);
    }
    bowls(easel, (0.8 * width, counter), 150.0 * unit, &[0xd0_7c_55, CREAM]);
    kettle_body(easel, kettle, counter, unit);
    easel.rect(
        top,
        linear(
            (0.0, counter),
            (0.0, counter + 44.0 * unit),
            &[(0.0, 0xf6_ee_de, 1.0), (1.0, 0xcf_bf_a2, 1.0)],
        ),
    );
    let front = Rect::new(-10.0, counter + 44.0 * unit, width + 10.0, height + 10.0);
    easel.rect(
        front,
        linear(
            (0.0, front.y0),
            (0.0, height),
            &[(0.0, 0x16_26_2c, 1.0), (0.2, 0x24_3b_44, 1.0), (1.0, 0x1a_2b_33, 1.0)],
        ),
    );
}

fn kettle_body(easel: &mut Easel, x: f64, y: f64, unit: f64) {
    let mut body = BezPath::new();
    let (half, height) = (76.0 * unit, 128.0 * unit);
    body.move_to((x - half, y));
    body.curve_to((x - half * 1.1, y - height * 0.7), (x - half * 0.6, y - height), (x, y - height));
    body.curve_to((x + half * 0.6, y - height), (x + half * 1.1, y - height * 0.7), (x + half, y));
    body.close_path();
    let mut spout = BezPath::new();
    spout.move_to((x + half * 0.7, y - height * 0.3));
    spout.curve_to(
        (x + half * 1.4, y - height * 0.4),
        (x + half * 1.2, y - height * 0.8),
        (x + half * 1.7, y - height * 0.86),
    );
    easel.stroke(&spout, 22.0 * unit, ink(0xb5_4b_33, 1.0));
    let mut handle = BezPath::new();
    handle.move_to((x - half * 0.7, y - height * 0.75));
    handle.curve_to(
        (x - half * 0.6, y - height * 1.6),
        (x + half * 0.6, y - height * 1.6),
        (x + half * 0.7, y - height * 0.75),
    );
    easel.stroke(&handle, 13.0 * unit, ink(0x2b_2f_33, 1.0));
    easel.fill(&body, shaded(x - half, x + half, 0xc9_5a_3c));
    easel.circle((x, y - height * 1.04), 13.0 * unit, ink(0x2b_2f_33, 1.0));
}

fn lamps_still(easel: &mut Easel, plan: &Plan) {
    let unit = plan.unit;
    for (x, y) in &plan.lamps {
        easel.line((*x, -10.0), (*x, *y), 4.0 * unit, ink(0x16_22_28, 1.0));
        let (half, tall) = (104.0 * unit, 92.0 * unit);
        let mut shade = BezPath::new();
        shade.move_to((x - half, y + tall));
        shade.curve_to((x - half * 0.9, y + tall * 0.2), (x - half * 0.36, *y), (*x, *y));
        shade.curve_to((x + half * 0.36, *y), (x + half * 0.9, y + tall * 0.2), (x + half, y + tall));
        shade.close_path();
        easel.fill(&shade, shaded(x - half, x + half, 0xe0_a1_3c));
        easel.ellipse((*x, y + tall), (half, 11.0 * unit), ink(0xff_e9_b8, 1.0));
        easel.ellipse((*x, y + tall + 3.0 * unit), (half * 0.55, 8.0 * unit), ink(0xff_ff_f4, 1.0));
    }
}

/// Darker corners and a darker foot: the lamps are what lights the room.
fn mood(easel: &mut Easel, plan: &Plan) {
    let Plan { width, height, .. } = *plan;
    let whole = Rect::new(0.0, 0.0, width, height);
    let rim = [(0.0, 0x0a_12_18, 0.0), (0.6, 0x0a_12_18, 0.06), (1.0, 0x0a_12_18, 0.5)];
    easel.rect(whole, radial((width * 0.5, height * 0.38), width.hypot(height) * 0.62, &rim));
}

fn light(set: &mut SetBuilder, plan: &Plan) {
    for (index, (x, y)) in plan.lamps.iter().enumerate() {
        let (x, y, radius) = (*x, y + 90.0 * plan.unit, 470.0 * plan.unit);
        let stops = [(0.0, AMBER, 0.5), (0.2, AMBER, 0.26), (0.55, AMBER, 0.08), (1.0, AMBER, 0.0)];
        let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
        set.still(0.0, |easel| easel.rect(area, radial((x, y), radius, &stops)));
        let halo = 230.0 * plan.unit;
        let area = Rect::new(x - halo, y - halo, x + halo, y + halo);
        let soft = [(0.0, 0xff_e3_ae, 0.3), (1.0, AMBER, 0.0)];
        set.sprite(
            area,
            0.0,
            |easel| easel.rect(area, radial((x, y), halo, &soft)),
            glow(0.25, 1.0, 5.5, index as f64 * 0.37),
        );
    }
}

fn moving(set: &mut SetBuilder, plan: &Plan) {
    let Plan { width, unit, shelf, counter, kettle, .. } = *plan;
    for index in 0..4 {
        let (x, y, radius) = (kettle + 128.0 * unit, counter - 118.0 * unit, 58.0 * unit);
        let area = Rect::new(x - radius, y - radius, x + radius, y + radius);
        let puff = [(0.0, 0xf4_f8_f8, 0.34), (0.5, 0xf4_f8_f8, 0.13), (1.0, 0xf4_f8_f8, 0.0)];
        let path = drift((26.0 * unit, -270.0 * unit), 16.0 * unit, 6.4, f64::from(index) / 4.0, 0.85);
        set.sprite(area, 0.0, |easel| easel.rect(area, radial((x, y), radius, &puff)), path);
    }
    // Leaves that hang from the shelf at the edge of the frame.
    let (x, y) = (width - 26.0 * unit, shelf + 6.0 * unit);
    let area = Rect::new(x - 200.0 * unit, y - 110.0 * unit, x + 200.0 * unit, y + 270.0 * unit);
    let hang = |easel: &mut Easel| {
        for index in 0..5 {
            let at = (x - f64::from(index % 3) * 26.0 * unit, y + f64::from(index) * 42.0 * unit);
            plant(easel, at, 74.0 * unit, &LEAVES, 40 + index as u64);
        }
    };
    set.sprite(area, 2.0, hang, sway(3.4 * unit, 0.8 * unit, 6.3, 0.2));
}
