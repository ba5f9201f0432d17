//! Setting: words broken into balanced lines and placed within an area, as large as they fit.
//!
//! Never breaks after a word that holds on to the next when another break serves. A word too long for a line is first
//! set smaller and then cut into pieces; it is never lost and never leaves the area.

use super::lettering::Lettering;
use super::pages::holds_on;
use std::ops::Range;
use vello_cpu::kurbo::{BezPath, Cap, Join, Rect, Stroke, StrokeOpts, stroke};

/// Height of capital letters, and how much higher than the middle they stand to leave room for descenders, in ems.
const CAP_EM: f64 = 0.714;
const LIFT_EM: f64 = 0.045;
/// A word is not set smaller than this share of the wanted size before it is cut.
const SMALLEST: f64 = 0.62;

/// How a text is to be set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub area: Rect,
    /// The largest letter size, in pixels.
    pub size: f64,
    pub lines_max: usize,
    /// Space between words, in ems.
    pub space_em: f64,
    /// The height that a line takes, in ems.
    pub line_em: f64,
    pub align: Align,
    /// Where the block of lines stands in the area's height: 0 at the top, 1 at the bottom.
    pub vertical: f64,
}

/// Where lines begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    Center,
}

/// One word (or one piece of a cut word) in its place.
#[derive(Debug, Clone)]
pub(crate) struct SetWord {
    /// Index into the words that were given.
    pub word: usize,
    pub outline: BezPath,
    /// The outline's rim, a thin line around every letter, as a path to fill: it keeps white words readable anywhere.
    pub rim: BezPath,
    /// A wider one, for a soft edge.
    pub halo: BezPath,
    /// From the left edge to the right edge, from above the capitals to below the descenders.
    pub bounds: Rect,
}

/// A text in its place.
#[derive(Debug, Clone, Default)]
pub(crate) struct SetText {
    pub words: Vec<SetWord>,
    /// Letter size, in pixels.
    pub size: f64,
    pub bounds: Option<Rect>,
}

/// A word or a piece of one, measured.
struct Piece {
    word: usize,
    text: String,
    width_em: f64,
}

/// Sets words in an area; words without any letter that can be drawn are left out.
pub(crate) fn set(lettering: &Lettering, words: &[&str], style: Style) -> SetText {
    let widest = style.area.width() / (style.size * SMALLEST);
    let pieces: Vec<Piece> = words
        .iter()
        .enumerate()
        .flat_map(|(word, text)| pieces_of(lettering, word, text, widest.max(1.0)))
        .collect();
    if pieces.is_empty() || style.area.is_zero_area() {
        return SetText::default();
    }
    let lines = break_lines(&pieces, style);
    let size = largest_size(&pieces, &lines, style);
    place(lettering, &pieces, &lines, size, style)
}

/// The word itself, or equal pieces of it that fit a line.
fn pieces_of(lettering: &Lettering, word: usize, text: &str, widest_em: f64) -> Vec<Piece> {
    let width_em = lettering.width_em(text);
    if width_em <= 0.0 {
        return Vec::new();
    }
    let parts = (width_em / widest_em).ceil().max(1.0) as usize;
    let letters: Vec<char> = text.chars().collect();
    let step = letters.len().div_ceil(parts).max(1);
    letters
        .chunks(step)
        .map(|chunk| chunk.iter().collect::<String>())
        .map(|text| Piece { word, width_em: lettering.width_em(&text), text })
        .collect()
}

/// The breaks that look best: as few lines as hold the wanted size, of about the same length.
fn break_lines(pieces: &[Piece], style: Style) -> Vec<Range<usize>> {
    let mut best: Option<(f64, Vec<Range<usize>>)> = None;
    for count in 1..=style.lines_max.max(1).min(pieces.len()) {
        for lines in splits(pieces.len(), count) {
            let cost = lines_cost(pieces, &lines, style);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, lines));
            }
        }
    }
    best.map(|(_, lines)| lines).unwrap_or_default()
}

/// Every way to cut `length` pieces into `count` lines, sparing the impossible ones of long texts.
fn splits(length: usize, count: usize) -> Vec<Vec<Range<usize>>> {
    if count <= 1 {
        return vec![std::iter::once(0..length).collect()];
    }
    let mut all = Vec::new();
    for first in 1..=length - (count - 1) {
        // Lines of wildly different lengths never win; leaving them out keeps this small for any text.
        if first * count > length * 2 + count {
            break;
        }
        for rest in splits(length - first, count - 1) {
            let rest = rest.into_iter().map(|line| line.start + first..line.end + first);
            all.push(std::iter::once(0..first).chain(rest).collect());
        }
    }
    all
}

