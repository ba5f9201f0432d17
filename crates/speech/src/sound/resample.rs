//! Raising the sample rate by a whole factor: a windowed-sinc filter, taken apart into one phase per new sample.

/// Taps on each side of the sample; with the Kaiser window below, images lie 80 dB down.
const HALF_TAPS: usize = 24;
/// Shape of the Kaiser window.
const BETA: f64 = 8.0;
/// The pass band ends here, as a share of the old Nyquist frequency.
const CUTOFF: f64 = 0.94;

/// Raises 24 kHz or 16 kHz to 48 kHz. Adds no delay: sample `i` becomes sample `i * factor`.
pub(crate) struct Upsampler {
    factor: usize,
    /// For each phase the taps over old samples `i - HALF_TAPS + 1 ..= i + HALF_TAPS`.
    phases: Vec<Vec<f32>>,
}

impl Upsampler {
    /// For sound that has `rate_hz` now; [`super::RATE_HZ`] must be a multiple of it.
    pub(crate) fn from_rate(rate_hz: u32) -> Self {
        let factor = (super::RATE_HZ / rate_hz.max(1)).max(1) as usize;
        Self { factor, phases: (0..factor).map(|phase| phase_taps(phase, factor)).collect() }
    }

    /// How many new samples one old sample becomes.
    pub(crate) fn factor(&self) -> usize {
        self.factor
    }

    /// The sound at the new rate; silence lies on both sides of it.
    pub(crate) fn raise(&self, samples: &[i16]) -> Vec<f32> {
        let mut raised = Vec::with_capacity(samples.len() * self.factor);
        let mut padded = vec![0.0f32; samples.len() + 2 * HALF_TAPS];
        for (to, from) in padded[HALF_TAPS..].iter_mut().zip(samples) {
            *to = f32::from(*from) / 32_768.0;
        }
        for at in 0..samples.len() {
            let window = &padded[at + 1..at + 1 + 2 * HALF_TAPS];
            raised.extend(self.phases.iter().map(|taps| weighted_sum(window, taps)));
        }
        raised
    }
}

/// The sum of products, in eight lanes that a machine adds up side by side; what is left over eights is not there.
#[inline]
pub(super) fn weighted_sum(samples: &[f32], taps: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (samples, taps) in samples.as_chunks::<8>().0.iter().zip(taps.as_chunks::<8>().0) {
        for ((lane, sample), tap) in lanes.iter_mut().zip(samples).zip(taps) {
            *lane += sample * tap;
        }
    }
    lanes.iter().sum()
}

fn phase_taps(phase: usize, factor: usize) -> Vec<f32> {
    let shift = phase as f64 / factor as f64;
    let taps: Vec<f64> = (0..2 * HALF_TAPS)
        .map(|tap| {
            let x = tap as f64 - (HALF_TAPS as f64 - 1.0) - shift;
            sinc(x * CUTOFF) * kaiser(x / HALF_TAPS as f64)
        })
        .collect();
    let sum: f64 = taps.iter().sum();
    taps.iter().map(|tap| (tap / sum) as f32).collect()
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { (std::f64::consts::PI * x).sin() / (std::f64::consts::PI * x) }
}

fn kaiser(x: f64) -> f64 {
    if x.abs() >= 1.0 { 0.0 } else { bessel_i0(BETA * (1.0 - x * x).sqrt()) / bessel_i0(BETA) }
}

/// The modified Bessel function of order zero, by its series.
fn bessel_i0(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= (x / (2.0 * f64::from(k))).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Level of one frequency in a sound, in dB against full scale.
    fn level_db(sound: &[f32], hz: f64, rate_hz: f64) -> f64 {
        let (mut re, mut im) = (0.0, 0.0);
        for (at, sample) in sound.iter().enumerate() {
            let angle = std::f64::consts::TAU * hz * at as f64 / rate_hz;
            re += f64::from(*sample) * angle.cos();
            im += f64::from(*sample) * angle.sin();
        }
        20.0 * (2.0 * (re * re + im * im).sqrt() / sound.len() as f64).max(1e-9).log10()
    }

    #[test]
    fn a_tone_keeps_its_level_and_leaves_no_image() {
        for (rate_hz, tone_hz) in [(24_000u32, 9_000.0f64), (16_000, 6_000.0), (24_000, 440.0)] {
            let tone: Vec<i16> = (0..rate_hz)
                .map(|at| {
                    let angle = std::f64::consts::TAU * tone_hz * f64::from(at) / f64::from(rate_hz);
                    (angle.sin() * 16_384.0) as i16
                })
                .collect();
            let raised = Upsampler::from_rate(rate_hz).raise(&tone);
            assert_eq!(raised.len(), 48_000);
            let inner = &raised[4_800..43_200];
            let tone_db = level_db(inner, tone_hz, 48_000.0);
            assert!((tone_db + 6.02).abs() < 0.1, "{tone_hz} Hz came out at {tone_db:.2} dB");
            let image_db = level_db(inner, f64::from(rate_hz) - tone_hz, 48_000.0);
            assert!(image_db < -80.0, "the image of {tone_hz} Hz is at {image_db:.1} dB");
        }
    }
}
