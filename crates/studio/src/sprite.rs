//! Sprites: small soft pictures that move over a still backdrop with sub-pixel precision.
//!
//! Positions are fixed-point in 1/16 of a pixel; mixing four neighbours and blending is whole-number arithmetic on
//! rows, so it is cheap and the same everywhere. A sprite may leave the frame; what is outside is not drawn.

use crate::composite::{chroma_over, luma_over, vectorized};
use crate::layout::PixelRect;
use crate::planes::{Overlay, Planes};
use std::ops::Range;
use vello_cpu::kurbo::Rect;

/// Where a sprite is at a moment, against where it was painted, in pixels; and how much of it is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placement {
    pub dx: f64,
    pub dy: f64,
    pub opacity: f64,
}

/// A rectangle in which a sprite is painted; it may reach out of the frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LooseRect {
    pub x: f64,
    pub y: f64,
    pub width: usize,
    pub height: usize,
}

impl PixelRect {
    /// An even rectangle around `rect`, inside the frame or not.
    pub(crate) fn around_loosely(rect: Rect) -> LooseRect {
        let even = |v: f64| (v / 2.0).floor() * 2.0;
        let (x, y) = (even(rect.x0), even(rect.y0));
        let side = |from: f64, to: f64| ((to - from).clamp(2.0, 8192.0).ceil() as usize).next_multiple_of(2);
        LooseRect { x, y, width: side(x, rect.x1), height: side(y, rect.y1) }
    }
}

type Motion = Box<dyn Fn(f64) -> Placement + Send + Sync>;

/// A picture and its way of moving.
pub(crate) struct Sprite {
    picture: Overlay,
    /// Where each row of luma and of chroma has something to show.
    spans: Vec<Range<usize>>,
    spans_half: Vec<Range<usize>>,
    x: f64,
    y: f64,
    motion: Motion,
}

impl Sprite {
    /// A sprite from premultiplied RGBA of the area's size.
    pub fn new(
        rgba: &[u8],
        area: LooseRect,
        motion: impl Fn(f64) -> Placement + Send + Sync + 'static,
    ) -> Self {
        let rect = PixelRect { x: 0, y: 0, width: area.width, height: area.height };
        let mut picture = Overlay::new(rect);
        picture.load(rgba);
        Self {
            spans: spans(&picture.alpha, picture.width),
            spans_half: spans(&picture.alpha_half, picture.width / 2),
            picture,
            x: area.x,
            y: area.y,
            motion: Box::new(motion),
        }
    }

    /// Lays the sprite over a frame where it is at this moment.
    pub fn lay_over(&self, seconds: f64, frame: &mut Planes) {
        let placement = (self.motion)(seconds);
        let opacity = (placement.opacity.clamp(0.0, 1.0) * 256.0).round() as u16;
        if opacity == 0 {
            return;
        }
        let (x, y) = (self.x + placement.dx, self.y + placement.dy);
        let (width, height) = (frame.width, frame.height);
        let picture = &self.picture;
        let source =
            Source { plane: &picture.luma, alpha: &picture.alpha, spans: &self.spans, width: picture.width };
        let target = Target { out: &mut frame.y, width, height, at: (x, y), opacity, zero: 16 };
        vectorized!(lay(target, &source, luma_over));
        for (out, plane) in [(&mut frame.u, &picture.u), (&mut frame.v, &picture.v)] {
            let (alpha, spans) = (&picture.alpha_half, &self.spans_half);
            let source = Source { plane, alpha, spans, width: picture.width / 2 };
            let (width, height, at) = (width / 2, height / 2, (x / 2.0, y / 2.0));
            let target = Target { out, width, height, at, opacity, zero: 128 };
            vectorized!(lay(target, &source, chroma_over));
        }
    }
}

/// From the first to the last pixel of each row that shows anything.
fn spans(alpha: &[u8], width: usize) -> Vec<Range<usize>> {
    let seen = |row: &[u8]| {
        let first = row.iter().position(|alpha| *alpha > 0)?;
        let last = row.iter().rposition(|alpha| *alpha > 0)?;
        Some(first..last + 1)
    };
    alpha.chunks_exact(width.max(1)).map(|row| seen(row).unwrap_or(0..0)).collect()
}

/// A plane to draw on, and how.
struct Target<'a> {
    out: &'a mut [u8],
    width: usize,
    height: usize,
    at: (f64, f64),
    /// 0 to 256.
    opacity: u16,
    zero: u8,
}

/// A plane to draw from.
struct Source<'a> {
    plane: &'a [u8],
    alpha: &'a [u8],
    spans: &'a [Range<usize>],
    width: usize,
}

