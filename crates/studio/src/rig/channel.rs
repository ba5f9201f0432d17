//! Channels: the names by which a path of a presenter file asks for a part of the pose.

use super::pose::Pose;
use domain::Viseme;

/// What a morph target or an opacity follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    Yaw,
    Pitch,
    Roll,
    Dx,
    Dy,
    Lean,
    Breath,
    LiftL,
    LiftR,
    BlinkL,
    BlinkR,
    Squint,
    GazeX,
    GazeY,
    BrowL,
    BrowR,
    Knit,
    Smile,
    Jaw,
}

const NAMES: [(&str, Channel); 19] = [
    ("yaw", Channel::Yaw),
    ("pitch", Channel::Pitch),
    ("roll", Channel::Roll),
    ("dx", Channel::Dx),
    ("dy", Channel::Dy),
    ("lean", Channel::Lean),
    ("breath", Channel::Breath),
    ("liftL", Channel::LiftL),
    ("liftR", Channel::LiftR),
    ("blinkL", Channel::BlinkL),
    ("blinkR", Channel::BlinkR),
    ("squint", Channel::Squint),
    ("gazeX", Channel::GazeX),
    ("gazeY", Channel::GazeY),
    ("browL", Channel::BrowL),
    ("browR", Channel::BrowR),
    ("knit", Channel::Knit),
    ("smile", Channel::Smile),
    ("jaw", Channel::Jaw),
];

impl Channel {
    /// The channel of this name in a presenter file.
    pub(super) fn named(name: &str) -> Option<Channel> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, channel)| *channel)
    }
}

/// How far a viseme opens the jaw, and how much of a smile it lets through; both 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct VisemeTraits {
    pub jaw: f64,
    pub smile: f64,
}

/// A pose with what follows from it: lids that go with the gaze, lower lids that a smile lifts, the jaw of the
/// present mouth.
#[derive(Debug, Clone)]
pub(super) struct Channels {
    values: [f64; NAMES.len()],
    /// How much of the smile reaches the mouth.
    pub mouth_smile: f64,
    /// Weights of the visemes, adding up to one (or all zero).
    pub visemes: [f64; Viseme::ALL.len()],
}

impl Channels {
    pub(super) fn of(pose: &Pose, traits: &[VisemeTraits; Viseme::ALL.len()]) -> Self {
        let sum: f64 = pose.visemes.iter().map(|&weight| f64::from(weight)).sum();
        let share = if sum == 0.0 { 1.0 } else { 1.0 / sum };
        let visemes = pose.visemes.map(|weight| f64::from(weight) * share);
        let blend = |part: fn(&VisemeTraits) -> f64| -> f64 {
            traits.iter().zip(&visemes).map(|(of, weight)| part(of) * weight).sum()
        };
        let (jaw, tolerance) = (blend(|of| of.jaw), blend(|of| of.smile));
        let [yaw, pitch, roll, dx, dy] = [pose.yaw, pose.pitch, pose.roll, pose.dx, pose.dy].map(f64::from);
        let [lean, breath, lift_l, lift_r] =
            [pose.lean, pose.breath, pose.lift_l, pose.lift_r].map(f64::from);
        let [gaze_x, gaze_y, brow_l, brow_r] =
            [pose.gaze_x, pose.gaze_y, pose.brow_l, pose.brow_r].map(f64::from);
        let [knit, smile, squint] = [pose.knit, pose.smile, pose.squint].map(f64::from);
        let lid = |closed: f32| (f64::from(closed) + 0.1 * gaze_y).clamp(-0.12, 1.0);
        let (blink_l, blink_r) = (lid(pose.blink_l), lid(pose.blink_r));
        let squint = (squint + 0.55 * smile).clamp(0.0, 1.0);
        Channels {
            // In the order of the enum.
            values: [
                yaw, pitch, roll, dx, dy, lean, breath, lift_l, lift_r, blink_l, blink_r, squint, gaze_x,
                gaze_y, brow_l, brow_r, knit, smile, jaw,
            ],
            mouth_smile: smile * tolerance,
            visemes,
        }
    }

    pub(super) fn get(&self, channel: Channel) -> f64 {
        self.values[channel as usize]
    }
}
