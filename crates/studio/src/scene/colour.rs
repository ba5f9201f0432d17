//! A plain colour that does not look dead: light from above, a darker rim, and a slow breath of the light.

use super::motion::glow;
use crate::backdrop::SetBuilder;
use crate::easel::{ink, radial};
use domain::{FrameSize, Rgb};
use vello_cpu::kurbo::Rect;

/// The set of one colour.
pub(crate) fn colour(rgb: Rgb, size: FrameSize) -> SetBuilder {
    let base = u32::from_be_bytes([0, rgb.r, rgb.g, rgb.b]);
    let mut set = SetBuilder::new(size);
    let (width, height) = (set.width, set.height);
    let whole = Rect::new(0.0, 0.0, width, height);
    let reach = width.hypot(height);
    set.still(0.0, |easel| {
        easel.rect(whole, ink(base, 1.0));
        let light = [(0.0, 0xff_ff_ff, 0.2), (0.5, 0xff_ff_ff, 0.06), (1.0, 0xff_ff_ff, 0.0)];
        easel.rect(whole, radial((width * 0.5, height * 0.36), reach * 0.5, &light));
        let rim = [(0.0, 0, 0.0), (0.55, 0, 0.02), (1.0, 0, 0.34)];
        easel.rect(whole, radial((width * 0.5, height * 0.42), reach * 0.66, &rim));
    });
    let (x, y, radius) = (width * 0.5, height * 0.34, reach * 0.24);
    let halo = Rect::new(x - radius, y - radius, x + radius, y + radius);
    set.sprite(
        halo,
        0.0,
        |easel| easel.rect(halo, radial((x, y), radius, &[(0.0, 0xff_ff_ff, 0.1), (1.0, 0xff_ff_ff, 0.0)])),
        glow(0.2, 1.0, 7.0, 0.0),
    );
    set
}