#[inline(always)]
fn lay(target: Target<'_>, source: &Source<'_>, over: impl Fn(u8, u8, u8) -> u8 + Copy) {
    let Target { out, width, height, at, opacity, zero } = target;
    let (left, weight_x) = split(at.0);
    let (top, weight_y) = split(at.1);
    let weights = weights(weight_x, weight_y);
    let mut mixed = [0u8; RUN];
    let mut mixed_alpha = [0u8; RUN];
    for row in 0..source.spans.len().saturating_sub(1) {
        // A pixel mixes the source pixel at its own place with those before it, so that the first row and column
        // of a sprite show nothing; sprites are painted with clear edges.
        let y = top + 1 + row as isize;
        if y < 0 || y >= height as isize {
            continue;
        }
        let (above, below) = (&source.spans[row], &source.spans[row + 1]);
        let (start, end) = join(above, below);
        // Columns of the source whose left neighbour exists, cut to what lies in the frame.
        let start = (start.saturating_sub(1) as isize).max(-left - 1).max(0) as usize;
        let end =
            (end as isize).min(width as isize - left - 1).min(source.width as isize - 1).max(0) as usize;
        let mut column = start;
        while column < end {
            let count = RUN.min(end - column);
            let at = row * source.width + column;
            let place = y as usize * width + (left + 1 + column as isize) as usize;
            column += count;
            let alpha = run(&mut mixed_alpha, source.alpha, at, source.width, count, weights);
            if alpha.iter().fold(0, |any, alpha| any | alpha) == 0 {
                continue;
            }
            let plane = run(&mut mixed, source.plane, at, source.width, count, weights);
            let Some(out) = out.get_mut(place..place + count) else { continue };
            for ((out, p), a) in out.iter_mut().zip(plane).zip(alpha) {
                let a = (u16::from(*a) * opacity) >> 8;
                let p = (u16::from(*p) * opacity + u16::from(zero) * (256 - opacity) + 128) >> 8;
                *out = over(*out, p as u8, a as u8);
            }
        }
    }
}

/// Pixels that are mixed at a time: short enough to skip what is clear, long enough for vector instructions.
const RUN: usize = 128;

/// The columns that two rows show together; nothing where both are empty.
fn join(a: &Range<usize>, b: &Range<usize>) -> (usize, usize) {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => (0, 0),
        (true, false) => (b.start, b.end),
        (false, true) => (a.start, a.end),
        (false, false) => (a.start.min(b.start), a.end.max(b.end)),
    }
}

/// A position as whole pixels and sixteenths towards the next one; the picture starts that much later.
fn split(position: f64) -> (isize, u16) {
    let sixteenths = (position * 16.0).round() as isize;
    (sixteenths.div_euclid(16), sixteenths.rem_euclid(16) as u16)
}

/// How much of its upper left, upper, left and own source pixel a pixel takes, in 1/256.
fn weights(x: u16, y: u16) -> [u16; 4] {
    [x * y, (16 - x) * y, x * (16 - y), (16 - x) * (16 - y)]
}

/// Some pixels of one row, between source pixels; `at` is the upper left neighbour of the first.
#[inline(always)]
fn run<'a>(
    buffer: &'a mut [u8; RUN],
    plane: &'a [u8],
    at: usize,
    stride: usize,
    count: usize,
    [a, b, c, d]: [u16; 4],
) -> &'a [u8] {
    let below = at + stride;
    if d == 256 {
        // Exactly on a pixel: nothing to mix.
        return plane.get(below + 1..below + 1 + count).unwrap_or_default();
    }
    let (Some(above), Some(below)) = (plane.get(at..at + count + 1), plane.get(below..below + count + 1))
    else {
        return &[];
    };
    let out = &mut buffer[..count];
    let above = above.iter().zip(above.iter().skip(1));
    let below = below.iter().zip(below.iter().skip(1));
    for ((out, (p, q)), (r, s)) in out.iter_mut().zip(above).zip(below) {
        let sum = u16::from(*p) * a + u16::from(*q) * b + u16::from(*r) * c + u16::from(*s) * d;
        *out = ((sum + 128) >> 8) as u8;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::FrameSize;

    fn dot(dx: f64, opacity: f64) -> Planes {
        let size = FrameSize { width: 32, height: 32 };
        let mut rgba = vec![0; 16 * 16 * 4];
        for y in 4..12 {
            rgba[(y * 16 + 4) * 4..(y * 16 + 12) * 4].fill(255);
        }
        let area = LooseRect { x: 8.0, y: 8.0, width: 16, height: 16 };
        let sprite = Sprite::new(&rgba, area, move |_| Placement { dx, dy: 0.0, opacity });
        let mut frame = Planes::new(size);
        sprite.lay_over(0.0, &mut frame);
        frame
    }

    #[test]
    fn half_a_pixel_spreads_over_two() {
        let frame = dot(0.5, 1.0);
        let row: Vec<u8> = frame.y[16 * 32..17 * 32].to_vec();
        let edge = row.iter().position(|y| *y > 20).unwrap();
        assert!((100..150).contains(&row[edge]), "{row:?}");
        assert_eq!(row[edge + 1], 235);
    }

    #[test]
    fn a_sprite_may_leave_the_frame_on_every_side() {
        for dx in [-100.0, -14.3, -9.0, 9.7, 20.1, 100.0] {
            dot(dx, 0.7);
        }
    }

    #[test]
    fn opacity_scales_the_picture() {
        let frame = dot(0.0, 0.5);
        assert!(frame.y.iter().max().unwrap().abs_diff(125) <= 2);
    }
}
