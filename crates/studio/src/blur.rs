//! A soft focus: three running means in each direction, which look like a Gaussian and cost the same at any radius.

use crate::composite::{Pixel, vectorized};

/// Blurs a premultiplied RGBA picture in place. `radius` is in pixels; less than half a pixel changes nothing.
pub(crate) fn soften(rgba: &mut [u8], width: usize, height: usize, radius: f64) {
    let reach = radius.round() as usize;
    if reach == 0 || width == 0 || height == 0 {
        return;
    }
    let pixels = rgba.as_chunks_mut::<4>().0;
    let mut before = vec![[0; 4]; pixels.len()];
    for _ in 0..3 {
        vectorized!(average_rows(pixels, width, reach));
        before.copy_from_slice(pixels);
        vectorized!(average_columns(&before, pixels, width, reach));
    }
}

/// One over the length of a window, in 23 bits: 255 times its length still fits 32 bits.
fn share(reach: usize) -> u32 {
    (1 << 23) / (2 * reach as u32 + 1)
}

#[inline(always)]
fn mean(sum: [u32; 4], share: u32) -> Pixel {
    sum.map(|sum| ((sum * share + (1 << 22)) >> 23) as u8)
}

#[inline(always)]
fn moved(sum: [u32; 4], coming: Pixel, leaving: Pixel) -> [u32; 4] {
    std::array::from_fn(|index| sum[index] + u32::from(coming[index]) - u32::from(leaving[index]))
}

/// The sum over the window of the first place; what lies before it is like the first.
#[inline(always)]
fn first_sum(reach: usize, at: impl Fn(usize) -> Pixel) -> [u32; 4] {
    let first = at(0).map(|value| u32::from(value) * (reach as u32 + 1));
    (1..=reach).fold(first, |sum, index| moved(sum, at(index), [0; 4]))
}

/// A running mean along each row; edges repeat.
#[inline(always)]
fn average_rows(pixels: &mut [Pixel], width: usize, reach: usize) {
    let share = share(reach);
    let mut line = vec![[0; 4]; width];
    for row in pixels.chunks_exact_mut(width) {
        line.copy_from_slice(row);
        let at = |index: usize| line[index.min(width - 1)];
        let mut sum = first_sum(reach, at);
        for (index, out) in row.iter_mut().enumerate() {
            *out = mean(sum, share);
            sum = moved(sum, at(index + reach + 1), at(index.saturating_sub(reach)));
        }
    }
}

/// A running mean down each column, all columns together; edges repeat.
#[inline(always)]
fn average_columns(before: &[Pixel], after: &mut [Pixel], width: usize, reach: usize) {
    let share = share(reach);
    let last = before.len() / width - 1;
    let row = |index: usize| &before[index.min(last) * width..][..width];
    let mut sums: Vec<[u32; 4]> =
        (0..width).map(|column| first_sum(reach, |index| row(index)[column])).collect();
    for (index, out) in after.chunks_exact_mut(width).enumerate() {
        let (coming, leaving) = (row(index + reach + 1), row(index.saturating_sub(reach)));
        for (((out, sum), coming), leaving) in out.iter_mut().zip(&mut sums).zip(coming).zip(leaving) {
            *out = mean(*sum, share);
            *sum = moved(*sum, *coming, *leaving);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_picture_stays_as_it_is_and_an_edge_becomes_soft() {
        let mut even = [90, 40, 200, 255].repeat(16 * 16);
        let before = even.clone();
        soften(&mut even, 16, 16, 3.0);
        assert_eq!(even, before);
        let mut edge: Vec<u8> = (0..16 * 16).flat_map(|i| [if i % 16 < 8 { 0 } else { 240 }; 4]).collect();
        soften(&mut edge, 16, 16, 2.0);
        let row = &edge[8 * 16 * 4..9 * 16 * 4];
        assert!(row.chunks_exact(4).is_sorted_by(|a, b| a[0] <= b[0]), "{row:?}");
        let middle = edge[8 * 16 * 4 + 8 * 4];
        assert!((60..200).contains(&middle), "the edge is soft: {middle}");
    }

    #[test]
    fn rows_and_columns_are_treated_alike() {
        let dot =
            |across: usize, down: usize| (0..24 * 24usize).map(move |i| (i % 24, i / 24) == (across, down));
        let soft = |across, down| {
            let mut rgba: Vec<u8> = dot(across, down).flat_map(|is| [255 * u8::from(is); 4]).collect();
            soften(&mut rgba, 24, 24, 3.0);
            rgba
        };
        let (one, other) = (soft(3, 20), soft(20, 3));
        for (x, y) in (0..24).flat_map(|x| (0..24).map(move |y| (x, y))) {
            assert!(one[(y * 24 + x) * 4].abs_diff(other[(x * 24 + y) * 4]) <= 1, "{x} {y}");
        }
    }
}
