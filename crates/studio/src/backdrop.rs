//! What stands behind the presenter: a colour, a scene, or somebody's picture, moving slowly.
//!
//! A backdrop is built once for a size and shared by all renderers: one still picture in planes, and a few small
//! sprites that drift, sway or glow over it. Painting it for a moment is a copy and a few blends; a picture is zoomed
//! by a slow camera instead. Still where nothing needs to move: encoders and eyes like that.

use crate::blur::soften;
use crate::easel::Easel;
use crate::error::StudioError;
use crate::layout::PixelRect;
use crate::planes::Planes;
use crate::scene;
use crate::sprite::Sprite;
use crate::zoom::Zoomed;
use domain::{FrameSize, Scene};
use image::error::{LimitError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, Rgb, RgbImage, Rgba};
use std::io::Cursor;
use std::sync::Arc;

/// The most pixels that an uploaded picture may have.
const PICTURE_PIXELS_MAX: u64 = 50_000_000;

/// What to show behind the presenter.
#[derive(Debug, Clone)]
pub enum Backdrop {
    Color(domain::Rgb),
    Scene(Scene),
    Picture(Arc<RgbImage>),
}

impl Backdrop {
    /// A backdrop from an encoded picture (PNG, JPEG or WebP, at most 50 megapixels); what is clear becomes white.
    pub fn decode(bytes: &[u8]) -> Result<Self, StudioError> {
        let reader = ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()
            .map_err(|error| StudioError::Picture(error.into()))?;
        let mut decoder = reader.into_decoder().map_err(StudioError::Picture)?;
        let (width, height) = decoder.dimensions();
        // Asked before anything is decoded: a small file can declare a picture that fills the memory.
        if u64::from(width) * u64::from(height) > PICTURE_PIXELS_MAX {
            let error = LimitError::from_kind(LimitErrorKind::DimensionError);
            return Err(StudioError::Picture(ImageError::Limits(error)));
        }
        let mut limits = Limits::default();
        limits.max_alloc = Some(PICTURE_PIXELS_MAX * 8);
        decoder.set_limits(limits).map_err(StudioError::Picture)?;
        let picture = DynamicImage::from_decoder(decoder).map_err(StudioError::Picture)?;
        Ok(Self::Picture(Arc::new(on_white(picture))))
    }
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let Rgba([red, green, blue, alpha]) = *picture.get_pixel(x, y);
        let over = |value: u8| {
            ((u16::from(value) * u16::from(alpha) + 255 * (255 - u16::from(alpha)) + 127) / 255) as u8
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

/// A backdrop rasterised for one size.
pub(crate) enum BuiltBackdrop {
    Set { still: Planes, sprites: Vec<Sprite> },
    Picture(Zoomed),
}

impl BuiltBackdrop {
    /// Draws every layer. `seconds` is the length of the ad: a picture's camera moves for exactly that long.
    pub fn build(backdrop: &Backdrop, size: FrameSize, seconds: f64) -> Self {
        match backdrop {
            Backdrop::Color(rgb) => scene::colour(*rgb, size).build(),
            Backdrop::Scene(scene) => scene::set(*scene, size).build(),
            Backdrop::Picture(picture) => Self::Picture(Zoomed::new(picture, size, seconds)),
        }
    }

    /// How many frames in a row show the same backdrop: what moves this slowly needs ten pictures a second.
    pub fn frames_held(&self) -> u32 {
        match self {
            Self::Set { sprites, .. } if sprites.is_empty() => u32::MAX,
            Self::Set { .. } | Self::Picture(_) => 3,
        }
    }

    /// Paints the backdrop of a moment over everything in `frame`.
    pub fn paint(&self, seconds: f64, frame: &mut Planes) {
        match self {
            Self::Set { still, sprites } => {
                frame.copy_from(still);
                for sprite in sprites {
                    sprite.lay_over(seconds, frame);
                }
            }
            Self::Picture(zoomed) => zoomed.paint(seconds, frame),
        }
    }
}

/// A set in the making: scenes paint its layers one after the other.
pub(crate) struct SetBuilder {
    pub width: f64,
    pub height: f64,
    /// Pixels for each line of a picture whose short side has 1080 lines.
    pub unit: f64,
    size: FrameSize,
    still: Vec<u8>,
    sprites: Vec<Sprite>,
}

impl SetBuilder {
    pub fn new(size: FrameSize) -> Self {
        let (width, height) = (size.width & !1, size.height & !1);
        let size = FrameSize { width, height };
        let pixels = width as usize * height as usize;
        Self {
            width: f64::from(width),
            height: f64::from(height),
            unit: f64::from(width.min(height)) / 1080.0,
            size,
            still: [0, 0, 0, 255].repeat(pixels),
            sprites: Vec::new(),
        }
    }

    /// Paints on the still picture, out of focus by `blur` pixels of a 1080-line picture.
    pub fn still(&mut self, blur: f64, paint: impl FnOnce(&mut Easel)) {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let mut easel = Easel::new(width, height, 0.0, 0.0);
        easel.clear();
        paint(&mut easel);
        let mut layer = easel.finish().to_vec();
        soften(&mut layer, width, height, blur * self.unit);
        for (under, over) in self.still.chunks_exact_mut(4).zip(layer.chunks_exact(4)) {
            let rest = 255 - u16::from(over[3]);
            for (under, over) in under.iter_mut().zip(over) {
                *under = over.saturating_add(((u16::from(*under) * rest + 127) / 255) as u8);
            }
        }
    }

    /// Adds something that moves: painted once within `area`, then placed anew for each moment (in seconds).
    pub fn sprite(
        &mut self,
        area: vello_cpu::kurbo::Rect,
        blur: f64,
        paint: impl FnOnce(&mut Easel),
        motion: impl Fn(f64) -> crate::sprite::Placement + Send + Sync + 'static,
    ) {
        let area = PixelRect::around_loosely(area);
        let mut easel = Easel::new(area.width, area.height, area.x, area.y);
        easel.clear();
        paint(&mut easel);
        let mut rgba = easel.finish().to_vec();
        soften(&mut rgba, area.width, area.height, blur * self.unit);
        grain_of_light(&mut rgba, area.width);
        self.sprites.push(Sprite::new(&rgba, area, motion));
    }

    /// Finishes the set: a fine, still grain keeps soft gradients from showing steps.
    pub fn build(mut self) -> BuiltBackdrop {
        grain(&mut self.still, self.size.width as usize);
        BuiltBackdrop::Set { still: Planes::from_rgba(&self.still, self.size), sprites: self.sprites }
    }
}

/// Adds up to two steps of brightness.
fn grain(rgba: &mut [u8], width: usize) {
    for (index, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let hash = hash(index % width, index / width);
        let step = (hash & 3) as i16 + ((hash >> 2) & 1) as i16 - 2;
        for channel in pixel.iter_mut().take(3) {
            *channel = (i16::from(*channel) + step).clamp(0, 255) as u8;
        }
    }
}

/// Adds or takes one step of coverage where a sprite is faint, for the same reason.
fn grain_of_light(rgba: &mut [u8], width: usize) {
    for (index, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let [r, g, b, alpha] = pixel else { continue };
        if !(2..=120).contains(alpha) {
            continue;
        }
        let step = (hash(index % width, index / width) % 3) as i16 - 1;
        *alpha = (i16::from(*alpha) + step) as u8;
        for channel in [r, g, b] {
            *channel = (i16::from(*channel) + step).clamp(0, i16::from(*alpha)) as u8;
        }
    }
}

/// A number that looks like chance, for a place.
fn hash(x: usize, y: usize) -> u32 {
    let mut hash = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    hash = (hash ^ (hash >> 15)).wrapping_mul(0x2C1B_3C6D);
    hash ^ (hash >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbaImage};

    fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn what_is_clear_becomes_white_and_what_hides_there_is_not_seen() {
        let mut picture = RgbaImage::from_pixel(2, 1, Rgba([200, 0, 0, 0]));
        picture.put_pixel(1, 0, Rgba([10, 20, 30, 255]));
        let Ok(Backdrop::Picture(picture)) = Backdrop::decode(&png(picture)) else { panic!("not a picture") };
        assert_eq!(picture.as_raw(), &[255, 255, 255, 10, 20, 30]);
    }

    #[test]
    fn a_picture_that_declares_too_much_is_refused_before_it_is_decoded() {
        let mut bytes = png(RgbImage::new(1, 1));
        // Width and height stand 16 bytes into a PNG, followed by five bytes and the checksum of the chunk.
        bytes[16..24].copy_from_slice(&[0, 0, 0x20, 0, 0, 0, 0x20, 0]);
        let checksum = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
        let refused = Backdrop::decode(&bytes).err().unwrap();
        assert!(matches!(refused, StudioError::Picture(ImageError::Limits(_))), "{refused:?}");
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
        })
    }
}
