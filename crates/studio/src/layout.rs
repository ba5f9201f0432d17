//! Where everything stands in a frame: presenter, captions and end card, for each format.
//!
//! All rectangles are in pixels of the frame. Promises: text never meets the face rectangle and never enters the
//! margins that players cover with their own buttons (on 9:16 the top 8 %, the bottom 18 % and the right edge).

use crate::rig::{Side, Zoom, face_area, frame_transform};
use domain::{Format, FrameSize};
use vello_cpu::kurbo::{Affine, Point, Rect};

/// The highest point that any presenter reaches while moving, punch-in included, in canvas units.
const CROWN: f64 = 6.0;
/// The points furthest to the left and to the right, likewise.
const SIDES: [f64; 2] = [-60.0, 1100.0];

/// The places of one format at one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    pub format: Format,
    pub size: FrameSize,
    /// Pixels for each line of a picture whose short side has 1080 lines.
    pub unit: f64,
    /// From the rig's canvas to the frame.
    pub presenter: Affine,
    /// Everything that the presenter can touch; even edges.
    pub presenter_area: PixelRect,
    /// Never covered by text.
    pub face: Rect,
    /// Word captions.
    pub word_area: Rect,
    /// Line captions.
    pub line_area: Rect,
    /// The end card's small title.
    pub title_area: Rect,
    /// The end card's call to action.
    pub plate_area: Rect,
}

/// A rectangle of whole pixels with even edges, as 4:2:0 needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixelRect {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

impl PixelRect {
    /// The smallest even rectangle around `rect` that lies within the frame.
    pub fn around(rect: Rect, size: FrameSize) -> Self {
        let low = |v: f64, max: u32| (v.max(0.0).floor() as usize).min(max as usize) & !1;
        let high = |v: f64, max: u32| ((v.max(0.0).ceil() as usize).next_multiple_of(2)).min(max as usize);
        let (x, y) = (low(rect.x0, size.width), low(rect.y0, size.height));
        let (right, bottom) = (high(rect.x1, size.width), high(rect.y1, size.height));
        Self { x, y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) }
    }
}

impl Layout {
    /// The places for a format in a frame of this size (any size of about that shape).
    pub fn new(format: Format, size: FrameSize) -> Self {
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        let unit = width.min(height) / 1080.0;
        let presenter = frame_transform(format, size, Side::Right, Zoom::Normal);
        let crown = (presenter * Point::new(500.0, CROWN)).y;
        let [left, right] = SIDES.map(|x| (presenter * Point::new(x, CROWN)).x);
        let share =
            |x0: f64, y0: f64, x1: f64, y1: f64| Rect::new(x0 * width, y0 * height, x1 * width, y1 * height);
        let (word_area, line_area, title_area, plate_area) = match format {
            Format::Portrait => (
                share(0.066, 0.084, 0.934, 0.204),
                share(0.13, 0.722, 0.87, 0.818),
                share(0.09, 0.084, 0.91, 0.204),
                share(0.08, 0.7175, 0.92, 0.8195),
            ),
            Format::Square => (
                share(0.06, 0.712, 0.94, 0.955),
                share(0.1, 0.78, 0.9, 0.955),
                share(0.08, 0.705, 0.92, 0.765),
                share(0.1, 0.775, 0.9, 0.955),
            ),
            Format::Landscape => (
                share(0.05, 0.2, 0.5, 0.75),
                share(0.15, 0.8, 0.85, 0.94),
                share(0.055, 0.17, 0.5, 0.39),
                share(0.055, 0.42, 0.5, 0.74),
            ),
        };
        Self {
            format,
            size,
            unit,
            presenter,
            presenter_area: PixelRect::around(Rect::new(left, crown, right, height), size),
            face: face_area(presenter),
            word_area,
            line_area,
            title_area,
            plate_area,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::PUNCH;
    use crate::performance::{Energy, Performance};
    use crate::rig::{Drawing, punch_in};
    use domain::Quality;
    use vello_cpu::kurbo::Shape;

    #[test]
    fn text_never_meets_the_face() {
        for format in Format::ALL {
            for quality in [Quality::Full, Quality::Draft] {
                let layout = Layout::new(format, format.frame_size(quality));
                for area in [layout.word_area, layout.line_area, layout.title_area, layout.plate_area] {
                    assert!(area.intersect(layout.face).is_zero_area(), "{format}: {area:?} meets the face");
                }
            }
        }
    }

    #[test]
    fn portrait_text_stays_clear_of_the_buttons_of_players() {
        let layout = Layout::new(Format::Portrait, Format::Portrait.frame_size(Quality::Full));
        for area in [layout.word_area, layout.line_area, layout.title_area, layout.plate_area] {
            assert!(area.y0 >= 0.08 * 1920.0 && area.y1 <= 0.82 * 1920.0 && area.x1 <= 0.94 * 1080.0);
        }
    }

    #[test]
    fn no_presenter_leaves_the_area() {
        let track = crate::sample::track(&"Is it worth it? Yes, and you know it! ".repeat(6));
        let closest = punch_in(Affine::IDENTITY, 1.0 + PUNCH);
        let mut reach = Rect::new(500.0, 500.0, 500.0, 500.0);
        for rig in crate::rig::presenters() {
            let mut drawing = Drawing::new(rig);
            for seed in 0..4 {
                let performance = Performance::plan(&track, Energy::Energetic, seed);
                for ms in (0..track.duration_ms).step_by(100) {
                    drawing.pose(rig, &performance.pose_at(f64::from(ms)));
                    for (path, _) in drawing.outlines().filter(|(_, opacity)| *opacity > 0.0) {
                        reach = reach.union(closest.transform_rect_bbox(path.bounding_box()));
                    }
                }
            }
        }
        let [left, right] = SIDES;
        assert!(reach.x0 > left && reach.x1 < right && reach.y0 > CROWN, "{reach:?}");
    }

    #[test]
    fn pixel_rectangles_are_even_and_within_the_frame() {
        let size = FrameSize { width: 270, height: 480 };
        let rect = PixelRect::around(Rect::new(-3.0, 7.0, 301.0, 33.3), size);
        assert_eq!(rect, PixelRect { x: 0, y: 6, width: 270, height: 28 });
    }
}
