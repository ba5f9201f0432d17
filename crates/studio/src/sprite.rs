//! Sprites: small soft pictures that move over a still backdrop with sub-pixel precision.
//!
//! Positions are fixed-point in 1/16 of a pixel; mixing four neighbours and blending is whole-number arithmetic on
//! rows, so it is cheap and the same everywhere. A sprite may leave the frame; what is outside is not drawn.

use crate::layout::PixelRect;
use crate::planes::{Overlay, Planes, chroma_over, luma_over};
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
    x: f64,
    y: f64,
    motion: Motion,
}

impl Sprite {
    /// A sprite from premultiplied RGBA of the area's size.
    pub fn new(rgba: &[u8], area: LooseRect, motion: impl Fn(f64) -> Placement + Send + Sync + 'static) -> Self {
        let rect = PixelRect { x: 0, y: 0, width: area.width, height: area.height };
        let mut picture = Overlay::new(rect);
        picture.load(rgba);
        Self { picture, x: area.x, y: area.y, motion: Box::new(motion) }
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
        let luma = Target { out: &mut frame.y, width, height, at: (x, y), opacity, zero: 16 };
        lay(luma, &picture.luma, &picture.alpha, picture.width, luma_over);
        for (out, source) in [(&mut frame.u, &picture.u), (&mut frame.v, &picture.v)] {
            let at = (x / 2.0, y / 2.0);
            let target = Target { out, width: width / 2, height: height / 2, at, opacity, zero: 128 };
            lay(target, source, &picture.alpha_half, picture.width / 2, chroma_over);
        }
    }
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

fn lay(target: Target, source: &[u8], alpha: &[u8], source_width: usize, over: impl Fn(u8, u8, u8) -> u8) {
    let Target { out, width, height, at, opacity, zero } = target;
    let source_height = source.len() / source_width.max(1);
    let (left, weight_x) = split(at.0);
    let (top, weight_y) = split(at.1);
    // A pixel mixes the source pixel at its own place with those before it, so the first row and column show nothing.
    let from = (left + 1).max(0) as usize;
    let to = (left + source_width as isize).clamp(0, width as isize) as usize;
    if from >= to {
        return;
    }
    let skip = (from as isize - left - 1) as usize;
    let weights = weights(weight_x, weight_y);
    let mut mixed = vec![zero; to - from];
    let mut mixed_alpha = vec![0u8; to - from];
    for row in 0..source_height.saturating_sub(1) {
        let y = top + 1 + row as isize;
        if y < 0 || y >= height as isize {
            continue;
        }
        let start = row * source_width + skip;
        mix(&mut mixed_alpha, alpha, start, source_width, weights);
        if mixed_alpha.iter().all(|a| *a == 0) {
            continue;
        }
        mix(&mut mixed, source, start, source_width, weights);
        let row_start = y as usize * width;
        let Some(out) = out.get_mut(row_start + from..row_start + to) else { continue };
        for ((out, p), a) in out.iter_mut().zip(&mixed).zip(&mixed_alpha) {
            let a = (u16::from(*a) * opacity) >> 8;
            let p = (u16::from(*p) * opacity + u16::from(zero) * (256 - opacity) + 128) >> 8;
            *out = over(*out, p as u8, a as u8);
        }
    }
}

/// A position as whole pixels and sixteenths towards the next one; the picture starts that much later.
fn split(position: f64) -> (isize, u16) {
    let sixteenths = (position * 16.0).round() as isize;
    let whole = sixteenths.div_euclid(16);
    (whole, sixteenths.rem_euclid(16) as u16)
}

type Vec4 = [u16; 4];

/// How much of the four neighbours a pixel takes, in 1/256.
fn weights(x: u16, y: u16) -> Vec4 {
    // A picture that starts a part of a pixel later shows that part of its left and upper neighbours.
    [x * y, (16 - x) * y, x * (16 - y), (16 - x) * (16 - y)]
}

/// One row of the picture between pixels: `start` is the upper left neighbour of the first.
fn mix(out: &mut [u8], plane: &[u8], start: usize, stride: usize, [a, b, c, d]: Vec4) {
    let below = start + stride;
    let reach = out.len() + 1;
    let (Some(above), Some(below)) = (plane.get(start..start + reach), plane.get(below..below + reach)) else {
        return;
    };
    let above = above.iter().zip(above.iter().skip(1));
    let below = below.iter().zip(below.iter().skip(1));
    for ((out, (p, q)), (r, s)) in out.iter_mut().zip(above).zip(below) {
        let sum = u16::from(*p) * a + u16::from(*q) * b + u16::from(*r) * c + u16::from(*s) * d;
        *out = ((sum + 128) >> 8) as u8;
    }
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
