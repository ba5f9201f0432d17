//! Reads the voice: a WAV of 48 kHz, 16 bit, mono or stereo, cut or padded with silence to the length of the ad.

use crate::error::StudioError;
use std::path::Path;

/// The only rate that is accepted, in samples a second.
pub(super) const SAMPLE_RATE: u32 = 48_000;

/// Interleaved samples.
pub(super) struct Sound {
    pub samples: Vec<i16>,
    pub channels: u16,
}

/// Reads exactly `duration_ms` of sound.
pub(super) fn read(path: &Path, duration_ms: u32) -> Result<Sound, StudioError> {
    let unreadable = |error: hound::Error| StudioError::Sound { reason: error.to_string() };
    let reader = hound::WavReader::open(path).map_err(unreadable)?;
    let spec = reader.spec();
    let fits = spec.sample_rate == SAMPLE_RATE
        && spec.bits_per_sample == 16
        && spec.sample_format == hound::SampleFormat::Int
        && (1..=2).contains(&spec.channels);
    if !fits {
        let (rate, bits, channels) = (spec.sample_rate, spec.bits_per_sample, spec.channels);
        return Err(StudioError::Sound {
            reason: format!("it has {rate} Hz, {bits} bit, {channels} channels"),
        });
    }
    let wanted = u64::from(duration_ms) * u64::from(SAMPLE_RATE) / 1000 * u64::from(spec.channels);
    let wanted = wanted as usize;
    let mut samples = Vec::with_capacity(wanted);
    for sample in reader.into_samples::<i16>().take(wanted) {
        samples.push(sample.map_err(unreadable)?);
    }
    fade_out(&mut samples, usize::from(spec.channels), wanted);
    samples.resize(wanted, 0);
    Ok(Sound { samples, channels: spec.channels })
}

/// A sound that is cut ends in 10 ms of fading instead of a click.
fn fade_out(samples: &mut [i16], channels: usize, wanted: usize) {
    if samples.len() < wanted {
        return;
    }
    let length = (SAMPLE_RATE as usize / 100 * channels).min(samples.len());
    let start = samples.len() - length;
    for (index, sample) in samples.iter_mut().skip(start).enumerate() {
        let left = (length - index) as i32;
        *sample = (i32::from(*sample) * left / length as i32) as i16;
    }
}
