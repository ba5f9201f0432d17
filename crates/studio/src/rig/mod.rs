//! The presenter rig: a person as one file of named groups of filled paths, moved by about twenty numbers.
//!
//! [`PresenterRig::parse`] reads a file once, checks it whole and turns it into plain numbers; [`Drawing::pose`]
//! moves those numbers for one frame without touching a string. The same drawing list goes to a canvas
//! ([`PresenterRig::draw`]) and to SVG ([`PresenterRig::to_svg`]), so that a picture on a page and a frame of the
//! film are the same person. Nothing here knows time, speech or files (but for reading a folder of presenters).

mod canvas;
mod cast;
mod channel;
mod check;
mod drawing;
mod error;
mod file;
mod framing;
mod model;
mod paint;
mod path_data;
mod pose;
mod svg;
mod warp;

pub use cast::{built_in, presenters};
#[cfg(feature = "native")]
pub use cast::{load_cast, load_folder};
pub use drawing::Drawing;
pub use error::RigError;
pub use framing::{Side, Zoom, face_area, frame_transform, punch_in};
pub use model::PresenterRig;
pub use pose::Pose;
pub(crate) use warp::smooth;
