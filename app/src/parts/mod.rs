//! Parts: what more than one feature shows.

mod copy;
mod draft;
mod field;
mod figures;
mod form;
mod frame;
mod icon;
mod note;
mod play;
mod wait;

pub use copy::{CopyButton, Copying, copy_from};
pub use draft::{keep_draft, kept_draft};
pub use field::{Problems, describe, textarea_html};
pub use figures::{
    BUILT_IN, bytes_text, clock, day_and_time, dollars, heading_class, provider_text, range_text,
    seconds_text, time_of_day,
};
pub use form::{focus_on_problem, is_sent};
pub use frame::{Frame, SampleFrame, frame_url};
pub use icon::{Icon, Shape};
pub use note::{CutNote, Toast};
pub use play::{play, wants_less_motion};
pub use wait::wait_ms;
