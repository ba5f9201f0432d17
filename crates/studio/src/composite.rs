//! Pixel arithmetic: premultiplied RGBA to BT.709 planes, and pictures with alpha over planes.
//!
//! Whole numbers on rows, so that every machine gives the same picture. The functions are written for [`vectorized`]:
//! inlined into it, they are compiled once for each set of vector instructions, and the best one is taken when it runs.
//!
//! A picture over black is `p`; over another background `b` it is `p + (b - zero) * (255 - alpha) / 255`, where `zero`
//! is 16 for luma and 128 for chroma.

/// Pixels of a row that are looked at together: short enough to skip what is clear, long enough for vectors.
pub(crate) const RUN: usize = 64;

/// Premultiplied red, green, blue and alpha.
pub(crate) type Pixel = [u8; 4];

/// Runs an expression with the best vector instructions of this machine; what it calls must be `#[inline(always)]`.
macro_rules! vectorized {
    ($work:expr) => {
        fearless_simd::dispatch!(
            fearless_simd::Level::try_detect().unwrap_or(fearless_simd::Level::baseline()),
            _ => $work
        )
    };
}
pub(crate) use vectorized;

/// Two rows of a frame, and the row of chroma that they share.
pub(crate) struct RowPair<'a> {
    pub luma: [&'a mut [u8]; 2],
    pub u: &'a mut [u8],
    pub v: &'a mut [u8],
}

/// Writes two rows of a picture over black.
#[inline(always)]
pub(crate) fn write([above, below]: [&[Pixel]; 2], out: RowPair<'_>) {
    let [upper, lower] = out.luma;
    for (pixels, luma) in [(above, upper), (below, lower)] {
        for (luma, pixel) in luma.iter_mut().zip(pixels) {
            *luma = luma_of(*pixel);
        }
    }
    write_chroma([above, below], out.u, out.v);
}

/// Lays two rows of a picture over what is there.
#[inline(always)]
pub(crate) fn lay([above, below]: [&[Pixel]; 2], out: RowPair<'_>) {
    let [upper, lower] = out.luma;
    let runs = above.chunks(RUN).zip(below.chunks(RUN));
    let luma = upper.chunks_mut(RUN).zip(lower.chunks_mut(RUN));
    let chroma = out.u.chunks_mut(RUN / 2).zip(out.v.chunks_mut(RUN / 2));
    for (((above, below), (upper, lower)), (u, v)) in runs.zip(luma).zip(chroma) {
        match coverage([above, below]) {
            Coverage::Clear => {}
            Coverage::Opaque => write([above, below], RowPair { luma: [upper, lower], u, v }),
            Coverage::Partial => blend([above, below], RowPair { luma: [upper, lower], u, v }),
        }
    }
}

/// Lays one colour over the whole of each of two rows.
#[inline(always)]
pub(crate) fn veil(pixels: [Pixel; 2], out: RowPair<'_>) {
    for (row, pixel) in out.luma.into_iter().zip(pixels) {
        for luma in row {
            *luma = luma_over(*luma, luma_of(pixel), pixel[3]);
        }
    }
    let (mut u, mut v) = ([0], [0]);
    let [above, below] = pixels;
    write_chroma([&[above; 2], &[below; 2]], &mut u, &mut v);
    let alpha = above[3].midpoint(below[3]);
    for (row, picture) in [(out.u, u[0]), (out.v, v[0])] {
        for chroma in row {
            *chroma = chroma_over(*chroma, picture, alpha);
        }
    }
}

/// Mean alpha of each square of four pixels.
#[inline(always)]
pub(crate) fn halve_alpha([above, below]: [&[u8]; 2], out: &mut [u8]) {
    let squares = above.as_chunks::<2>().0.iter().zip(below.as_chunks::<2>().0);
    for (out, (a, b)) in out.iter_mut().zip(squares) {
        let sum = u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]);
        *out = ((sum + 2) >> 2) as u8;
    }
}

enum Coverage {
    Clear,
    Partial,
    Opaque,
}

#[inline(always)]
fn coverage(rows: [&[Pixel]; 2]) -> Coverage {
    let (mut all, mut any) = (u32::MAX, 0);
    for row in rows {
        for pixel in row {
            let pixel = u32::from_le_bytes(*pixel);
            all &= pixel;
            any |= pixel;
        }
    }
    match (all >> 24, any >> 24) {
        (_, 0) => Coverage::Clear,
        (255, _) => Coverage::Opaque,
        _ => Coverage::Partial,
    }
}

