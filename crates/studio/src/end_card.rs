//! The end card: the call to action on a plate, a small title, and a stage that grows darker behind them.
//!
//! It stands over the last `END_CARD_MS`. The presenter goes on smiling; nothing ever covers the face.

use crate::caption::lettering::Lettering;
use crate::caption::setting::{self, Align, SetText, Style};
use crate::easel::{Easel, ink, linear};
use crate::layout::{Layout, PixelRect};
use crate::planes::{Overlay, Planes};
use domain::Format;
use vello_cpu::kurbo::{Affine, BezPath, Rect};

const WHITE: u32 = 0xff_ff_ff;
const INK: u32 = 0x10_12_14;
/// When each part begins to arrive, in milliseconds after the card begins, and how long it takes.
const PLATE_AT_MS: f64 = 120.0;
const TITLE_AT_MS: f64 = 380.0;
const ARRIVAL_MS: f64 = 420.0;

/// The card's texts, set once and shared by all renderers.
pub(crate) struct EndCard {
    start_ms: f64,
    unit: f64,
    area: PixelRect,
    plate: Option<Plate>,
    title: SetText,
    dusk: (f64, f64),
}

struct Plate {
    rect: Rect,
    text: SetText,
    arrow: (f64, f64),
}

impl EndCard {
    /// Sets the card. An empty call to action leaves the plate away, an empty title the title.
    pub fn new(call_to_action: &str, title: &str, layout: &Layout, start_ms: f64) -> Self {
        let lettering = Lettering::new();
        let height = f64::from(layout.size.height);
        let room = layout.title_area.union(layout.plate_area).inflate(60.0 * layout.unit, 60.0 * layout.unit);
        Self {
            start_ms,
            unit: layout.unit,
            area: PixelRect::around(room, layout.size),
            plate: set_plate(&lettering, call_to_action, layout),
            title: set_title(&lettering, title, layout),
            dusk: (layout.face.y1 - 0.05 * height, height),
        }
    }

    /// Whether the card can be seen at this moment.
    pub fn stands_at(&self, ms: f64) -> bool {
        ms >= self.start_ms
    }
}

fn set_plate(lettering: &Lettering, text: &str, layout: &Layout) -> Option<Plate> {
    let area = layout.plate_area;
    let padding = 36.0 * layout.unit;
    let arrow_room = 92.0 * layout.unit;
    let words: Vec<&str> = text.split_whitespace().collect();
    let size = match layout.format {
        Format::Landscape => 104.0,
        Format::Portrait | Format::Square => 120.0,
    } * layout.unit;
    let inner = Rect::new(
        area.x0 + padding,
        area.y0 + 0.3 * padding,
        area.x1 - padding - arrow_room,
        area.y1 - 0.3 * padding,
    );
    let lines_max = if layout.format == Format::Landscape { 3 } else { 2 };
    let style = Style {
        area: inner,
        size,
        lines_max,
        space_em: 0.25,
        line_em: 1.08,
        align: Align::Start,
        vertical: 0.5,
    };
    let set = setting::set(lettering, &words, style);
    let bounds = set.bounds?;
    let width = bounds.width() + 2.0 * padding + arrow_room;
    // The plate hugs its words; in the centre of the area, or at its left edge where the text is read from there.
    let shift = if layout.format == Format::Landscape { 0.0 } else { (area.width() - width) / 2.0 };
    let text = shifted(set, shift);
    let rect = Rect::new(
        area.x0 + shift,
        bounds.y0 - 0.34 * padding,
        area.x0 + shift + width,
        bounds.y1 + 0.34 * padding,
    );
    Some(Plate { arrow: (rect.x1 - padding - 0.36 * arrow_room, rect.center().y), rect, text })
}

fn set_title(lettering: &Lettering, title: &str, layout: &Layout) -> SetText {
    let title = begun_with_a_capital(title);
    let words: Vec<&str> = title.split_whitespace().collect();
    let (size, lines_max, align, vertical) = match layout.format {
        Format::Portrait => (72.0, 3, Align::Center, 0.5),
        Format::Square => (40.0, 2, Align::Center, 1.0),
        Format::Landscape => (60.0, 3, Align::Start, 1.0),
    };
    let size = size * layout.unit;
    let style =
        Style { area: layout.title_area, size, lines_max, space_em: 0.26, line_em: 1.16, align, vertical };
    setting::set(lettering, &words, style)
}

