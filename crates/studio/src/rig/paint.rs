//! Paints: a colour of the palette, or a gradient whose points move with the group that it fills.

use vello_cpu::color::{AlphaColor, DynamicColor, Srgb};
use vello_cpu::kurbo::Point;
use vello_cpu::peniko::{ColorStop, ColorStops, Gradient};

/// What a path is filled with, at rest.
#[derive(Debug, Clone)]
pub(super) enum Paint {
    Solid(AlphaColor<Srgb>),
    Linear { from: [f64; 2], to: [f64; 2], stops: Vec<Stop> },
    Radial { at: [f64; 2], radius: f64, stops: Vec<Stop> },
}

/// One colour of a gradient, alpha included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    pub offset: f32,
    pub color: AlphaColor<Srgb>,
}

/// Where a gradient's points are in one frame, in canvas units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum PosedPoints {
    None,
    Linear(Point, Point),
    Radial(Point, f64),
}

/// The gradient of one frame, its opacity multiplied into the stops.
pub(super) fn gradient(points: PosedPoints, stops: &[Stop], opacity: f32) -> Option<Gradient> {
    let gradient = match points {
        PosedPoints::None => return None,
        PosedPoints::Linear(from, to) => Gradient::new_linear(from, to),
        PosedPoints::Radial(at, radius) => Gradient::new_radial(at, radius as f32),
    };
    let stops = stops.iter().map(|stop| ColorStop {
        offset: stop.offset,
        color: DynamicColor::from_alpha_color(stop.color.multiply_alpha(opacity)),
    });
    Some(gradient.with_stops(ColorStops(stops.collect())))
}

/// Reads `#rrggbb`.
pub(super) fn parse_color(text: &str) -> Option<AlphaColor<Srgb>> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let byte = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
    Some(AlphaColor::from_rgb8(byte(0)?, byte(2)?, byte(4)?))
}
