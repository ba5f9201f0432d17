//! A soft focus: three running means in each direction, which look like a Gaussian and cost the same at any radius.

/// Blurs a premultiplied RGBA picture in place. `radius` is in pixels; less than half a pixel changes nothing.
pub(crate) fn soften(rgba: &mut [u8], width: usize, height: usize, radius: f64) {
    let reach = radius.round() as usize;
    if reach == 0 || width == 0 || height == 0 {
        return;
    }
    let mut line = vec![[0u8; 4]; width.max(height)];
    for _ in 0..3 {
        for row in 0..height {
            run(rgba, row * width, 1, width, reach, &mut line);
        }
        for column in 0..width {
            run(rgba, column, width, height, reach, &mut line);
        }
    }
}

/// One running mean over `count` pixels that begin at `start` and lie `step` pixels apart; edges repeat.
fn run(rgba: &mut [u8], start: usize, step: usize, count: usize, reach: usize, line: &mut [[u8; 4]]) {
    for (index, pixel) in line.iter_mut().take(count).enumerate() {
        let at = (start + index * step) * 4;
        if let Some(source) = rgba.get(at..at + 4) {
            pixel.copy_from_slice(source);
        }
    }
    let window = 2 * reach as u32 + 1;
    let scale = (1 << 24) / window;
    let pixel =
        |index: isize| line.get(index.clamp(0, count as isize - 1) as usize).copied().unwrap_or_default();
    let mut sum = [0u32; 4];
    for index in -(reach as isize)..=reach as isize {
        add(&mut sum, pixel(index));
    }
    for index in 0..count {
        let at = (start + index * step) * 4;
        if let Some(out) = rgba.get_mut(at..at + 4) {
            for (out, sum) in out.iter_mut().zip(sum) {
                *out = ((u64::from(sum) * u64::from(scale) + (1 << 23)) >> 24) as u8;
            }
        }
        add(&mut sum, pixel(index as isize + reach as isize + 1));
        let leaving = pixel(index as isize - reach as isize);
        for (sum, value) in sum.iter_mut().zip(leaving) {
            *sum -= u32::from(value);
        }
    }
}

fn add(sum: &mut [u32; 4], pixel: [u8; 4]) {
    for (sum, value) in sum.iter_mut().zip(pixel) {
        *sum += u32::from(value);
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
        let middle = edge[8 * 16 * 4 + 8 * 4];
        assert!((60..200).contains(&middle), "the edge is soft: {middle}");
    }
}
