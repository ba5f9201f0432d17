//! From bytes of a stranger to a picture of ours: checked by its header before anything large is allocated, decoded
//! within limits, brought to eight bits and a useful size, turned upright and written anew without metadata. In this
//! order, because each step makes the next one cheaper.

use crate::http::PICTURE_BYTES_MAX;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use std::io::Cursor;

const PIXELS_MAX: u64 = 50_000_000;
/// A picture as it comes out of its decoder: so many pixels with four channels of eight bits.
const DECODED_BYTES_MAX: u64 = 4 * PIXELS_MAX;
/// Decoders may take this much beside the picture itself.
const DECODER_BYTES_MAX: u64 = 512 << 20;
/// More than any frame needs, zoom included.
const KEPT_SIDE_MAX: u32 = 3_840;
const JPEG_QUALITY: u8 = 92;

/// A picture that is safe to keep and to show.
#[derive(Debug)]
pub struct CleanPicture {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub content_type: &'static str,
    /// The ending of its file name.
    pub extension: &'static str,
}

/// Why a picture is not taken: a sentence for the person who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefused {
    #[error("This file is empty. Choose a PNG, JPEG or WebP picture.")]
    Empty,
    #[error("This picture is larger than 20 MiB. Save it smaller and try again.")]
    TooHeavy,
    #[error(
        "This is not a PNG, JPEG or WebP picture, whatever its name says. Save it as one of these and try again."
    )]
    NotAPicture,
    #[error(
        "This picture is {width} x {height} pixels, and the studio takes 50 megapixels. Save it smaller and try again."
    )]
    TooLarge { width: u32, height: u32 },
    #[error(
        "This picture is {width} x {height} pixels with 16 bits for each colour, which is more than the studio takes. Save it with 8 bits and try again."
    )]
    TooDeep { width: u32, height: u32 },
    #[error("This picture is damaged: it cannot be read to its end.")]
    Damaged,
}

/// Checks and rewrites a picture. Takes time and memory in proportion to its pixels: call it on a blocking thread.
pub fn clean_picture(bytes: &[u8]) -> Result<CleanPicture, PictureRefused> {
    if bytes.is_empty() {
        return Err(PictureRefused::Empty);
    }
    if bytes.len() > PICTURE_BYTES_MAX {
        return Err(PictureRefused::TooHeavy);
    }
    let format = image::guess_format(bytes).map_err(|_| PictureRefused::NotAPicture)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(PictureRefused::NotAPicture);
    }
    let (picture, orientation) = decode(bytes, format)?;
    let mut picture = shrunk(flat(picture, format));
    picture.apply_orientation(orientation);
    encode(&picture, format)
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), PictureRefused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PictureRefused::Damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(PictureRefused::TooLarge { width, height });
    }
    if decoder.total_bytes() > DECODED_BYTES_MAX {
        return Err(PictureRefused::TooDeep { width, height });
    }
    let orientation = decoder.orientation().map_err(|_| PictureRefused::Damaged)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureRefused::Damaged)?;
    Ok((picture, orientation))
}

/// Eight bits a channel, see-through only where the picture was and its format can be.
fn flat(picture: DynamicImage, format: ImageFormat) -> DynamicImage {
    if picture.color().has_alpha() && format != ImageFormat::Jpeg {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    }
}

/// At most the size that is kept. The finer filters would take the picture as floats first, in four times its memory;
/// what is kept is more than any frame shows, so the difference is not seen.
fn shrunk(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) <= KEPT_SIDE_MAX {
        return picture;
    }
    picture.thumbnail(KEPT_SIDE_MAX, KEPT_SIDE_MAX)
}

/// In the format in which it came.
fn encode(picture: &DynamicImage, format: ImageFormat) -> Result<CleanPicture, PictureRefused> {
    let mut out = Cursor::new(Vec::new());
    let written = match format {
        ImageFormat::Jpeg => {
            picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY))
        }
        _ => picture.write_to(&mut out, format),
    };
    written.map_err(|_| PictureRefused::Damaged)?;
    let (content_type, extension) = match format {
        ImageFormat::Jpeg => ("image/jpeg", "jpg"),
        ImageFormat::WebP => ("image/webp", "webp"),
        _ => ("image/png", "png"),
    };
    Ok(CleanPicture {
        bytes: out.into_inner(),
        width: picture.width(),
        height: picture.height(),
        content_type,
        extension,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(32, 20).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A PNG whose header declares a size and a depth that its bytes do not have.
    fn declaring(width: u32, height: u32, bits: u8) -> Vec<u8> {
        let mut png = written(ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        png[24] = bits;
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        png
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
        })
    }

    #[test]
    fn the_three_formats_come_back_in_their_own() {
        for (format, content_type) in [
            (ImageFormat::Png, "image/png"),
            (ImageFormat::Jpeg, "image/jpeg"),
            (ImageFormat::WebP, "image/webp"),
        ] {
            let clean = clean_picture(&written(format)).unwrap();
            assert_eq!((clean.width, clean.height, clean.content_type), (32, 20, content_type));
            assert_eq!(image::guess_format(&clean.bytes).unwrap(), format);
        }
    }

    #[test]
    fn a_large_one_becomes_small_and_plain() {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgba16(4_000, 800).write_to(&mut out, ImageFormat::Png).unwrap();
        let clean = clean_picture(&out.into_inner()).unwrap();
        assert_eq!((clean.width, clean.height), (3_840, 768));
        let kept = image::load_from_memory(&clean.bytes).unwrap();
        assert_eq!(kept.color(), image::ColorType::Rgba8);
    }

    #[test]
    fn what_is_no_good_is_refused_with_its_reason() {
        assert_eq!(clean_picture(&[]).unwrap_err(), PictureRefused::Empty);
        assert_eq!(
            clean_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap_err(),
            PictureRefused::NotAPicture
        );
        assert_eq!(clean_picture(b"GIF89a rest").unwrap_err(), PictureRefused::NotAPicture);
        assert_eq!(clean_picture(&vec![0; PICTURE_BYTES_MAX + 1]).unwrap_err(), PictureRefused::TooHeavy);
        let bomb = clean_picture(&declaring(65_500, 65_500, 8)).unwrap_err();
        assert!(matches!(bomb, PictureRefused::TooLarge { .. } | PictureRefused::Damaged), "{bomb:?}");
        let deep = clean_picture(&declaring(7_000, 7_000, 16)).unwrap_err();
        assert_eq!(deep, PictureRefused::TooDeep { width: 7_000, height: 7_000 });
        let png = written(ImageFormat::Png);
        assert_eq!(clean_picture(&png[..png.len() / 2]).unwrap_err(), PictureRefused::Damaged);
    }
}
