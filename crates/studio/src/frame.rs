//! The frame renderer: any frame of an ad, in any order, as a pure function of its number.
//!
//! The stage is shared; a renderer only keeps buffers and what it drew last, so that several of them draw one ad on as
//! many threads. A frame is the backdrop, the presenter over it, and the caption or the end card over both.

use crate::caption::CaptionPainter;
use crate::easel::Easel;
use crate::end_card::CardPainter;
use crate::picture::{FRAMES_PER_SECOND, Stage};
use crate::planes::Planes;
use crate::rig::{Drawing, punch_in};
use std::sync::Arc;

/// Milliseconds of one frame.
const FRAME_MS: f64 = 1000.0 / FRAMES_PER_SECOND as f64;
/// How much closer the camera is for every second sentence, and how long it takes, in milliseconds.
pub(crate) const PUNCH: f64 = 0.06;
const PUNCH_MS: f64 = 420.0;

/// Draws frames of one ad.
pub struct FrameRenderer {
    stage: Arc<Stage>,
    frame: Planes,
    backdrop: Planes,
    /// The moment that `backdrop` shows, counted in held frames.
    backdrop_tick: Option<u32>,
    drawing: Drawing,
    presenter: Easel,
    captions: CaptionPainter,
    card: CardPainter,
}

impl FrameRenderer {
    /// A renderer with its own buffers (about 20 MB at 1080 × 1920).
    pub fn new(stage: Arc<Stage>) -> Self {
        let area = stage.layout.presenter_area;
        Self {
            frame: Planes::new(stage.layout.size),
            backdrop: Planes::new(stage.layout.size),
            backdrop_tick: None,
            drawing: Drawing::new(&stage.picture.rig),
            presenter: Easel::new(area.width, area.height, area.x as f64, area.y as f64),
            captions: CaptionPainter::new(&stage.captions),
            card: CardPainter::new(&stage.card),
            stage,
        }
    }

    /// The frame of this number, ready for the encoder.
    pub fn planes(&mut self, index: u32) -> &Planes {
        let stage = Arc::clone(&self.stage);
        // Sampled at the middle of the time that the frame is shown.
        let ms = (f64::from(index) + 0.5) * FRAME_MS;
        self.paint_backdrop(&stage, index);
        self.paint_presenter(&stage, ms);
        if stage.card.stands_at(ms) {
            self.card.lay_over(&stage.card, ms, &mut self.frame);
        } else {
            self.captions.lay_over(&stage.captions, ms, FRAME_MS, &mut self.frame);
        }
        &self.frame
    }

    /// The frame of this number as opaque RGBA, row by row.
    pub fn rgba(&mut self, index: u32) -> Vec<u8> {
        self.planes(index).to_rgba()
    }

    fn paint_backdrop(&mut self, stage: &Stage, index: u32) {
        let held = stage.backdrop.frames_held();
        let tick = index / held;
        if self.backdrop_tick != Some(tick) {
            let seconds = f64::from(tick) * f64::from(held) / f64::from(FRAMES_PER_SECOND);
            stage.backdrop.paint(seconds, &mut self.backdrop);
            self.backdrop_tick = Some(tick);
        }
        self.frame.copy_from(&self.backdrop);
    }

    fn paint_presenter(&mut self, stage: &Stage, ms: f64) {
        let picture = &stage.picture;
        let pose = picture.performance.pose_at(ms);
        let zoom = 1.0 + PUNCH * closeness(&stage.sentence_starts_ms, ms);
        self.presenter.clear();
        let (context, origin) = self.presenter.context();
        let to_frame = origin * punch_in(stage.layout.presenter, zoom);
        picture.rig.draw_with(&mut self.drawing, &pose, context, to_frame);
        self.frame.lay(self.presenter.finish(), stage.layout.presenter_area);
    }
}

/// How close the camera is, 0 to 1: it comes closer for every second sentence and eases there and back.
fn closeness(sentence_starts_ms: &[u32], ms: f64) -> f64 {
    let current = sentence_starts_ms.partition_point(|start| f64::from(*start) <= ms);
    let Some(start) = current.checked_sub(1).and_then(|index| sentence_starts_ms.get(index)) else {
        return 0.0;
    };
    let eased = {
        let t = ((ms - f64::from(*start)) / PUNCH_MS).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    };
    match (current, current.is_multiple_of(2)) {
        (1, _) => 0.0,
        (_, true) => eased,
        (_, false) => 1.0 - eased,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_camera_alternates_between_sentences_without_a_jump() {
        let starts = [100, 2_000, 4_000];
        let near = |ms: f64| closeness(&starts, ms);
        assert_eq!((near(0.0), near(1_900.0), near(3_900.0), near(5_900.0)), (0.0, 0.0, 1.0, 0.0));
        for ms in (0..6_000).step_by(33) {
            let ms = f64::from(ms);
            assert!((near(ms + 33.0) - near(ms)).abs() < 0.15, "jump at {ms}");
        }
    }
}
