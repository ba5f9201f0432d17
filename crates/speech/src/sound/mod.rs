//! Samples: raising the rate, setting the loudness, keeping peaks down, writing the WAV.

mod limiter;
mod loudness;
mod resample;

pub(crate) use loudness::master;
pub(crate) use resample::Upsampler;

/// Samples a second of everything that leaves this room.
pub(crate) const RATE_HZ: u32 = 48_000;
