//! Parts: what more than one feature shows.

mod copy;
mod field;
mod figures;
mod frame;
mod icon;
mod note;
mod play;
mod wait;

pub use copy::CopyButton;
pub use field::{Problems, describe, textarea_html};
pub use figures::{bytes_text, clock, dollars, heading_class, range_text, seconds_text};
pub use frame::{Frame, SampleFrame, frame_url};
pub use icon::{Icon, Shape};
pub use note::{CutNote, Toast};
pub use play::{play, wants_less_motion};
pub use wait::wait_ms;