/// A topic is typed in any way; a title begins with a capital, unless its first word has a spelling of its own (iPhone).
fn begun_with_a_capital(title: &str) -> String {
    let title = title.trim();
    let first = title.split_whitespace().next().unwrap_or_default();
    let mut letters = title.chars();
    match letters.next() {
        Some(letter) if !first.chars().any(char::is_uppercase) => {
            letter.to_uppercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

fn shifted(mut text: SetText, dx: f64) -> SetText {
    for word in &mut text.words {
        // Letters on a plate have no rim, so only the outline moves.
        word.outline.apply_affine(Affine::translate((dx, 0.0)));
    }
    text
}

/// Paints the card for one renderer.
pub(crate) struct CardPainter {
    easel: Easel,
    dusk: Vec<Overlay>,
}

/// The darkening comes in this many steps.
const DUSK_STEPS: usize = 6;

impl CardPainter {
    /// A painter; its pictures are made when the card is first seen.
    pub fn new(card: &EndCard) -> Self {
        let area = card.area;
        let easel = Easel::new(area.width, area.height, area.x as f64, area.y as f64);
        Self { easel, dusk: Vec::new() }
    }

    /// Lays the card of this moment over a frame.
    pub fn lay_over(&mut self, card: &EndCard, ms: f64, frame: &mut Planes) {
        let age_ms = ms - card.start_ms;
        if age_ms < 0.0 {
            return;
        }
        self.lay_dusk(card, age_ms, frame);
        self.easel.clear();
        paint_title(&mut self.easel, card, arrival(age_ms - TITLE_AT_MS));
        if let Some(plate) = &card.plate {
            paint_plate(&mut self.easel, plate, card.unit, age_ms);
        }
        frame.lay(self.easel.finish(), card.area);
    }

    fn lay_dusk(&mut self, card: &EndCard, age_ms: f64, frame: &mut Planes) {
        if self.dusk.is_empty() {
            self.dusk =
                (1..=DUSK_STEPS).map(|step| dusk(card, frame, step as f32 / DUSK_STEPS as f32)).collect();
        }
        let step = (age_ms / 50.0) as usize;
        if let Some(dusk) = self.dusk.get(step.min(DUSK_STEPS - 1)) {
            dusk.lay_over(frame);
        }
    }
}

/// The lower part of the frame, darker towards its edge.
fn dusk(card: &EndCard, frame: &Planes, share: f32) -> Overlay {
    let (top, bottom) = (card.dusk.0 as usize & !1, frame.height);
    let area = PixelRect { x: 0, y: top, width: frame.width, height: bottom - top };
    let mut easel = Easel::new(area.width, area.height, 0.0, area.y as f64);
    easel.clear();
    let stops =
        [(0.0, INK, 0.0), (0.3, INK, 0.16 * share), (0.65, INK, 0.46 * share), (1.0, INK, 0.7 * share)];
    let paint = linear((0.0, card.dusk.0), (0.0, card.dusk.1), &stops);
    easel.rect(Rect::new(0.0, top as f64, area.width as f64, bottom as f64), paint);
    let mut overlay = Overlay::new(area);
    overlay.load(easel.finish());
    overlay
}

/// From 0 to 1 with one soft overshoot.
fn arrival(age_ms: f64) -> f64 {
    let t = (age_ms / ARRIVAL_MS).clamp(0.0, 1.0);
    1.0 - (1.0 - t).powi(3) * (1.0 - 2.2 * t)
}

fn paint_title(easel: &mut Easel, card: &EndCard, arrived: f64) {
    if arrived <= 0.0 {
        return;
    }
    let alpha = arrived.clamp(0.0, 1.0) as f32;
    easel.through(Affine::translate((0.0, (1.0 - arrived) * 40.0 * card.unit)));
    for word in &card.title.words {
        easel.fill(&word.halo, ink(INK, 0.16 * alpha));
        easel.fill(&word.rim, ink(INK, 0.66 * alpha));
    }
    for word in &card.title.words {
        easel.fill(&word.outline, ink(WHITE, alpha));
    }
}

fn paint_plate(easel: &mut Easel, plate: &Plate, unit: f64, age_ms: f64) {
    let arrived = arrival(age_ms - PLATE_AT_MS);
    if age_ms < PLATE_AT_MS {
        return;
    }
    let settled = (age_ms - PLATE_AT_MS - ARRIVAL_MS).max(0.0) / 1000.0;
    // Two slow breaths a card: enough to be looked at, never a blink.
    let breath = 1.0 + 0.014 * (1.0 - (settled * std::f64::consts::TAU / 1.2).cos()) / 2.0;
    let scale = (0.72 + 0.28 * arrived) * breath;
    let alpha = (arrived * 1.6).clamp(0.0, 1.0) as f32;
    let rise = (1.0 - arrived) * 70.0 * unit;
    easel.through(Affine::translate((0.0, rise)) * Affine::scale_about(scale, plate.rect.center()));
    let radius = (26.0 * unit).min(plate.rect.height() / 2.0);
    let shadow = plate.rect + vello_cpu::kurbo::Vec2::new(0.0, 14.0 * unit);
    easel.soft_rect(shadow, radius, 20.0 * unit, ink(0, 0.42 * alpha));
    let top = (0.0, plate.rect.y0);
    let paint = linear(top, (0.0, plate.rect.y1), &[(0.0, WHITE, alpha), (1.0, 0xee_ef_ec, alpha)]);
    easel.rounded(plate.rect, radius, paint);
    for word in &plate.text.words {
        easel.fill(&word.outline, ink(INK, alpha));
    }
    let nudge = 8.0 * unit * (1.0 - (settled * std::f64::consts::TAU / 1.2).cos()) / 2.0;
    easel.stroke(&arrow(plate.arrow, unit, nudge), 9.0 * unit, ink(INK, alpha));
}

/// An arrow to the right.
fn arrow((x, y): (f64, f64), unit: f64, nudge: f64) -> BezPath {
    let (x, reach) = (x + nudge, 24.0 * unit);
    let mut path = BezPath::new();
    path.move_to((x - 1.7 * reach, y));
    path.line_to((x + 0.3 * reach, y));
    path.move_to((x - 0.55 * reach, y - 0.85 * reach));
    path.line_to((x + 0.3 * reach, y));
    path.line_to((x - 0.55 * reach, y + 0.85 * reach));
    path
}
