//! Stills: posters, single moments of an ad, and small pictures of presenters and scenes to choose from.

use crate::backdrop::{Backdrop, BuiltBackdrop};
use crate::frame::FrameRenderer;
use crate::performance::{Energy, Performance};
use crate::picture::{AdPicture, FRAMES_PER_SECOND, Stage};
use crate::planes::Planes;
use crate::rig::{Pose, PresenterRig};
use crate::sample;
use domain::{Captions, Format, FrameSize, Quality, Rgb, Scene, Viseme};
use image::RgbaImage;
use std::sync::Arc;

/// What a presenter says, unheard, in previews.
const SAMPLE_TEXT: &str = "Hello, I would love to tell people about what you make.";
/// The paper behind a presenter in previews.
const PAPER: Rgb = Rgb { r: 185, g: 196, b: 180 };
/// A poster is taken from this long a beginning, in milliseconds.
const POSTER_WITHIN_MS: u32 = 5_000;

/// The frame of an ad at a moment, in full size.
pub fn still(picture: &AdPicture, ms: f64) -> RgbaImage {
    frame_at(&Arc::new(Stage::new(picture.clone())), ms)
}

/// A presenter who smiles, on paper.
pub fn avatar_still(rig: &Arc<PresenterRig>, size: FrameSize) -> RgbaImage {
    let stage = Arc::new(Stage::at_size(talking(rig), size));
    frame_at(&stage, f64::from(poster_ms(&stage.picture)))
}

/// A scene without anybody in it.
pub fn scene_still(scene: Scene, size: FrameSize) -> RgbaImage {
    backdrop_still(&Backdrop::Scene(scene), size)
}

/// Any background without anybody before it, as the film shows it.
pub fn backdrop_still(backdrop: &Backdrop, size: FrameSize) -> RgbaImage {
    let size = FrameSize { width: size.width.max(2) & !1, height: size.height.max(2) & !1 };
    let mut frame = Planes::new(size);
    BuiltBackdrop::build(backdrop, size, 10.0).paint(2.0, &mut frame);
    picture_of(frame.to_rgba(), size)
}

/// An ad that shows only a presenter who talks.
pub(crate) fn talking(rig: &Arc<PresenterRig>) -> AdPicture {
    let track = sample::track(SAMPLE_TEXT);
    AdPicture {
        rig: Arc::clone(rig),
        performance: Performance::plan(&track, Energy::default(), 7),
        track,
        backdrop: Backdrop::Color(PAPER),
        format: Format::Square,
        quality: Quality::Draft,
        captions: Captions::Off,
        call_to_action: String::new(),
        title: String::new(),
    }
}

/// The poster of an ad.
#[cfg(feature = "native")]
pub(crate) fn poster(stage: &Arc<Stage>) -> RgbaImage {
    frame_at(stage, f64::from(poster_ms(&stage.picture)))
}

/// The moment that shows an ad best, in milliseconds: early, eyes open, a friendly mouth, a caption that says something.
pub fn poster_ms(picture: &AdPicture) -> u32 {
    let from = picture.track.words.get(1).map_or(0, |word| word.start_ms);
    let to = picture.words_end_ms().min(from + POSTER_WITHIN_MS);
    let frame_ms = 1000 / FRAMES_PER_SECOND;
    (from..=to)
        .step_by(2 * frame_ms as usize)
        .map(|ms| (pleasantness(&picture.performance.pose_at(f64::from(ms))), ms))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map_or(from, |(_, ms)| ms)
}

/// How good a pose looks when it stands still.
fn pleasantness(pose: &Pose) -> f32 {
    let total: f32 = pose.visemes.iter().sum::<f32>().max(f32::EPSILON);
    let mouth: f32 = Viseme::ALL
        .iter()
        .zip(pose.visemes)
        .map(|(viseme, weight)| {
            let charm = match viseme {
                Viseme::I | Viseme::E | Viseme::Grin => 1.0,
                Viseme::SS | Viseme::Aa => 0.7,
                Viseme::Sil | Viseme::Nn | Viseme::DD => 0.4,
                _ => 0.0,
            };
            charm * weight / total
        })
        .sum();
    let closed = pose.blink_l.max(pose.blink_r).max(0.0);
    let away = pose.gaze_x.abs() + pose.gaze_y.abs() + pose.yaw.abs() / 12.0;
    mouth + pose.smile + 0.2 * pose.brow_l - 4.0 * closed - away
}

fn frame_at(stage: &Arc<Stage>, ms: f64) -> RgbaImage {
    let last = stage.frames().saturating_sub(1);
    let index = (ms.max(0.0) / 1000.0 * f64::from(FRAMES_PER_SECOND)) as u32;
    let rgba = FrameRenderer::new(Arc::clone(stage)).rgba(index.min(last));
    picture_of(rgba, stage.size())
}

fn picture_of(rgba: Vec<u8>, size: FrameSize) -> RgbaImage {
    RgbaImage::from_raw(size.width, size.height, rgba).unwrap_or_default()
}
