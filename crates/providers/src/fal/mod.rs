//! fal: pictures, through its queue.
//!
//! fal keeps no key of ours, so a submission whose answer was lost can only be told by its callback.

mod addresses;
mod callback;
mod jobs;
mod order_input;
mod outcome;

pub use jobs::{FalJobs, FalSettings};

use crate::http::Desk;

const DESK: Desk = Desk {
    name: "fal",
    key_setting: "FAL_KEY",
    base_setting: "FAL_BASE_URL",
    account: "https://fal.ai/dashboard/billing",
};
