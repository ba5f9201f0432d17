//! Draws contact sheets of the presenters: `cargo run -p studio --example presenter_sheet -- FOLDER`.
//!
//! `people.png` has everybody in three poses, `turn.png` at the ends of what heads and eyes can do, `talk.png` a strip
//! of frames of a spoken sentence. Prints how long a full frame takes. Look at the sheets after every change to a
//! presenter.

use domain::{Format, FrameSize, Viseme};
use std::path::Path;
use std::time::Instant;
use studio::rig::{Drawing, Side, Zoom, frame_transform, presenters};
use studio::{Energy, Performance, Pose, PresenterRig, sample};
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::kurbo::{Affine, Rect};
use vello_cpu::{Pixmap, RenderContext, Resources};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const PAPERS: [[u8; 3]; 3] = [[0xef, 0xe6, 0xd8], [0x1f, 0x37, 0x42], [0xe0, 0x93, 0x7f]];

/// One picture of a sheet.
struct Cell<'a> {
    rig: &'a PresenterRig,
    pose: Pose,
    paper: [u8; 3],
}

fn main() -> Outcome<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    let portrait = FrameSize { width: 220, height: 392 };
    let upright = frame_transform(Format::Portrait, portrait, Side::Left, Zoom::Normal);
    let square = FrameSize { width: 240, height: 240 };
    let close = frame_transform(Format::Square, square, Side::Left, Zoom::Close);
    sheet(&folder.join("people.png"), &people(), 6, portrait, upright)?;
    sheet(&folder.join("turn.png"), &turns(), 7, square, close)?;
    sheet(&folder.join("talk.png"), &talk(), 8, square, close)?;
    measure();
    Ok(())
}

fn people() -> Vec<Cell<'static>> {
    let mut grin = Pose::default().with_viseme(Viseme::Grin);
    grin = Pose {
        smile: 0.8,
        yaw: -7.0,
        roll: 3.0,
        pitch: -1.0,
        gaze_x: 0.25,
        brow_l: 0.3,
        brow_r: 0.3,
        ..grin
    };
    let mut word = Pose { yaw: 8.0, pitch: 2.0, roll: -2.0, brow_l: 0.5, brow_r: 0.6, ..Pose::default() };
    word = Pose { gaze_x: -0.3, lift_r: 0.5, smile: 0.3, ..word.with_viseme(Viseme::Aa) };
    word.visemes[Viseme::E as usize] = 0.33;
    let rest = Pose { gaze_x: 0.05, brow_l: 0.15, brow_r: 0.15, smile: 0.35, ..Pose::default() };
    let poses = [rest, word, grin];
    let of =
        |rig: &'static PresenterRig| poses.iter().zip(PAPERS).map(move |(pose, paper)| (rig, *pose, paper));
    presenters().iter().flat_map(|rig| of(rig)).map(|(rig, pose, paper)| Cell { rig, pose, paper }).collect()
}

fn turns() -> Vec<Cell<'static>> {
    let at = Pose::default();
    let poses = [
        Pose { yaw: -12.0, ..at },
        Pose { yaw: 12.0, ..at },
        Pose { pitch: -9.0, ..at },
        Pose { roll: -8.0, yaw: 6.0, ..at },
        Pose { blink_l: 1.0, blink_r: 1.0, pitch: 9.0, ..at },
        Pose { gaze_x: -1.0, gaze_y: -0.8, brow_l: 1.0, brow_r: 1.0, ..at },
        Pose { knit: 1.0, gaze_y: 1.0, ..at },
    ];
    presenters()
        .iter()
        .flat_map(|rig| poses.iter().map(move |pose| Cell { rig, pose: *pose, paper: PAPERS[0] }))
        .collect()
}

/// Every third frame of the beginning of a script.
fn talk() -> Vec<Cell<'static>> {
    let mut track =
        sample::track("Meet the mug that people love. Not tomorrow, but today! Is yours still warm?");
    for (index, word) in track.words.iter_mut().enumerate() {
        word.energy = [0.2, 0.9, 0.4][index % 3];
    }
    let cast = presenters().iter().take(2).enumerate();
    cast.flat_map(|(which, rig)| {
        let performance = Performance::plan(&track, Energy::Friendly, 4 + which as u64);
        let frames = (0..32).map(move |frame| (f64::from(frame) * 3.0 + 0.5) * 1_000.0 / 30.0);
        frames.map(move |ms| Cell { rig, pose: performance.pose_at(ms), paper: PAPERS[which] })
    })
    .collect()
}

fn sheet(file: &Path, cells: &[Cell<'_>], columns: usize, size: FrameSize, to_frame: Affine) -> Outcome<()> {
    let (width, height) = (u16::try_from(size.width)?, u16::try_from(size.height)?);
    let rows = cells.len().div_ceil(columns);
    let mut sheet = image::RgbaImage::new(size.width * columns as u32, size.height * rows as u32);
    for (index, cell) in cells.iter().enumerate() {
        let mut canvas = RenderContext::new(width, height);
        let [red, green, blue] = cell.paper;
        canvas.set_paint(AlphaColor::<Srgb>::from_rgb8(red, green, blue));
        canvas.fill_rect(&Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
        cell.rig.draw(&cell.pose, &mut canvas, to_frame);
        canvas.flush();
        let mut pixels = Pixmap::new(width, height);
        canvas.render(&mut pixels, &mut Resources::new());
        let bytes = pixels.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b, pixel.a]).collect();
        let picture =
            image::RgbaImage::from_raw(size.width, size.height, bytes).ok_or("a picture is too short")?;
        let (x, y) = ((index % columns) as u32 * size.width, (index / columns) as u32 * size.height);
        image::imageops::replace(&mut sheet, &picture, i64::from(x), i64::from(y));
    }
    sheet.save(file)?;
    Ok(())
}

/// Prints the best of twenty for the numbers alone and for a whole presenter at 1080 by 1296.
fn measure() {
    let size = FrameSize { width: 1_080, height: 1_296 };
    let pose =
        Pose { yaw: 6.0, pitch: 2.0, roll: -2.0, smile: 0.3, ..Pose::default().with_viseme(Viseme::Aa) };
    let mut canvas = RenderContext::new(1_080, 1_296);
    let mut pixels = Pixmap::new(1_080, 1_296);
    let mut resources = Resources::new();
    for rig in presenters() {
        let mut drawing = Drawing::new(rig);
        let maths = best_ms(|| drawing.pose(rig, &pose));
        let frame = best_ms(|| {
            canvas.reset();
            rig.draw_with(&mut drawing, &pose, &mut canvas, Affine::scale(f64::from(size.width) / 1_000.0));
            canvas.flush();
            canvas.render(&mut pixels, &mut resources);
        });
        println!("{}: numbers {maths:.3} ms, frame {frame:.2} ms", rig.name());
    }
}

fn best_ms(mut work: impl FnMut()) -> f64 {
    let times = (0..20).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1_000.0
    });
    times.fold(f64::MAX, f64::min)
}
