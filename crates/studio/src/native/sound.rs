//! Reads the voice: a WAV of 48 kHz, 16 bit, mono or stereo, cut or padded with silence to the length of the ad.
//!
//! It is read piece by piece, so that no more of it than a piece is ever in memory.

use crate::error::StudioError;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The only rate that is accepted, in samples a second.
pub(super) const SAMPLE_RATE: u32 = 48_000;
/// A sound that is cut ends in 10 ms of fading instead of a click.
const FADE_FRAMES: usize = SAMPLE_RATE as usize / 100;

/// A voice that is being read.
pub(super) struct Sound {
    samples: hound::WavIntoSamples<BufReader<File>, i16>,
    /// 1 or 2, interleaved.
    pub channels: u16,
    /// How many samples the ad has, over all channels, and how many of them were read.
    pub length: usize,
    read: usize,
    /// From which sample on it is faded out, and for how many.
    fade: (usize, usize),
}

impl Sound {
    /// Opens a WAV, of which exactly `duration_ms` will be heard.
    pub fn open(path: &Path, duration_ms: u32) -> Result<Self, StudioError> {
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
        let frames = u64::from(duration_ms) * u64::from(SAMPLE_RATE) / 1000;
        let length = frames as usize * usize::from(spec.channels);
        let is_cut = reader.len() as usize >= length;
        let fade = if is_cut { (FADE_FRAMES * usize::from(spec.channels)).min(length) } else { 0 };
        Ok(Self {
            samples: reader.into_samples(),
            channels: spec.channels,
            length,
            read: 0,
            fade: (length - fade, fade),
        })
    }

    /// The next samples, interleaved; silence after the end.
    pub fn read(&mut self, piece: &mut [i16]) -> Result<(), StudioError> {
        for out in piece {
            let sample = if self.read < self.length { self.samples.next() } else { None };
            *out = sample.transpose().map_err(unreadable)?.unwrap_or(0);
            let (start, fade) = self.fade;
            if self.read >= start && fade > 0 {
                let left = (self.length.saturating_sub(self.read)) as i32;
                *out = (i32::from(*out) * left / fade as i32) as i16;
            }
            self.read += 1;
        }
        Ok(())
    }
}

fn unreadable(error: hound::Error) -> StudioError {
    StudioError::Sound { reason: error.to_string() }
}
