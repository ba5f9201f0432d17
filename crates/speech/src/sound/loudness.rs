//! The last step of a sound: -14 LUFS, true peak at most -1 dBTP, written as a WAV.

use super::RATE_HZ;
use super::limiter::Limiter;
use crate::SpeechError;
use ebur128::{EbuR128, Mode};
use std::fs::File;
use std::io::{BufWriter, Seek};
use std::path::Path;

/// Integrated loudness of every finished sound.
const TARGET_LUFS: f64 = -14.0;
/// Close enough: the limiter eats a little loudness, and another pass would only chase it.
const NEAR_ENOUGH_LU: f64 = 0.2;
const PASSES_MAX: usize = 5;
/// -1.3 dB: leaves room for what bending the gain and rounding to 16 bits add.
const CEILING: f32 = 0.861;
/// More gain than this would only lift the noise of a nearly silent sound.
const GAIN_DB_MAX: f64 = 40.0;
/// What the file holds.
const WAV: hound::WavSpec = hound::WavSpec {
    channels: 1,
    sample_rate: RATE_HZ,
    bits_per_sample: 16,
    sample_format: hound::SampleFormat::Int,
};

/// Takes one block of samples.
type Hear<'a> = dyn FnMut(&[f32]) -> Result<(), SpeechError> + 'a;

/// Runs through a sound: calls the listener with one block of samples after another, the same at every call.
pub(crate) type Playback<'a> = dyn Fn(&mut Hear<'_>) -> Result<(), SpeechError> + 'a;

/// Plays a sound until it is as loud as it should be, and keeps that in `wav`. Replaces the file at once when done.
pub(crate) fn master(playback: &Playback<'_>, wav: &Path) -> Result<(), SpeechError> {
    let folder = wav.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(SpeechError::io("make the folder", folder))?;
    let unfinished =
        tempfile::NamedTempFile::new_in(folder).map_err(SpeechError::io("write into", folder))?;
    let mut gain_db = nearer(0.0, loudness(playback)?);
    for pass in 1..=PASSES_MAX {
        let lufs = write(playback, gain_db, unfinished.as_file(), wav)?;
        if (TARGET_LUFS - lufs).abs() <= NEAR_ENOUGH_LU || pass == PASSES_MAX {
            break;
        }
        gain_db = nearer(gain_db, lufs);
    }
    unfinished.persist(wav).map_err(|error| SpeechError::io("write the sound", wav)(error.error))?;
    Ok(())
}

/// The gain that comes nearer to the target, after this one gave this loudness.
fn nearer(gain_db: f64, lufs: f64) -> f64 {
    (gain_db + TARGET_LUFS - lufs).clamp(-GAIN_DB_MAX, GAIN_DB_MAX)
}

/// Loudness of the sound as it is, in LUFS.
fn loudness(playback: &Playback<'_>) -> Result<f64, SpeechError> {
    let mut meter = Meter::new()?;
    playback(&mut |block| meter.hear(block))?;
    meter.lufs()
}

/// Writes the sound with its gain over what the file holds; gives back its loudness, in LUFS.
fn write(playback: &Playback<'_>, gain_db: f64, mut file: &File, wav: &Path) -> Result<f64, SpeechError> {
    let failed = |source: hound::Error| {
        let source = match source {
            hound::Error::IoError(error) => error,
            other => std::io::Error::other(other),
        };
        SpeechError::io("write the sound", wav)(source)
    };
    file.rewind().map_err(SpeechError::io("write the sound", wav))?;
    let mut writer = hound::WavWriter::new(BufWriter::new(file), WAV).map_err(failed)?;
    let mut meter = Meter::new()?;
    limited(playback, gain_db, &mut |block| {
        for sample in block {
            writer
                .write_sample((sample * 32_767.0).round().clamp(-32_767.0, 32_767.0) as i16)
                .map_err(failed)?;
        }
        meter.hear(block)
    })?;
    writer.finalize().map_err(failed)?;
    meter.lufs()
}

/// Measures what it hears.
struct Meter(EbuR128);

impl Meter {
    fn new() -> Result<Self, SpeechError> {
        EbuR128::new(1, RATE_HZ, Mode::I).map(Self).map_err(broken)
    }

    fn hear(&mut self, block: &[f32]) -> Result<(), SpeechError> {
        self.0.add_frames_f32(block).map_err(broken)
    }

    /// A sound too short or too quiet to be gated has no loudness of its own; it counts as right.
    fn lufs(&self) -> Result<f64, SpeechError> {
        let lufs = self.0.loudness_global().map_err(broken)?;
        Ok(if lufs.is_finite() { lufs } else { TARGET_LUFS })
    }
}

fn broken(error: ebur128::Error) -> SpeechError {
    SpeechError::Broken(error.to_string())
}

/// The sound with its gain, through the limiter, in step with the original.
fn limited(playback: &Playback<'_>, gain_db: f64, each: &mut Hear<'_>) -> Result<(), SpeechError> {
    let gain = 10f64.powf(gain_db / 20.0) as f32;
    let mut limiter = Limiter::new(CEILING);
    let mut late = Limiter::DELAY;
    let mut out = Vec::new();
    playback(&mut |block| {
        out.clear();
        for sample in block {
            let limited = limiter.step(sample * gain);
            if late == 0 { out.push(limited) } else { late -= 1 }
        }
        each(&out)
    })?;
    let tail: Vec<f32> = (0..Limiter::DELAY - late).map(|_| limiter.step(0.0)).collect();
    each(&tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_peaky_sound_comes_out_loud_and_under_the_ceiling() {
        // Bursts of a tone with sharp clicks on top: a crest that plain gain would clip.
        let sound: Vec<f32> = (0..5 * RATE_HZ)
            .map(|at| {
                let t = at as f32 / RATE_HZ as f32;
                let burst = if (t * 3.0).fract() < 0.7 { 0.05 } else { 0.001 };
                let click = if at % 4_801 < 3 { 0.5 } else { 0.0 };
                (t * 220.0 * std::f32::consts::TAU).sin() * burst + click
            })
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let wav = folder.path().join("sound.wav");
        master(&|each| sound.chunks(1_000).try_for_each(&mut *each), &wav).unwrap();

        let samples: Vec<f32> = hound::WavReader::open(&wav)
            .unwrap()
            .samples::<i16>()
            .map(|s| f32::from(s.unwrap()) / 32_768.0)
            .collect();
        assert_eq!(samples.len(), sound.len());
        let mut meter = EbuR128::new(1, RATE_HZ, Mode::I | Mode::TRUE_PEAK).unwrap();
        meter.add_frames_f32(&samples).unwrap();
        let lufs = meter.loudness_global().unwrap();
        let peak_db = 20.0 * meter.true_peak(0).unwrap().log10();
        assert!((lufs + 14.0).abs() < 0.5, "{lufs:.2} LUFS");
        assert!(peak_db <= -1.0, "{peak_db:.2} dBTP");
    }
}
