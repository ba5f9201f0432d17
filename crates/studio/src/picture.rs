//! The ad as a picture: everything that decides what a frame looks like, and the stage that is prepared from it once.

use crate::backdrop::{Backdrop, BuiltBackdrop};
use crate::caption::CaptionPlan;
use crate::end_card::EndCard;
use crate::layout::Layout;
use crate::performance::Performance;
use crate::rig::PresenterRig;
use domain::{Captions, END_CARD_MS, Format, FrameSize, Quality, SpokenTrack};
use std::sync::Arc;

/// Frames a second, everywhere.
pub const FRAMES_PER_SECOND: u32 = 30;

/// An ad before it is drawn. Frames depend on nothing else.
#[derive(Clone)]
pub struct AdPicture {
    pub rig: Arc<PresenterRig>,
    pub performance: Performance,
    pub track: SpokenTrack,
    pub backdrop: Backdrop,
    pub format: Format,
    pub quality: Quality,
    pub captions: Captions,
    /// The words of the end card; empty leaves the plate away.
    pub call_to_action: String,
    /// The small line of the end card, for example the topic; empty leaves it away.
    pub title: String,
}

impl AdPicture {
    /// When the words end and the end card begins, in milliseconds.
    pub fn words_end_ms(&self) -> u32 {
        self.track.words.last().map_or(self.track.duration_ms, |word| word.end_ms)
    }

    /// The length of the whole ad, in milliseconds: the words and the end card.
    pub fn duration_ms(&self) -> u32 {
        self.words_end_ms().saturating_add(END_CARD_MS)
    }

    /// How many frames the ad has.
    pub fn frames(&self) -> u32 {
        let frames = u64::from(self.duration_ms()) * u64::from(FRAMES_PER_SECOND);
        u32::try_from(frames.div_ceil(1000)).unwrap_or(u32::MAX)
    }
}

/// Everything of an ad that is prepared once and shared by all renderers, at one size.
pub struct Stage {
    pub(crate) picture: AdPicture,
    pub(crate) layout: Layout,
    pub(crate) backdrop: BuiltBackdrop,
    pub(crate) captions: CaptionPlan,
    pub(crate) card: EndCard,
    pub(crate) sentence_starts_ms: Vec<u32>,
}

impl Stage {
    /// Prepares an ad at the size that its format and quality have.
    pub fn new(picture: AdPicture) -> Self {
        let size = picture.format.frame_size(picture.quality);
        Self::at_size(picture, size)
    }

    /// Prepares an ad at any size of about the format's shape, for previews. Odd sides lose a pixel.
    pub fn at_size(picture: AdPicture, size: FrameSize) -> Self {
        let size = FrameSize { width: size.width.max(16) & !1, height: size.height.max(16) & !1 };
        let layout = Layout::new(picture.format, size);
        let words_end_ms = f64::from(picture.words_end_ms());
        let seconds = f64::from(picture.duration_ms()) / 1000.0;
        Self {
            backdrop: BuiltBackdrop::build(&picture.backdrop, size, seconds),
            captions: CaptionPlan::new(&picture.track, picture.captions, &layout, words_end_ms),
            card: EndCard::new(&picture.call_to_action, &picture.title, &layout, words_end_ms),
            sentence_starts_ms: picture.track.sentences.iter().map(|sentence| sentence.start_ms).collect(),
            layout,
            picture,
        }
    }

    /// The size of a frame.
    pub fn size(&self) -> FrameSize {
        self.layout.size
    }

    /// How many frames the ad has.
    pub fn frames(&self) -> u32 {
        self.picture.frames()
    }
}
