//! One picture as three planes: BT.709, limited range, 4:2:0, which is what the encoder eats.
//!
//! Pictures with alpha are laid over it without a detour through RGB: once with [`Planes::lay`], or kept as an
//! [`Overlay`] and laid over many frames.

use crate::composite::{self, Pixel, RowPair, chroma_over, luma_over, vectorized};
use crate::layout::PixelRect;
use domain::FrameSize;
use yuv::{YuvPlanarImage, YuvRange, YuvStandardMatrix};

/// A whole frame.
#[derive(Debug, Clone)]
pub struct Planes {
    pub width: usize,
    pub height: usize,
    pub y: Vec<u8>,
    pub u: Vec<u8>,
    pub v: Vec<u8>,
}

impl Planes {
    /// A black frame. Both sides are made even.
    pub fn new(size: FrameSize) -> Self {
        let (width, height) = (size.width as usize & !1, size.height as usize & !1);
        let chroma = width * height / 4;
        Self { width, height, y: vec![16; width * height], u: vec![128; chroma], v: vec![128; chroma] }
    }

    /// The frame of an opaque RGBA picture; `rgba` has exactly `width * height * 4` bytes.
    pub fn from_rgba(rgba: &[u8], size: FrameSize) -> Self {
        let mut planes = Self::new(size);
        let area = PixelRect { x: 0, y: 0, width: planes.width, height: planes.height };
        let pixels = rgba.as_chunks::<4>().0;
        vectorized!(planes.each_row_pair(pixels, area, composite::write));
        planes
    }

    /// Lays a premultiplied RGBA picture over a rectangle of the frame that is exactly as large.
    pub fn lay(&mut self, rgba: &[u8], area: PixelRect) {
        let pixels = rgba.as_chunks::<4>().0;
        vectorized!(self.each_row_pair(pixels, area, composite::lay));
    }

    /// Lays one colour over whole rows, from an even row `top` on; `shares` has its opacity in each, 0 to 1.
    pub fn veil(&mut self, top: usize, rgb: u32, shares: impl Iterator<Item = f32>) {
        let [_, r, g, b] = rgb.to_be_bytes();
        let pixel = |share: f32| [r, g, b, 255].map(|value| (f32::from(value) * share).round() as u8);
        let pixels: Vec<Pixel> = shares.map(pixel).collect();
        vectorized!(self.veil_rows(top, &pixels));
    }

    #[inline(always)]
    fn veil_rows(&mut self, top: usize, pixels: &[Pixel]) {
        let half = self.width / 2;
        let luma = self.y.chunks_exact_mut(2 * self.width).skip(top / 2);
        let chroma = self.u.chunks_exact_mut(half).zip(self.v.chunks_exact_mut(half)).skip(top / 2);
        for (([above, below], luma), (u, v)) in pixels.as_chunks::<2>().0.iter().zip(luma).zip(chroma) {
            composite::veil([*above, *below], RowPair { luma: luma.split_at_mut(self.width).into(), u, v });
        }
    }

    #[inline(always)]
    fn each_row_pair(
        &mut self,
        pixels: &[Pixel],
        area: PixelRect,
        work: impl Fn([&[Pixel]; 2], RowPair<'_>) + Copy,
    ) {
        let PixelRect { x, y, width, height } = area;
        if width == 0 {
            return;
        }
        let columns = x..x + width;
        let half_columns = x / 2..(x + width) / 2;
        let luma = self.y.chunks_exact_mut(2 * self.width).skip(y / 2).take(height / 2);
        let u = self.u.chunks_exact_mut(self.width / 2).skip(y / 2);
        let v = self.v.chunks_exact_mut(self.width / 2).skip(y / 2);
        for (((rows, luma), u), v) in pixels.chunks_exact(2 * width).zip(luma).zip(u).zip(v) {
            let (upper, lower) = luma.split_at_mut(self.width);
            let rows = rows.split_at(width);
            if let (Some(upper), Some(lower), Some(u), Some(v)) = (
                upper.get_mut(columns.clone()),
                lower.get_mut(columns.clone()),
                u.get_mut(half_columns.clone()),
                v.get_mut(half_columns.clone()),
            ) {
                work(rows.into(), RowPair { luma: [upper, lower], u, v });
            }
        }
    }

    /// Takes over another frame of the same size.
    pub fn copy_from(&mut self, other: &Planes) {
        self.y.copy_from_slice(&other.y);
        self.u.copy_from_slice(&other.u);
        self.v.copy_from_slice(&other.v);
    }

    /// The frame as opaque RGBA, row by row.
    pub fn to_rgba(&self) -> Vec<u8> {
        let mut rgba = vec![255; self.width * self.height * 4];
        let image = YuvPlanarImage {
            y_plane: &self.y,
            y_stride: self.width as u32,
            u_plane: &self.u,
            u_stride: self.width as u32 / 2,
            v_plane: &self.v,
            v_stride: self.width as u32 / 2,
            width: self.width as u32,
            height: self.height as u32,
        };
        let stride = self.width as u32 * 4;
        let converted =
            yuv::yuv420_to_rgba(&image, &mut rgba, stride, YuvRange::Limited, YuvStandardMatrix::Bt709);
        debug_assert!(converted.is_ok(), "planes always have the size they say");
        rgba
    }
}

/// A picture with alpha, ready to be laid over many frames. Its planes hold the picture over black.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// Where its upper left corner stands in the frame; even.
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    pub(crate) luma: Vec<u8>,
    pub(crate) u: Vec<u8>,
    pub(crate) v: Vec<u8>,
    pub(crate) alpha: Vec<u8>,
    pub(crate) alpha_half: Vec<u8>,
}

