//! A pose: everything that moves, as numbers. Defaults are the person at rest, mouth closed.

use domain::Viseme;

/// One moment of a presenter. "Right" is the viewer's right; angles are degrees, lengths are canvas units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Turn of the head, positive to the viewer's right; -12 to 12.
    pub yaw: f32,
    /// Nod, positive down; -9 to 9.
    pub pitch: f32,
    /// Tilt, positive clockwise; -8 to 8.
    pub roll: f32,
    /// Shift of the head, -25 to 25; the body follows a part of the way.
    pub dx: f32,
    /// Shift of the head downwards, -15 to 15.
    pub dy: f32,
    /// Towards the camera, -0.5 to 1.
    pub lean: f32,
    /// Air in the lungs, 0 to 1.
    pub breath: f32,
    /// Lift of the shoulders, 0 to 1.
    pub lift_l: f32,
    pub lift_r: f32,
    /// Closed lids, 0 to 1.
    pub blink_l: f32,
    pub blink_r: f32,
    /// Raised lower lids, 0 to 1.
    pub squint: f32,
    /// Where the eyes look, -1 to 1, positive right and down.
    pub gaze_x: f32,
    pub gaze_y: f32,
    /// Raised brows, -0.3 to 1.
    pub brow_l: f32,
    pub brow_r: f32,
    /// Brows drawn together, 0 to 1.
    pub knit: f32,
    /// 0 to 1; a presenter at rest shows 0.3 to 0.4, as 0 reads as stern.
    pub smile: f32,
    /// Weights of the mouth shapes in the order of [`Viseme::ALL`]; only their ratios count.
    pub visemes: [f32; Viseme::ALL.len()],
}

impl Default for Pose {
    fn default() -> Self {
        Pose {
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            dx: 0.0,
            dy: 0.0,
            lean: 0.0,
            breath: 0.0,
            lift_l: 0.0,
            lift_r: 0.0,
            blink_l: 0.0,
            blink_r: 0.0,
            squint: 0.0,
            gaze_x: 0.0,
            gaze_y: 0.0,
            brow_l: 0.0,
            brow_r: 0.0,
            knit: 0.0,
            smile: 0.0,
            visemes: only(Viseme::Sil),
        }
    }
}

impl Pose {
    /// The same pose with the mouth in one shape.
    pub fn with_viseme(mut self, viseme: Viseme) -> Self {
        self.visemes = only(viseme);
        self
    }
}

const fn only(viseme: Viseme) -> [f32; Viseme::ALL.len()] {
    let mut weights = [0.0; Viseme::ALL.len()];
    weights[viseme as usize] = 1.0;
    weights
}
