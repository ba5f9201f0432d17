//! How captions look at a moment: bold white words, the spoken one dark in a white box; or a plain line.
//!
//! A [`CaptionPlan`] holds every page set once and is shared; a [`CaptionPainter`] belongs to one renderer and repaints
//! only when the page, the spoken word or a step of the short entrance changes.

use super::lettering::Lettering;
use super::pages::{self, Pacing};
use super::setting::{self, Align, SetText, Style};
use crate::easel::{Easel, ink};
use crate::layout::{Layout, PixelRect};
use crate::planes::{Overlay, Planes};
use domain::{Captions, Format, SpokenTrack};
use vello_cpu::kurbo::{Affine, Rect};

const WHITE: u32 = 0xff_ff_ff;
const INK: u32 = 0x10_12_14;
/// A page shows this much before its first word is heard, in milliseconds: eyes are slower than ears.
const EARLY_MS: f64 = 60.0;
/// And stays this long after its last word when nothing follows.
const LINGER_MS: f64 = 450.0;
/// How many frames a page and a spoken word's box take to arrive.
const PAGE_STEPS: u8 = 4;
const WORD_STEPS: u8 = 2;
/// Around a word, for its box and the outline of its letters, in ems.
const MARGIN_EM: f64 = 0.3;

/// Every page of an ad, set and timed.
pub(crate) struct CaptionPlan {
    style: Captions,
    area: PixelRect,
    pages: Vec<PlannedPage>,
}

struct PlannedPage {
    start_ms: f64,
    end_ms: f64,
    /// When each word of the page begins.
    word_starts_ms: Vec<f64>,
    text: SetText,
}

/// What is to be seen at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct View {
    page: usize,
    spoken: usize,
    /// Steps since the page and the spoken word arrived, up to the last.
    page_step: u8,
    word_step: u8,
}

impl CaptionPlan {
    /// Sets every page. Captions end at `until_ms`, where the end card begins.
    pub fn new(track: &SpokenTrack, style: Captions, layout: &Layout, until_ms: f64) -> Self {
        let lettering = Lettering::new();
        let (area, pacing) = match style {
            Captions::Line => (layout.line_area, Pacing::LINE),
            Captions::Word | Captions::Off => (layout.word_area, Pacing::WORD),
        };
        let pages = if style == Captions::Off { Vec::new() } else { pages::paginate(track, pacing) };
        let starts: Vec<f64> = pages
            .iter()
            .map(|page| track.words.get(page.words.start).map_or(0.0, |word| f64::from(word.start_ms)))
            .collect();
        let planned = pages.iter().enumerate().filter_map(|(index, page)| {
            let words = track.words.get(page.words.clone())?;
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            let next = starts.get(index + 1).copied().unwrap_or(f64::INFINITY);
            let last = f64::from(words.last()?.end_ms);
            Some(PlannedPage {
                start_ms: (starts.get(index)? - EARLY_MS).max(0.0),
                end_ms: (last + LINGER_MS).min(next - EARLY_MS).min(until_ms),
                word_starts_ms: words.iter().map(|word| f64::from(word.start_ms)).collect(),
                text: setting::set(&lettering, &texts, text_style(style, area, layout)),
            })
        });
        let room = area.inflate(0.04 * area.width(), 0.04 * area.width());
        Self { style, area: PixelRect::around(room, layout.size), pages: planned.collect() }
    }

    fn view(&self, ms: f64, frame_ms: f64) -> Option<View> {
        let page = self.pages.partition_point(|page| page.start_ms <= ms).checked_sub(1)?;
        let planned = self.pages.get(page).filter(|planned| ms < planned.end_ms)?;
        let steps = |since: f64, most: u8| ((ms - since) / frame_ms).clamp(0.0, f64::from(most)) as u8;
        if self.style == Captions::Line {
            return Some(View { page, spoken: 0, page_step: PAGE_STEPS, word_step: 0 });
        }
        let heard = planned.word_starts_ms.partition_point(|start| *start <= ms + EARLY_MS);
        let spoken = heard.saturating_sub(1);
        let since = planned.word_starts_ms.get(spoken).map_or(0.0, |start| start - EARLY_MS);
        let (page_step, word_step) = (steps(planned.start_ms, PAGE_STEPS), steps(since, WORD_STEPS));
        Some(View { page, spoken, page_step, word_step })
    }
}

fn text_style(style: Captions, area: Rect, layout: &Layout) -> Style {
    let inner = area.inflate(-0.02 * area.width(), 0.0);
    let line = Style {
        area: inner,
        size: 54.0 * layout.unit,
        lines_max: 2,
        space_em: 0.26,
        line_em: 1.2,
        align: Align::Center,
        vertical: 1.0,
    };
    let word = Style { space_em: 0.3, vertical: 0.5, ..line };
    match (style, layout.format) {
        (Captions::Line, _) => line,
        (_, Format::Portrait) => Style { size: 98.0 * layout.unit, ..word },
        (_, Format::Square) => Style { size: 88.0 * layout.unit, ..word },
        (_, Format::Landscape) => {
            Style { size: 124.0 * layout.unit, lines_max: 3, align: Align::Start, ..word }
        }
    }
}