fn lines_cost(pieces: &[Piece], lines: &[Range<usize>], style: Style) -> f64 {
    let size = largest_size(pieces, lines, style);
    let widths: Vec<f64> = lines.iter().map(|line| line_em(pieces, line, style)).collect();
    let widest = widths.iter().copied().fold(0.0, f64::max);
    let ragged: f64 = widths.iter().map(|width| (1.0 - width / widest).powi(2)).sum();
    let held = lines
        .iter()
        .take(lines.len() - 1)
        .filter_map(|line| pieces.get(line.end - 1))
        .filter(|piece| holds_on(&piece.text))
        .count();
    (style.size / size - 1.0) * 6.0 + ragged + held as f64 * 0.5 + lines.len() as f64 * 0.25
}

fn line_em(pieces: &[Piece], line: &Range<usize>, style: Style) -> f64 {
    let line = pieces.get(line.clone()).unwrap_or_default();
    line.iter().map(|piece| piece.width_em).sum::<f64>()
        + style.space_em * line.len().saturating_sub(1) as f64
}

/// The largest size, up to the wanted one, at which these lines fit the area both ways.
fn largest_size(pieces: &[Piece], lines: &[Range<usize>], style: Style) -> f64 {
    let widest = lines.iter().map(|line| line_em(pieces, line, style)).fold(0.01, f64::max);
    let tall = style.line_em * lines.len() as f64;
    style.size.min(style.area.width() / widest).min(style.area.height() / tall).max(1.0)
}

/// A line of this width along an outline.
fn rim(outline: &BezPath, width: f64) -> BezPath {
    let style = Stroke::new(width).with_join(Join::Round).with_caps(Cap::Round);
    stroke(outline.iter(), &style, &StrokeOpts::default(), 0.15)
}

fn place(
    lettering: &Lettering,
    pieces: &[Piece],
    lines: &[Range<usize>],
    size: f64,
    style: Style,
) -> SetText {
    let line_height = size * style.line_em;
    let block = line_height * lines.len() as f64;
    let top = style.area.y0 + (style.area.height() - block).max(0.0) * style.vertical;
    let mut words = Vec::with_capacity(pieces.len());
    for (row, line) in lines.iter().enumerate() {
        let spare = style.area.width() - line_em(pieces, line, style) * size;
        let indent = if style.align == Align::Center { spare / 2.0 } else { 0.0 };
        let mut x = style.area.x0 + indent.max(0.0);
        let line_top = top + line_height * row as f64;
        let baseline = line_top + size * ((style.line_em + CAP_EM) / 2.0 - LIFT_EM);
        for piece in pieces.get(line.clone()).unwrap_or_default() {
            let width = piece.width_em * size;
            let outline = lettering.outline(&piece.text, size, x, baseline);
            words.push(SetWord {
                word: piece.word,
                rim: rim(&outline, 0.115 * size),
                halo: rim(&outline, 0.26 * size),
                outline,
                bounds: Rect::new(x, line_top, x + width, line_top + line_height),
            });
            x += width + style.space_em * size;
        }
    }
    let bounds = words.iter().map(|word| word.bounds).reduce(|a, b| a.union(b));
    SetText { words, size, bounds }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(lines_max: usize) -> Style {
        let area = Rect::new(40.0, 100.0, 940.0, 340.0);
        Style {
            area,
            size: 104.0,
            lines_max,
            space_em: 0.28,
            line_em: 1.2,
            align: Align::Center,
            vertical: 0.5,
        }
    }

    #[test]
    fn whatever_is_set_stays_within_its_area() {
        let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter";
        let lettering = Lettering::new();
        let texts: [&[&str]; 5] = [
            &["keeps", "your", "coffee", "warm"],
            &[long],
            &["So", long, "now"],
            &["שלום", "مرحبا", "🚀"],
            &[],
        ];
        for words in texts {
            let set = set(&lettering, words, style(2));
            for word in &set.words {
                let area = style(2).area.inflate(0.5, 0.5);
                assert!(area.contains_rect(word.bounds), "{words:?} leaves its area: {:?}", word.bounds);
            }
        }
    }

    #[test]
    fn every_word_that_can_be_drawn_is_set() {
        let set = set(&Lettering::new(), &["Pour", "at", "nine,", "sip"], style(2));
        let indices: Vec<usize> = set.words.iter().map(|word| word.word).collect();
        assert_eq!(indices, [0, 1, 2, 3]);
        assert_eq!(set.size, 104.0, "as large as was wanted");
    }

    #[test]
    fn a_line_does_not_end_on_an_article() {
        let set = set(&Lettering::new(), &["answered", "the", "emails"], style(2));
        let (the, emails) = (&set.words[1], &set.words[2]);
        assert_eq!(the.bounds.y0, emails.bounds.y0);
    }
}
