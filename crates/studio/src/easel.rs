//! An easel: one vello context with the few strokes that scenes, captions and end cards are painted with.
//!
//! Colours are `0xRRGGBB`. Everything is drawn in pixels of the easel's own picture.

use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::kurbo::{Affine, BezPath, Circle, Ellipse, Point, Rect, RoundedRect, Shape, Stroke};
use vello_cpu::{PaintType, Pixmap, RenderContext, RenderSettings, Resources, peniko::Gradient};

/// How finely round shapes are drawn, in pixels.
const TOLERANCE: f64 = 0.1;

/// A place to paint a picture with alpha.
pub(crate) struct Easel {
    context: RenderContext,
    resources: Resources,
    pixmap: Pixmap,
    origin: Affine,
}

/// A colour with its share of opacity.
pub(crate) fn ink(rgb: u32, alpha: f32) -> AlphaColor<Srgb> {
    let [_, r, g, b] = rgb.to_be_bytes();
    AlphaColor::from_rgba8(r, g, b, (alpha.clamp(0.0, 1.0) * 255.0).round() as u8)
}

/// A gradient along a line; stops are `(offset, colour, alpha)`.
pub(crate) fn linear(from: (f64, f64), to: (f64, f64), stops: &[(f32, u32, f32)]) -> PaintType {
    let stops: Vec<(f32, AlphaColor<Srgb>)> = stops.iter().map(|(at, rgb, a)| (*at, ink(*rgb, *a))).collect();
    Gradient::new_linear(from, to).with_stops(&stops[..]).into()
}

/// A gradient from a point outwards; stops as in [`linear`].
pub(crate) fn radial(centre: (f64, f64), radius: f64, stops: &[(f32, u32, f32)]) -> PaintType {
    let stops: Vec<(f32, AlphaColor<Srgb>)> = stops.iter().map(|(at, rgb, a)| (*at, ink(*rgb, *a))).collect();
    Gradient::new_radial(centre, radius as f32).with_stops(&stops[..]).into()
}

impl Easel {
    /// A clear picture of this many pixels, its upper left corner at `(x, y)` of what will be painted.
    pub fn new(width: usize, height: usize, x: f64, y: f64) -> Self {
        let side = |pixels: usize| u16::try_from(pixels.max(1)).unwrap_or(u16::MAX);
        let (width, height) = (side(width), side(height));
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        Self {
            context: RenderContext::new_with(width, height, settings),
            resources: Resources::new(),
            pixmap: Pixmap::new(width, height),
            origin: Affine::translate((-x, -y)),
        }
    }

    /// Everything after this is painted through `transform`.
    pub fn through(&mut self, transform: Affine) {
        self.context.set_transform(self.origin * transform);
    }

    /// Begins a new picture.
    pub fn clear(&mut self) {
        self.context.reset();
        self.context.set_transform(self.origin);
    }

    pub fn fill(&mut self, path: &BezPath, paint: impl Into<PaintType>) {
        self.context.set_paint(paint.into());
        self.context.fill_path(path);
    }

    pub fn rect(&mut self, rect: Rect, paint: impl Into<PaintType>) {
        self.context.set_paint(paint.into());
        self.context.fill_rect(&rect);
    }

    pub fn rounded(&mut self, rect: Rect, radius: f64, paint: impl Into<PaintType>) {
        self.fill(&RoundedRect::from_rect(rect, radius).to_path(TOLERANCE), paint);
    }

    pub fn circle(&mut self, centre: impl Into<Point>, radius: f64, paint: impl Into<PaintType>) {
        self.fill(&Circle::new(centre, radius).to_path(TOLERANCE), paint);
    }

    pub fn ellipse(&mut self, centre: impl Into<Point>, radii: (f64, f64), paint: impl Into<PaintType>) {
        self.fill(&Ellipse::new(centre, radii, 0.0).to_path(TOLERANCE), paint);
    }

    pub fn stroke(&mut self, path: &BezPath, width: f64, paint: impl Into<PaintType>) {
        use vello_cpu::kurbo::{Cap, Join};
        self.context.set_stroke(Stroke::new(width).with_caps(Cap::Round).with_join(Join::Round));
        self.context.set_paint(paint.into());
        self.context.stroke_path(path);
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, paint: impl Into<PaintType>) {
        let mut path = BezPath::new();
        path.move_to(from);
        path.line_to(to);
        self.stroke(&path, width, paint);
    }

    /// A soft-edged rectangle: shadows and light.
    pub fn soft_rect(&mut self, rect: Rect, radius: f64, blur: f64, colour: AlphaColor<Srgb>) {
        self.context.set_paint(colour);
        self.context.fill_blurred_rounded_rect(&rect, radius as f32, blur as f32, false);
    }

    /// The vello context itself, for a painter with its own strokes, and the transform that stands for no transform.
    pub fn context(&mut self) -> (&mut RenderContext, Affine) {
        (&mut self.context, self.origin)
    }

    /// The finished picture as premultiplied RGBA.
    pub fn finish(&mut self) -> &[u8] {
        self.context.flush();
        self.context.render(&mut self.pixmap, &mut self.resources);
        self.pixmap.data_as_u8_slice()
    }
}