/// One run that is partly clear.
#[inline(always)]
fn blend([above, below]: [&[Pixel]; 2], out: RowPair<'_>) {
    let [upper, lower] = out.luma;
    let mut alpha = [[0; RUN]; 2];
    for ((pixels, luma), alpha) in [(above, upper), (below, lower)].into_iter().zip(&mut alpha) {
        for ((luma, pixel), alpha) in luma.iter_mut().zip(pixels).zip(alpha) {
            *luma = luma_over(*luma, luma_of(*pixel), pixel[3]);
            *alpha = pixel[3];
        }
    }
    let (mut u, mut v, mut alpha_half) = ([0; RUN / 2], [0; RUN / 2], [0; RUN / 2]);
    write_chroma([above, below], &mut u, &mut v);
    halve_alpha([&alpha[0], &alpha[1]], &mut alpha_half);
    for (out, picture) in [(out.u, &u), (out.v, &v)] {
        for ((out, picture), alpha) in out.iter_mut().zip(picture).zip(&alpha_half) {
            *out = chroma_over(*out, *picture, *alpha);
        }
    }
}

/// Luma in 16 to 235; the three weights make 219/255 of 256.
#[inline(always)]
fn luma_of(pixel: Pixel) -> u8 {
    let pixel = u32::from_le_bytes(pixel);
    let (r, g, b) = (pixel & 0xff, (pixel >> 8) & 0xff, (pixel >> 16) & 0xff);
    (((47 * r + 157 * g + 16 * b + 128) >> 8) + 16) as u8
}

/// Chroma around 128, of the mean colour of each square of four pixels; the weights of a grey make nothing.
#[inline(always)]
fn write_chroma([above, below]: [&[Pixel]; 2], u: &mut [u8], v: &mut [u8]) {
    const RED_BLUE: u32 = 0x00ff_00ff;
    // The sums of columns: red below blue in one number, green in another.
    let (mut red_blue, mut green) = ([0u32; RUN], [0u32; RUN]);
    let runs = above.chunks(RUN).zip(below.chunks(RUN));
    for (((above, below), u), v) in runs.zip(u.chunks_mut(RUN / 2)).zip(v.chunks_mut(RUN / 2)) {
        let columns = above.iter().zip(below).zip(red_blue.iter_mut().zip(&mut green));
        for ((above, below), (red_blue, green)) in columns {
            let (above, below) = (u32::from_le_bytes(*above), u32::from_le_bytes(*below));
            *red_blue = (above & RED_BLUE) + (below & RED_BLUE);
            *green = ((above >> 8) & 0xff) + ((below >> 8) & 0xff);
        }
        let squares = red_blue.as_chunks::<2>().0.iter().zip(green.as_chunks::<2>().0);
        for ((u, v), (red_blue, green)) in u.iter_mut().zip(v).zip(squares) {
            let red_blue = red_blue[0] + red_blue[1];
            let (r, g, b) =
                ((red_blue & 0xffff) as i32, (green[0] + green[1]) as i32, (red_blue >> 16) as i32);
            *u = (((-26 * r - 86 * g + 112 * b + 512) >> 10) + 128) as u8;
            *v = (((112 * r - 102 * g - 10 * b + 512) >> 10) + 128) as u8;
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
    fn a_veil_over_its_own_colour_changes_nothing() {
        for alpha in 0..=255u8 {
            let white = 16 + (219 * u16::from(alpha) / 255) as u8;
            assert_eq!(luma_over(16, white, alpha), white);
            assert!(luma_over(235, white, alpha).abs_diff(235) <= 1);
            assert_eq!(chroma_over(128, 128, alpha), 128);
            assert!(chroma_over(255, 128, alpha) >= 128 && chroma_over(0, 128, alpha) <= 128);
        }
    }

    #[test]
    fn colours_become_what_bt_709_says() {
        // Red, green, blue, white, black, grey and a skin, with Y, Cb and Cr of the standard in limited range.
        let known = [
            ([255, 0, 0], [63, 102, 240]),
            ([0, 255, 0], [173, 42, 26]),
            ([0, 0, 255], [32, 240, 118]),
            ([255, 255, 255], [235, 128, 128]),
            ([0, 0, 0], [16, 128, 128]),
            ([128, 128, 128], [126, 128, 128]),
            ([198, 134, 66], [139, 92, 159]),
        ];
        for ([r, g, b], expected) in known {
            let row = [[r, g, b, 255]; 6];
            let (mut upper, mut lower, mut u, mut v) = ([0; 6], [0; 6], [0; 3], [0; 3]);
            write([&row, &row], RowPair { luma: [&mut upper, &mut lower], u: &mut u, v: &mut v });
            let off = [upper[0], u[0], v[0]].iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max();
            assert!(off <= Some(1), "{r} {g} {b}: {} {} {}", upper[0], u[0], v[0]);
            assert!(upper == lower && upper == [upper[0]; 6] && u == [u[0]; 3] && v == [v[0]; 3]);
        }
    }
}
