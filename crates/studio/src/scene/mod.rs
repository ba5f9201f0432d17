//! The sets: six scenes and the plain colour, drawn in layers with depth for any size of frame.
//!
//! A set is painted from far to near; what is far is out of focus, so that the presenter stands before it. Only a few
//! soft things move, slowly and for ever: light, shadow, steam, leaves. Positions are shares of the frame and sizes are
//! lines of a 1080-line picture, so that one drawing serves every format.

mod blue_studio;
mod colour;
mod curtain;
mod dusk_hills;
mod kitchen;
mod morning_window;
mod motion;
mod paper_sweep;
mod props;
mod seeded;

use crate::backdrop::SetBuilder;
use domain::{FrameSize, Scene};

pub(crate) use colour::colour;

/// The layers of a scene.
pub(crate) fn set(scene: Scene, size: FrameSize) -> SetBuilder {
    let mut set = SetBuilder::new(size);
    match scene {
        Scene::PaperSweep => paper_sweep::paint(&mut set),
        Scene::MorningWindow => morning_window::paint(&mut set),
        Scene::Kitchen => kitchen::paint(&mut set),
        Scene::DuskHills => dusk_hills::paint(&mut set),
        Scene::Curtain => curtain::paint(&mut set),
        Scene::BlueStudio => blue_studio::paint(&mut set),
    }
    set
}