/// Paints captions for one renderer.
pub(crate) struct CaptionPainter {
    easel: Easel,
    overlay: Overlay,
    shown: Option<View>,
}

impl CaptionPainter {
    pub fn new(plan: &CaptionPlan) -> Self {
        let area = plan.area;
        let easel = Easel::new(area.width, area.height, area.x as f64, area.y as f64);
        Self { easel, overlay: Overlay::new(area), shown: None }
    }

    /// Lays the caption of this moment over a frame.
    pub fn lay_over(&mut self, plan: &CaptionPlan, ms: f64, frame_ms: f64, frame: &mut Planes) {
        let Some(view) = plan.view(ms, frame_ms) else { return };
        if self.shown != Some(view) {
            let Some(page) = plan.pages.get(view.page) else { return };
            self.easel.clear();
            match plan.style {
                Captions::Line => paint_line(&mut self.easel, &page.text),
                Captions::Word | Captions::Off => paint_words(&mut self.easel, &page.text, view),
            }
            self.overlay.load(self.easel.finish());
            self.shown = Some(view);
        }
        self.overlay.lay_over(frame);
    }
}

/// How far an entrance has come, with a slight overshoot: 0.. about 1.03 .. 1.
fn spring(step: u8) -> f64 {
    [0.55, 0.88, 1.035, 1.012, 1.0].get(usize::from(step)).copied().unwrap_or(1.0)
}

fn paint_words(easel: &mut Easel, text: &SetText, view: View) {
    let Some(bounds) = text.bounds else { return };
    let size = text.size;
    let arrival = 0.86 + 0.14 * spring(view.page_step);
    easel.through(Affine::scale_about(arrival, bounds.center()));
    for word in text.words.iter().filter(|word| word.word != view.spoken) {
        easel.fill(&word.halo, ink(INK, 0.16));
        easel.fill(&word.rim, ink(INK, 0.7));
        easel.fill(&word.outline, ink(WHITE, 1.0));
    }
    for word in text.words.iter().filter(|word| word.word == view.spoken) {
        let bounds = word.bounds;
        let plate =
            Rect::new(bounds.x0, bounds.y0 + 0.02 * size, bounds.x1, bounds.y1).inflate(0.14 * size, 0.0);
        let scale = arrival * (0.94 + 0.03 * f64::from(view.word_step));
        easel.through(Affine::scale_about(scale, plate.center()));
        easel.rounded(plate.inflate(0.05 * size, 0.05 * size), 0.19 * size, ink(INK, 0.16));
        easel.rounded(plate, 0.14 * size, ink(WHITE, 1.0));
        easel.fill(&word.outline, ink(INK, 1.0));
    }
}

fn paint_line(easel: &mut Easel, text: &SetText) {
    let Some(bounds) = text.bounds else { return };
    let size = text.size;
    let plate = bounds.inflate(MARGIN_EM * size, 0.08 * size);
    easel.rounded(plate, 0.22 * size, ink(INK, 0.66));
    for word in &text.words {
        easel.fill(&word.outline, ink(WHITE, 1.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Quality;

    #[test]
    fn every_word_has_its_moment_in_order() {
        let track =
            crate::sample::track("Your coffee was perfect. Then you answered one email, and it went cold.");
        for format in Format::ALL {
            let layout = Layout::new(format, format.frame_size(Quality::Full));
            let plan = CaptionPlan::new(&track, Captions::Word, &layout, f64::INFINITY);
            let mut lit = Vec::new();
            for frame in 0..400 {
                let ms = (f64::from(frame) + 0.5) * 1000.0 / 30.0;
                if let Some(view) = plan.view(ms, 1000.0 / 30.0)
                    && lit.last() != Some(&(view.page, view.spoken))
                {
                    lit.push((view.page, view.spoken));
                }
            }
            assert_eq!(lit.len(), track.words.len(), "{format}: {lit:?}");
            assert!(lit.is_sorted());
        }
    }

    #[test]
    fn no_page_meets_the_face() {
        let track = crate::sample::track(
            "Answered unquestionably everything supercalifragilisticexpialidocious now.",
        );
        for format in Format::ALL {
            let layout = Layout::new(format, format.frame_size(Quality::Full));
            for style in [Captions::Word, Captions::Line] {
                let plan = CaptionPlan::new(&track, style, &layout, f64::INFINITY);
                for page in &plan.pages {
                    let bounds = page.text.bounds.unwrap();
                    assert!(bounds.intersect(layout.face).is_zero_area(), "{format} {style:?}: {bounds:?}");
                }
            }
        }
    }
}
