//! H.264 by openh264: closed segments that begin with a key frame, all with the same settings.
//!
//! The same settings give the same parameter sets, so segments made by different encoders follow each other in one
//! stream. A constant quantiser with one thread gives the same bytes for the same frames on every run.

use crate::error::StudioError;
use crate::picture::FRAMES_PER_SECOND;
use crate::planes::Planes;
use openh264::encoder::{
    BitRate, Complexity, Encoder, EncoderConfig, FrameRate, FrameType, IntraFramePeriod, Profile, QpRange,
    RateControlMode, VuiConfig,
};
use openh264::formats::YUVSlices;
use openh264::{OpenH264API, Timestamp};

/// The most frames of a segment: a player can seek to a key frame every five seconds.
pub(super) const SEGMENT_FRAMES_MAX: u32 = 150;
/// The quantiser: fine enough that flat areas stay clean and edges crisp.
const QUANTISER: u8 = 22;

/// Consecutive frames as they stand in an MP4: each sample is length-prefixed units without parameter sets.
#[derive(Debug, Default)]
pub(super) struct Segment {
    pub bytes: Vec<u8>,
    /// Length of each sample; the first one is a key frame.
    pub sample_bytes: Vec<u32>,
    pub parameters: ParameterSets,
}

/// What a decoder must know before the first frame.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ParameterSets {
    pub sequence: Vec<u8>,
    pub picture: Vec<u8>,
}

/// Encodes one segment, frame by frame.
pub(super) struct SegmentEncoder {
    encoder: Encoder,
    segment: Segment,
}

impl SegmentEncoder {
    pub fn new() -> Result<Self, StudioError> {
        let config = EncoderConfig::new()
            .bitrate(BitRate::from_bps(50_000_000))
            // The one mode that neither skips frames nor counts what it need not: the quantiser is given anyway.
            .rate_control_mode(RateControlMode::Bufferbased)
            .qp(QpRange::new(QUANTISER, QUANTISER))
            .max_frame_rate(FrameRate::from_hz(FRAMES_PER_SECOND as f32))
            .intra_frame_period(IntraFramePeriod::from_num_frames(SEGMENT_FRAMES_MAX))
            .profile(Profile::High)
            // A tenth less work than medium, for files that are two in a hundred larger and look the same.
            .complexity(Complexity::Low)
            .scene_change_detect(false)
            .adaptive_quantization(false)
            .background_detection(false)
            .num_threads(1)
            .vui(VuiConfig::bt709());
        let encoder = Encoder::with_api_config(OpenH264API::from_source(), config).map_err(refused)?;
        Ok(Self { encoder, segment: Segment::default() })
    }

    /// Adds the next frame of the segment.
    pub fn push(&mut self, frame: &Planes) -> Result<(), StudioError> {
        let (width, height) = (frame.width, frame.height);
        let strides = (width, width / 2, width / 2);
        let source = YUVSlices::new((&frame.y, &frame.u, &frame.v), (width, height), strides);
        let index = self.segment.sample_bytes.len() as u64;
        let at = Timestamp::from_millis(index * 1000 / u64::from(FRAMES_PER_SECOND));
        let stream = self.encoder.encode_at(&source, at).map_err(refused)?;
        if matches!(stream.frame_type(), FrameType::Skip | FrameType::Invalid) {
            return Err(StudioError::Encoder { codec: "H.264", reason: "it skipped a frame".into() });
        }
        let before = self.segment.bytes.len();
        for layer in (0..stream.num_layers()).filter_map(|index| stream.layer(index)) {
            for unit in (0..layer.nal_count()).filter_map(|index| layer.nal_unit(index)) {
                self.segment.add(unit);
            }
        }
        self.segment.sample_bytes.push((self.segment.bytes.len() - before) as u32);
        Ok(())
    }

    pub fn finish(self) -> Segment {
        self.segment
    }
}

impl Segment {
    /// Adds one unit of an Annex B stream: parameter sets aside, all others with their length before them.
    fn add(&mut self, unit: &[u8]) {
        let start = unit.iter().position(|byte| *byte == 1).map_or(0, |one| one + 1);
        let unit = unit.get(start..).unwrap_or_default();
        match unit.first().map(|header| header & 0x1f) {
            Some(7) => self.parameters.sequence = unit.to_vec(),
            Some(8) => self.parameters.picture = unit.to_vec(),
            Some(_) => {
                self.bytes.extend_from_slice(&(unit.len() as u32).to_be_bytes());
                self.bytes.extend_from_slice(unit);
            }
            None => {}
        }
    }
}

fn refused(error: openh264::Error) -> StudioError {
    StudioError::Encoder { codec: "H.264", reason: error.to_string() }
}
