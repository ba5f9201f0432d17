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
    title_area: PixelRect,
    plate_area: PixelRect,
    plate: Option<Plate>,
    title: SetText,
    dusk: Dusk,
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
        // Room for rims, shadows, and the way that the parts come.
        let room =
            |area: Rect| PixelRect::around(area.inflate(70.0 * layout.unit, 70.0 * layout.unit), layout.size);
        Self {
            start_ms,
            unit: layout.unit,
            title_area: room(layout.title_area),
            plate_area: room(layout.plate_area),
            plate: set_plate(&lettering, call_to_action, layout),
            title: set_title(&lettering, title, layout),
            dusk: Dusk::new(layout.face.y1 - 0.05 * height, layout.size.height as usize),
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
    title: Part,
    plate: Part,
}

/// A place of the card to paint on, and what stands there unchanged once it has arrived.
struct Part {
    area: PixelRect,
    easel: Easel,
    settled: Option<Overlay>,
}

impl Part {
    fn new(area: PixelRect) -> Self {
        let easel = Easel::new(area.width, area.height, area.x as f64, area.y as f64);
        Self { area, easel, settled: None }
    }

    /// Paints what is different in every frame.
    fn paint(&mut self, frame: &mut Planes, paint: impl FnOnce(&mut Easel)) {
        self.easel.clear();
        paint(&mut self.easel);
        frame.lay(self.easel.finish(), self.area);
    }

    /// Lays what does not change any more, painted when it is first wanted.
    fn lay_settled(&mut self, frame: &mut Planes, paint: impl FnOnce(&mut Easel)) {
        let overlay = self.settled.get_or_insert_with(|| {
            self.easel.clear();
            paint(&mut self.easel);
            let mut overlay = Overlay::new(self.area);
            overlay.load(self.easel.finish());
            overlay
        });
        overlay.lay_over(frame);
    }
}

impl CardPainter {
    pub fn new(card: &EndCard) -> Self {
        Self { title: Part::new(card.title_area), plate: Part::new(card.plate_area) }
    }

    /// Lays the card of this moment over a frame.
    pub fn lay_over(&mut self, card: &EndCard, ms: f64, frame: &mut Planes) {
        let age_ms = ms - card.start_ms;
        if age_ms < 0.0 {
            return;
        }
        card.dusk.lay_over(age_ms, frame);
        self.lay_title(card, age_ms - TITLE_AT_MS, frame);
        if let Some(plate) = &card.plate {
            self.lay_plate(plate, card.unit, age_ms - PLATE_AT_MS, frame);
        }
    }

    fn lay_title(&mut self, card: &EndCard, age_ms: f64, frame: &mut Planes) {
        if age_ms >= ARRIVAL_MS {
            self.title.lay_settled(frame, |easel| paint_title(easel, card, 1.0));
        } else if age_ms > 0.0 {
            self.title.paint(frame, |easel| paint_title(easel, card, arrival(age_ms)));
        }
    }

    /// The shadow of the plate is the dearest part, and none can see whether it breathes along.
    fn lay_plate(&mut self, plate: &Plate, unit: f64, age_ms: f64, frame: &mut Planes) {
        let settled = (age_ms - ARRIVAL_MS) / 1000.0;
        if settled >= 0.0 {
            self.plate.lay_settled(frame, |easel| paint_shadow(easel, plate, unit, 1.0));
            self.plate.paint(frame, |easel| {
                stand(easel, plate, unit, 1.0, settled);
                paint_plate(easel, plate, unit, 1.0, settled);
            });
        } else if age_ms >= 0.0 {
            let arrived = arrival(age_ms);
            self.plate.paint(frame, |easel| {
                stand(easel, plate, unit, arrived, 0.0);
                paint_shadow(easel, plate, unit, arrived);
                paint_plate(easel, plate, unit, arrived, 0.0);
            });
        }
    }
}

/// The lower part of the frame, darker towards its edge.
struct Dusk {
    /// The first row, even.
    top: usize,
    /// For each row below, how much of the ink there is at last, 0 to 1.
    shares: Vec<f32>,
}

/// How long the stage takes to grow dark.
const DUSK_MS: f64 = 300.0;

impl Dusk {
    fn new(top: f64, bottom: usize) -> Self {
        let top = top.max(0.0) as usize & !1;
        let height = bottom.saturating_sub(top).max(1) as f32;
        let stops = [(0.0, 0.0), (0.3, 0.16), (0.65, 0.46), (1.0, 0.7)];
        let share = |row: usize| {
            let at = (row as f32 + 0.5) / height;
            let next = stops.partition_point(|(place, _)| *place <= at).clamp(1, stops.len() - 1);
            let ((from, low), (to, high)) = (stops[next - 1], stops[next]);
            low + (high - low) * (at - from) / (to - from)
        };
        Self { top, shares: (0..bottom.saturating_sub(top)).map(share).collect() }
    }

    fn lay_over(&self, age_ms: f64, frame: &mut Planes) {
        let come = (age_ms / DUSK_MS).min(1.0) as f32;
        frame.veil(self.top, INK, self.shares.iter().map(|share| share * come));
    }
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

/// Lets the plate come and then breathe, `settled` seconds after it has come.
fn stand(easel: &mut Easel, plate: &Plate, unit: f64, arrived: f64, settled: f64) {
    let scale = (0.72 + 0.28 * arrived) * (1.0 + 0.014 * breath(settled));
    let rise = (1.0 - arrived) * 70.0 * unit;
    easel.through(Affine::translate((0.0, rise)) * Affine::scale_about(scale, plate.rect.center()));
}

/// 0 to 1 and back: two slow breaths a card, enough to be looked at, never a blink.
fn breath(settled: f64) -> f64 {
    (1.0 - (settled * std::f64::consts::TAU / 1.2).cos()) / 2.0
}

fn opacity(arrived: f64) -> f32 {
    (arrived * 1.6).clamp(0.0, 1.0) as f32
}

fn radius(plate: &Plate, unit: f64) -> f64 {
    (26.0 * unit).min(plate.rect.height() / 2.0)
}

fn paint_shadow(easel: &mut Easel, plate: &Plate, unit: f64, arrived: f64) {
    let shadow = plate.rect + vello_cpu::kurbo::Vec2::new(0.0, 14.0 * unit);
    easel.soft_rect(shadow, radius(plate, unit), 20.0 * unit, ink(0, 0.42 * opacity(arrived)));
}

fn paint_plate(easel: &mut Easel, plate: &Plate, unit: f64, arrived: f64, settled: f64) {
    let alpha = opacity(arrived);
    let top = (0.0, plate.rect.y0);
    let paint = linear(top, (0.0, plate.rect.y1), &[(0.0, WHITE, alpha), (1.0, 0xee_ef_ec, alpha)]);
    easel.rounded(plate.rect, radius(plate, unit), paint);
    for word in &plate.text.words {
        easel.fill(&word.outline, ink(INK, alpha));
    }
    let nudge = 8.0 * unit * breath(settled);
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
