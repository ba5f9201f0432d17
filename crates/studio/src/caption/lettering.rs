//! Lettering: the bold typeface of captions and end cards, measured and outlined.
//!
//! The typeface is Noto Sans Bold (SIL Open Font License 1.1), built in. A character that it lacks, such as an emoji,
//! takes no room and draws nothing. Text is set letter by letter, left to right.

use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlineGlyphCollection, OutlinePen},
};
use vello_cpu::kurbo::{Affine, BezPath};

/// Letters stand a little closer than the typeface's own spacing, in ems.
const TRACKING_EM: f64 = -0.012;

/// The typeface, scaled to one em so that outlines can be kept and scaled.
pub(crate) struct Lettering {
    font: Option<Face>,
}

struct Face {
    font: FontRef<'static>,
    outlines: OutlineGlyphCollection<'static>,
}

impl Lettering {
    /// Opens the built-in typeface.
    pub fn new() -> Self {
        let font = FontRef::new(notosans::BOLD_TTF).ok();
        Self { font: font.map(|font| Face { outlines: font.outline_glyphs(), font }) }
    }

    /// The width of a text in ems.
    pub fn width_em(&self, text: &str) -> f64 {
        let (count, width) =
            self.glyphs(text).fold((0u32, 0.0), |(count, width), (_, advance)| (count + 1, width + advance));
        width + TRACKING_EM * f64::from(count.saturating_sub(1))
    }

    /// The outline of a text at a size, its baseline starting at `(x, y)`.
    pub fn outline(&self, text: &str, size: f64, x: f64, y: f64) -> BezPath {
        let mut path = BezPath::new();
        let Some(face) = &self.font else { return path };
        let mut pen_x = 0.0;
        for (glyph, advance) in self.glyphs(text) {
            if let Some(outline) = face.outlines.get(glyph) {
                let mut pen = Pen { path: BezPath::new() };
                let settings = DrawSettings::unhinted(Size::new(1.0), LocationRef::default());
                if outline.draw(settings, &mut pen).is_ok() {
                    pen.path.apply_affine(Affine::translate((pen_x, 0.0)));
                    path.extend(pen.path);
                }
            }
            pen_x += advance + TRACKING_EM;
        }
        path.apply_affine(Affine::new([size, 0.0, 0.0, size, x, y]));
        path
    }

    /// The glyphs of a text with their advances in ems; what the typeface lacks is left out.
    fn glyphs<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (GlyphId, f64)> + 't {
        self.font.iter().flat_map(move |face| {
            let charmap = face.font.charmap();
            let metrics = face.font.glyph_metrics(Size::new(1.0), LocationRef::default());
            text.chars().filter_map(move |letter| {
                let glyph = charmap.map(letter).filter(|glyph| glyph.to_u32() != 0)?;
                Some((glyph, f64::from(metrics.advance_width(glyph)?)))
            })
        })
    }
}

/// Collects an outline with y pointing down.
struct Pen {
    path: BezPath,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to((f64::from(x), -f64::from(y)));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to((f64::from(x), -f64::from(y)));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to((f64::from(cx), -f64::from(cy)), (f64::from(x), -f64::from(y)));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.curve_to(
            (f64::from(ax), -f64::from(ay)),
            (f64::from(bx), -f64::from(by)),
            (f64::from(x), -f64::from(y)),
        );
    }
    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn european_letters_and_prices_have_outlines() {
        let lettering = Lettering::new();
        for letter in "AZaz09éèêëàâäöüßñçøåæœłžšđğıİ€£$%&?!’“”–—…½ΩЖ".chars()
        {
            let text = letter.to_string();
            assert!(lettering.width_em(&text) > 0.0, "{letter} is missing");
            assert!(!lettering.outline(&text, 100.0, 0.0, 0.0).is_empty(), "{letter} has no outline");
        }
    }

    #[test]
    fn an_emoji_takes_no_room() {
        assert_eq!(Lettering::new().width_em("🚀"), 0.0);
    }
}