impl Overlay {
    /// An empty overlay for a rectangle of the frame, to be filled by [`Overlay::load`].
    pub fn new(area: PixelRect) -> Self {
        let pixels = area.width * area.height;
        Self {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            luma: vec![16; pixels],
            u: vec![128; pixels / 4],
            v: vec![128; pixels / 4],
            alpha: vec![0; pixels],
            alpha_half: vec![0; pixels / 4],
        }
    }

    /// Takes over a premultiplied RGBA picture of exactly this overlay's size.
    pub fn load(&mut self, rgba: &[u8]) {
        if self.width == 0 || self.height == 0 {
            return;
        }
        vectorized!(self.load_rows(rgba.as_chunks::<4>().0));
    }

    #[inline(always)]
    fn load_rows(&mut self, pixels: &[Pixel]) {
        let (width, half) = (self.width, self.width / 2);
        let rows = pixels.chunks_exact(2 * width);
        let luma = self.luma.chunks_exact_mut(2 * width).zip(self.alpha.chunks_exact_mut(2 * width));
        let chroma = self.u.chunks_exact_mut(half).zip(self.v.chunks_exact_mut(half));
        let halves = self.alpha_half.chunks_exact_mut(half);
        for (((rows, (luma, alpha)), (u, v)), alpha_half) in rows.zip(luma).zip(chroma).zip(halves) {
            for (alpha, pixel) in alpha.iter_mut().zip(rows) {
                *alpha = pixel[3];
            }
            composite::halve_alpha(alpha.split_at(width).into(), alpha_half);
            composite::write(
                rows.split_at(width).into(),
                RowPair { luma: luma.split_at_mut(width).into(), u, v },
            );
        }
    }

    /// Lays the picture over the frame, where it stands.
    pub fn lay_over(&self, frame: &mut Planes) {
        vectorized!(self.lay_planes(frame));
    }

    #[inline(always)]
    fn lay_planes(&self, frame: &mut Planes) {
        let (stride, half) = (frame.width, frame.width / 2);
        lay_plane(&mut frame.y, stride, (self.x, self.y), &self.luma, &self.alpha, self.width, luma_over);
        let corner = (self.x / 2, self.y / 2);
        lay_plane(&mut frame.u, half, corner, &self.u, &self.alpha_half, self.width / 2, chroma_over);
        lay_plane(&mut frame.v, half, corner, &self.v, &self.alpha_half, self.width / 2, chroma_over);
    }
}

/// One plane of [`Overlay::lay_over`]; runs of wholly clear or wholly opaque pixels take a short way.
#[inline(always)]
fn lay_plane(
    frame: &mut [u8],
    stride: usize,
    (x, y): (usize, usize),
    picture: &[u8],
    alpha: &[u8],
    width: usize,
    over: impl Fn(u8, u8, u8) -> u8,
) {
    if width == 0 {
        return;
    }
    for (row, (picture, alpha)) in picture.chunks_exact(width).zip(alpha.chunks_exact(width)).enumerate() {
        let start = (y + row) * stride + x;
        let Some(frame) = frame.get_mut(start..start + width) else { return };
        for ((frame, picture), alpha) in frame
            .chunks_mut(composite::RUN)
            .zip(picture.chunks(composite::RUN))
            .zip(alpha.chunks(composite::RUN))
        {
            let (all, any) = alpha.iter().fold((255, 0), |(all, any), a| (all & a, any | a));
            if any == 0 {
                continue;
            }
            if all == 255 {
                frame.copy_from_slice(picture);
            } else {
                for ((out, p), a) in frame.iter_mut().zip(picture).zip(alpha) {
                    *out = over(*out, *p, *a);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opaque_overlay_replaces_and_a_clear_one_leaves() {
        let size = FrameSize { width: 64, height: 4 };
        let mut frame = Planes::from_rgba(&[200, 40, 90, 255].repeat(64 * 4), size);
        let before = frame.clone();
        let area = PixelRect { x: 0, y: 0, width: 64, height: 2 };
        let mut overlay = Overlay::new(area);
        overlay.load(&[0; 64 * 2 * 4]);
        overlay.lay_over(&mut frame);
        assert_eq!(frame.y, before.y);
        overlay.load(&[255; 64 * 2 * 4]);
        overlay.lay_over(&mut frame);
        assert!(frame.y[..128].iter().all(|&y| y == 235) && frame.y[128..] == before.y[128..]);
    }

    #[test]
    fn laid_once_or_kept_a_picture_looks_the_same() {
        let size = FrameSize { width: 200, height: 12 };
        let ground: Vec<u8> =
            (0..200 * 12).flat_map(|i| [i as u8, (i / 7) as u8, (i / 3) as u8, 255]).collect();
        let (mut once, mut kept) = (Planes::from_rgba(&ground, size), Planes::from_rgba(&ground, size));
        let area = PixelRect { x: 22, y: 4, width: 170, height: 6 };
        // Clear at the left, opaque at the right, every alpha between.
        let picture: Vec<u8> = (0..170 * 6)
            .flat_map(|i| {
                let alpha = (i % 170 * 3usize).saturating_sub(100).min(255) as u8;
                [alpha / 2, alpha, alpha / 3, alpha]
            })
            .collect();
        let before = once.clone();
        once.lay(&picture, area);
        let mut overlay = Overlay::new(area);
        overlay.load(&picture);
        overlay.lay_over(&mut kept);
        assert_eq!((&once.y, &once.u, &once.v), (&kept.y, &kept.u, &kept.v));
        assert_ne!(once.y, before.y);
        assert_eq!(once.y[..4 * 200 + 22 + 33], before.y[..4 * 200 + 22 + 33]);
    }
}
