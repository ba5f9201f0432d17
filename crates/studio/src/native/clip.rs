//! Moving pictures of presenters for the page where one is chosen: short, silent, and without a seam when looped.

use super::aac::EncodedSound;
use super::compose::write_segment;
use super::delivery::Delivery;
use super::h264::SegmentEncoder;
use super::mp4::Mp4Writer;
use crate::error::StudioError;
use crate::frame::FrameRenderer;
use crate::picture::Stage;
use crate::preview;
use crate::rig::PresenterRig;
use domain::FrameSize;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

/// The clip plays this many frames forwards and as many backwards.
const FRAMES_ONE_WAY: u32 = 54;
/// The first frame: a moment into the first words.
const FIRST_FRAME: u32 = 8;
/// Width and height, in pixels.
const SIDE: u32 = 320;

/// Writes a looping MP4 of a presenter who talks, 320 × 320, silent, about 100 kB.
pub fn avatar_clip(rig: &Arc<PresenterRig>, mp4: &Path) -> Result<(), StudioError> {
    let size = FrameSize { width: SIDE, height: SIDE };
    let stage = Arc::new(Stage::at_size(preview::talking(rig), size));
    let mut renderer = FrameRenderer::new(stage);
    let mut encoder = SegmentEncoder::new()?;
    let order = (0..FRAMES_ONE_WAY).chain((1..FRAMES_ONE_WAY - 1).rev());
    for frame in order.clone() {
        encoder.push(renderer.planes(FIRST_FRAME + frame))?;
    }
    let segment = encoder.finish();
    let writing = || StudioError::writing(mp4);
    let file = Delivery::begin(mp4)?;
    let frames = order.count() as u32;
    let out = BufWriter::new(file.as_file());
    let mut writer = Mp4Writer::new(out, size, frames, 16, EncodedSound::silent()).map_err(writing())?;
    write_segment(&mut writer, &segment).map_err(writing())?;
    writer.finish(&segment.parameters).map_err(writing())?;
    let mut delivery = Delivery::default();
    delivery.keep(file, mp4)?;
    delivery.publish()
}
