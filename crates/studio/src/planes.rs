//! One picture as three planes: BT.709, limited range, 4:2:0, which is what the encoder eats.
//!
//! Pictures with alpha are laid over it as [`Overlay`]s without a detour through RGB. Everything here is whole-number
//! arithmetic on rows, so that the compiler can use vector instructions and every machine gives the same picture.

use crate::layout::PixelRect;
use domain::FrameSize;
use yuv::{
    BufferStoreMut, YuvConversionMode, YuvPlanarImage, YuvPlanarImageMut, YuvRange, YuvStandardMatrix,
};

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
        to_yuv(rgba, planes.width, planes.height, &mut planes.y, &mut planes.u, &mut planes.v);
        planes
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

/// Converts premultiplied (or opaque) RGBA to planes that hold exactly this picture; transparent becomes black.
pub(crate) fn to_yuv(rgba: &[u8], width: usize, height: usize, y: &mut [u8], u: &mut [u8], v: &mut [u8]) {
    let mut image = YuvPlanarImageMut {
        y_plane: BufferStoreMut::Borrowed(y),
        y_stride: width as u32,
        u_plane: BufferStoreMut::Borrowed(u),
        u_stride: width as u32 / 2,
        v_plane: BufferStoreMut::Borrowed(v),
        v_stride: width as u32 / 2,
        width: width as u32,
        height: height as u32,
    };
    let converted = yuv::rgba_to_yuv420(
        &mut image,
        rgba,
        width as u32 * 4,
        YuvRange::Limited,
        YuvStandardMatrix::Bt709,
        YuvConversionMode::Balanced,
    );
    debug_assert!(converted.is_ok(), "the buffers are made for this size");
}

/// A picture with alpha, ready to be laid over planes.
///
/// The planes hold the picture over black. Over another background `b` a pixel is therefore
/// `p + (b - zero) * (255 - alpha) / 255`, where `zero` is 16 for luma and 128 for chroma.
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
        to_yuv(rgba, self.width, self.height, &mut self.luma, &mut self.u, &mut self.v);
        for (alpha, pixel) in self.alpha.iter_mut().zip(rgba.chunks_exact(4)) {
            *alpha = pixel[3];
        }
        let half = self.width / 2;
        for (rows, out) in self.alpha.chunks_exact(self.width * 2).zip(self.alpha_half.chunks_exact_mut(half))
        {
            let (above, below) = rows.split_at(self.width);
            for ((a, b), out) in above.chunks_exact(2).zip(below.chunks_exact(2)).zip(out) {
                let sum = u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]);
                *out = ((sum + 2) >> 2) as u8;
            }
        }
    }

    /// Lays the picture over the frame, where it stands.
    pub fn lay_over(&self, frame: &mut Planes) {
        let (stride, half) = (frame.width, frame.width / 2);
        lay_plane(&mut frame.y, stride, (self.x, self.y), &self.luma, &self.alpha, self.width, luma_over);
        let corner = (self.x / 2, self.y / 2);
        lay_plane(&mut frame.u, half, corner, &self.u, &self.alpha_half, self.width / 2, chroma_over);
        lay_plane(&mut frame.v, half, corner, &self.v, &self.alpha_half, self.width / 2, chroma_over);
    }
}

/// One plane of [`Overlay::lay_over`]; runs of wholly clear or wholly opaque pixels take a short way.
fn lay_plane(
    frame: &mut [u8],
    stride: usize,
    (x, y): (usize, usize),
    picture: &[u8],
    alpha: &[u8],
    width: usize,
    over: impl Fn(u8, u8, u8) -> u8,
) {
    const RUN: usize = 32;
    if width == 0 {
        return;
    }
    for (row, (picture, alpha)) in picture.chunks_exact(width).zip(alpha.chunks_exact(width)).enumerate() {
        let start = (y + row) * stride + x;
        let Some(frame) = frame.get_mut(start..start + width) else { return };
        for ((frame, picture), alpha) in frame.chunks_mut(RUN).zip(picture.chunks(RUN)).zip(alpha.chunks(RUN))
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

/// One luma sample: `picture` over `under`. The division by 255 is exact to half a step and fits 16 bits.
#[inline(always)]
pub(crate) fn luma_over(under: u8, picture: u8, alpha: u8) -> u8 {
    let rest = u16::from(under.saturating_sub(16)) * (255 - u16::from(alpha)) + 128;
    picture.saturating_add(((rest + (rest >> 8)) >> 8) as u8)
}

/// One chroma sample: as [`luma_over`], around 128.
#[inline(always)]
pub(crate) fn chroma_over(under: u8, picture: u8, alpha: u8) -> u8 {
    let rest = (i16::from(under) - 128) * (255 - i16::from(alpha)) + 128;
    (i16::from(picture) + ((rest + (rest >> 8)) >> 8)).clamp(0, 255) as u8
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
    fn a_veil_over_its_own_colour_changes_nothing() {
        for alpha in 0..=255u8 {
            let white = 16 + (219 * u16::from(alpha) / 255) as u8;
            assert_eq!(luma_over(16, white, alpha), white);
            assert!(luma_over(235, white, alpha).abs_diff(235) <= 1);
            assert_eq!(chroma_over(128, 128, alpha), 128);
            assert!(chroma_over(255, 128, alpha) >= 128 && chroma_over(0, 128, alpha) <= 128);
        }
    }
}
