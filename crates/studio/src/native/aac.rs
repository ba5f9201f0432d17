//! AAC by Fraunhofer's encoder: low complexity, 128 kbit/s, as raw packets of 1,024 samples.
//!
//! The encoder answers late; how late is part of the result, so that the container can skip it and lips stay in step.

use super::sound::{SAMPLE_RATE, Sound};
use crate::error::StudioError;
use fdk_aac::enc::{AudioObjectType, BitRate, ChannelMode, Encoder, EncoderParams, Transport};

/// Samples of a packet, for each channel.
pub(super) const PACKET_SAMPLES: usize = 1024;

/// After so many empty answers the encoder is not late any more, but broken.
const ANSWERS_LATE_MAX: usize = 8;

/// A whole sound, encoded: 16 kB for each second.
pub(super) struct EncodedSound {
    pub bytes: Vec<u8>,
    pub packet_bytes: Vec<u32>,
    pub sample_rate: u32,
    pub channels: u16,
    /// Samples that come out before the first one that went in.
    pub delay_samples: u32,
    /// What a decoder must know: the AudioSpecificConfig.
    pub config: Vec<u8>,
}

impl EncodedSound {
    /// No sound at all: the film gets no sound track.
    pub fn silent() -> Self {
        let (bytes, packet_bytes, config) = (Vec::new(), Vec::new(), Vec::new());
        Self { bytes, packet_bytes, sample_rate: 48_000, channels: 1, delay_samples: 0, config }
    }
}

/// Encodes a voice to its end. The packets hold the delay and all samples.
pub(super) fn encode(mut voice: Sound) -> Result<EncodedSound, StudioError> {
    let (sample_rate, channels) = (SAMPLE_RATE, voice.channels);
    let encoder = Encoder::new(EncoderParams {
        bit_rate: BitRate::Cbr(128_000),
        sample_rate,
        transport: Transport::Raw,
        channels: if channels == 2 { ChannelMode::Stereo } else { ChannelMode::Mono },
        audio_object_type: AudioObjectType::Mpeg4LowComplexity,
    })
    .map_err(refused)?;
    let info = encoder.info().map_err(refused)?;
    let config = info.confBuf.get(..info.confSize as usize).unwrap_or_default().to_vec();
    let delay_samples = info.nDelay;
    let step = PACKET_SAMPLES * usize::from(channels);
    let delay = delay_samples as usize * usize::from(channels);
    let packets = (voice.length + delay).div_ceil(step);
    let (bytes, packet_bytes) = (Vec::new(), Vec::with_capacity(packets));
    let mut sound = EncodedSound { bytes, packet_bytes, sample_rate, channels, delay_samples, config };
    let mut packet = vec![0u8; 8192];
    let mut piece = vec![0i16; step];
    // The first answers may be empty; silence is fed until every packet is out.
    for _ in 0..packets + ANSWERS_LATE_MAX {
        voice.read(&mut piece)?;
        let made = encoder.encode(&piece, &mut packet).map_err(refused)?;
        if made.output_size > 0 {
            sound.bytes.extend_from_slice(packet.get(..made.output_size).unwrap_or_default());
            sound.packet_bytes.push(made.output_size as u32);
        }
        if sound.packet_bytes.len() == packets {
            return Ok(sound);
        }
    }
    let reason = format!("it made {} of {packets} packets", sound.packet_bytes.len());
    Err(StudioError::Encoder { codec: "AAC", reason })
}

fn refused(error: fdk_aac::enc::EncoderError) -> StudioError {
    StudioError::Encoder { codec: "AAC", reason: error.to_string() }
}
