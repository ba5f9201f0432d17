//! A slow camera over a picture: it fills the frame and comes six per cent closer during the ad.
//!
//! The picture is resampled once, with a good filter, to the size of the closest view; each moment is then a bilinear
//! view of those planes. Within a row the source offset changes only now and then, so rows are mixed in long runs.

use crate::composite::vectorized;
use crate::planes::Planes;
use domain::FrameSize;
use image::RgbImage;
use image::imageops::{self, FilterType};

/// How much closer the camera is at the end.
const APPROACH: f64 = 0.06;

/// A picture ready to be looked at.
pub(crate) struct Zoomed {
    source: Planes,
    seconds: f64,
}

impl Zoomed {
    /// Fits a picture to a frame, cutting what stands over, for an ad of this length.
    pub fn new(picture: &RgbImage, size: FrameSize, seconds: f64) -> Self {
        let side = |pixels: u32| ((f64::from(pixels) * (1.0 + APPROACH)).ceil() as u32).next_multiple_of(2);
        let (width, height) = (side(size.width & !1), side(size.height & !1));
        let fitted = cover(picture, width, height);
        let mut rgba: Vec<u8> = Vec::with_capacity(fitted.len() / 3 * 4);
        for pixel in fitted.pixels() {
            rgba.extend_from_slice(&[pixel[0], pixel[1], pixel[2], 255]);
        }
        let source = Planes::from_rgba(&rgba, FrameSize { width, height });
        Self { source, seconds: seconds.max(1.0) }
    }

    /// Paints the view of a moment.
    pub fn paint(&self, seconds: f64, frame: &mut Planes) {
        let progress = (seconds / self.seconds).clamp(0.0, 1.0);
        // From the whole source to the middle of it, one source pixel for each pixel of the frame.
        let share = 1.0 - progress * APPROACH / (1.0 + APPROACH);
        let source = &self.source;
        let (width, height) = (frame.width, frame.height);
        let (sw, sh) = (source.width / 2, source.height / 2);
        vectorized!({
            view(&source.y, source.width, source.height, &mut frame.y, width, height, share);
            view(&source.u, sw, sh, &mut frame.u, width / 2, height / 2, share);
            view(&source.v, sw, sh, &mut frame.v, width / 2, height / 2, share);
        });
    }
}

/// The middle of a picture at exactly this size.
fn cover(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (from_width, from_height) = (picture.width().max(1), picture.height().max(1));
    let scale = (f64::from(width) / f64::from(from_width)).max(f64::from(height) / f64::from(from_height));
    let cut = |wanted: u32, from: u32| ((f64::from(wanted) / scale).round() as u32).clamp(1, from);
    let (cut_width, cut_height) = (cut(width, from_width), cut(height, from_height));
    let (x, y) = ((from_width - cut_width) / 2, (from_height - cut_height) / 2);
    let part = imageops::crop_imm(picture, x, y, cut_width, cut_height);
    imageops::resize(&*part, width, height, FilterType::Lanczos3)
}

/// The middle `share` of a plane, stretched over another.
#[inline(always)]
fn view(source: &[u8], sw: usize, sh: usize, out: &mut [u8], width: usize, height: usize, share: f64) {
    if width == 0 || height == 0 || sw < 2 || sh < 2 {
        return;
    }
    let columns = runs(sw, width, share);
    let mut mixed = vec![0u8; sw];
    for (row, out) in out.chunks_exact_mut(width).enumerate() {
        let (y, weight) = place(row, sh, height, share);
        let (Some(above), Some(below)) =
            (source.get(y * sw..(y + 1) * sw), source.get((y + 1) * sw..(y + 2) * sw))
        else {
            continue;
        };
        for ((mixed, above), below) in mixed.iter_mut().zip(above).zip(below) {
            *mixed = blend(*above, *below, weight);
        }
        for run in &columns {
            let end = run.start + run.weights.len();
            let (Some(out), Some(left), Some(right)) = (
                out.get_mut(run.start..end),
                mixed.get(run.start + run.offset..end + run.offset),
                mixed.get(run.start + run.offset + 1..end + run.offset + 1),
            ) else {
                continue;
            };
            for (((out, left), right), weight) in out.iter_mut().zip(left).zip(right).zip(&run.weights) {
                *out = blend(*left, *right, *weight);
            }
        }
    }
}

#[inline(always)]
fn blend(a: u8, b: u8, weight: u16) -> u8 {
    ((u16::from(a) * (256 - weight) + u16::from(b) * weight + 128) >> 8) as u8
}

/// Neighbouring pixels that read the source at the same distance.
struct Run {
    start: usize,
    offset: usize,
    weights: Vec<u16>,
}

fn runs(source: usize, width: usize, share: f64) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for x in 0..width {
        let (at, weight) = place(x, source, width, share);
        let offset = at.saturating_sub(x);
        match runs.last_mut().filter(|run| run.offset == offset) {
            Some(run) => run.weights.push(weight),
            None => runs.push(Run { start: x, offset, weights: vec![weight] }),
        }
    }
    runs
}

/// The source pixel left of (above) a pixel of the frame, and the share of the next one in 1/256.
fn place(index: usize, source: usize, count: usize, share: f64) -> (usize, u16) {
    let view = source as f64 * share;
    let position = (source as f64 - view) / 2.0 + (index as f64 + 0.5) * view / count as f64 - 0.5;
    let position = position.clamp(0.0, source as f64 - 1.001);
    let whole = (position as usize).min(source - 2);
    (whole, ((position - whole as f64) * 256.0).clamp(0.0, 256.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_camera_comes_closer_and_keeps_the_middle() {
        let picture =
            RgbImage::from_fn(300, 200, |x, y| image::Rgb([if x < 150 { 20 } else { 220 }, y as u8 / 4, 90]));
        let size = FrameSize { width: 108, height: 192 };
        let zoomed = Zoomed::new(&picture, size, 10.0);
        let (mut first, mut last) = (Planes::new(size), Planes::new(size));
        zoomed.paint(0.0, &mut first);
        zoomed.paint(10.0, &mut last);
        for frame in [&first, &last] {
            let row = &frame.y[96 * 108..97 * 108];
            assert!(row[50] + 30 < row[57], "the middle edge stays in the middle: {row:?}");
        }
        assert_ne!(first.y, last.y);
    }

    #[test]
    fn any_shape_of_picture_fills_the_frame() {
        let size = FrameSize { width: 64, height: 36 };
        for (width, height) in [(1, 1), (2000, 3), (3, 500), (64, 36)] {
            let picture = RgbImage::from_pixel(width, height, image::Rgb([200, 100, 50]));
            let mut frame = Planes::new(size);
            Zoomed::new(&picture, size, 5.0).paint(5.0, &mut frame);
            assert!(frame.y.iter().all(|y| *y > 90), "{width}x{height}");
        }
    }
}
