//! Where a presenter stands in a frame: which window of the canvas each format shows, and where the face is.

use domain::{Format, FrameSize};
use vello_cpu::kurbo::{Affine, Point, Rect, Vec2};

/// Which side of a wide frame the presenter takes; the other side is the product's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    #[default]
    Left,
    Right,
}

/// How close the camera is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zoom {
    #[default]
    Normal,
    /// The closer cut of a square frame; the other formats have none and stay as they are.
    Close,
}

/// The part of the canvas that nothing may cover: eyes, mouth and chin in every pose.
const FACE: Rect = Rect { x0: 230.0, y0: 60.0, x1: 770.0, y1: 760.0 };
/// Where a punch-in aims: between the eyes.
const PUNCH_CENTRE: Point = Point { x: 500.0, y: 480.0 };

/// Takes canvas units to the pixels of a frame. The cloth always bleeds over the lower edge.
pub fn frame_transform(format: Format, size: FrameSize, side: Side, zoom: Zoom) -> Affine {
    let (frame_width, frame_height) = (f64::from(size.width), f64::from(size.height));
    let window = window(format, side, zoom);
    let scale = (frame_width / window.width()).max(frame_height / window.height());
    // What the frame's shape leaves over is taken from both sides and from the top, never from the cloth below.
    let spare =
        Vec2::new((frame_width / scale - window.width()) / 2.0, frame_height / scale - window.height());
    let origin = window.origin().to_vec2() - spare;
    Affine::scale(scale) * Affine::translate(-origin)
}

/// The part of the canvas that a format shows.
fn window(format: Format, side: Side, zoom: Zoom) -> Rect {
    let (x, y, width, height) = match (format, zoom) {
        // Above the crown there is room for two lines of captions.
        (Format::Portrait, _) => (115.0, -220.0, 770.0, 1368.0),
        (Format::Square, Zoom::Normal) => (0.0, 60.0, 1000.0, 1000.0),
        (Format::Square, Zoom::Close) => (150.0, 130.0, 700.0, 700.0),
        (Format::Landscape, _) => {
            let (width, height) = (1000.0 * 16.0 / 9.0, 1000.0);
            let share = if side == Side::Left { 0.3 } else { 0.7 };
            (500.0 - share * width, 60.0, width, height)
        }
    };
    Rect::new(x, y, x + width, y + height)
}

/// The rectangle of the frame, in pixels, that captions and cards must leave free.
pub fn face_area(to_frame: Affine) -> Rect {
    to_frame.transform_rect_bbox(FACE)
}

/// Brings the camera closer by `zoom` (1 is not at all, 1.12 covers a cut between sentences).
pub fn punch_in(to_frame: Affine, zoom: f64) -> Affine {
    to_frame * Affine::scale_about(zoom, PUNCH_CENTRE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Quality;

    #[test]
    fn every_format_shows_the_face_and_lets_the_cloth_bleed() {
        for format in Format::ALL {
            for side in [Side::Left, Side::Right] {
                let size = format.frame_size(Quality::Full);
                let to_frame = frame_transform(format, size, side, Zoom::Normal);
                let frame = Rect::new(0.0, 0.0, f64::from(size.width), f64::from(size.height));
                let face = face_area(to_frame);
                assert!(
                    frame.inflate(0.01, 0.01).contains_rect(face),
                    "{format} {side:?} hides the face: {face:?}"
                );
                let hem = to_frame * Point::new(500.0, 1220.0);
                assert!(hem.y > frame.y1, "{format}: the cloth ends above the lower edge");
            }
        }
    }

    #[test]
    fn a_wide_frame_leaves_the_other_side_free() {
        let size = Format::Landscape.frame_size(Quality::Full);
        let middle =
            |side| (frame_transform(Format::Landscape, size, side, Zoom::Normal) * Point::new(500.0, 0.0)).x;
        assert!((middle(Side::Left) - 576.0).abs() < 1.0);
        assert!((middle(Side::Right) - 1344.0).abs() < 1.0);
    }
}
