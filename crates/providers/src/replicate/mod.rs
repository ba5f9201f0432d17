//! Replicate: a picture set in motion.
//!
//! Replicate keeps no key of ours, but it lists what was asked of it; so a submission whose answer was lost is found
//! again by its input.

mod callback;
mod find;
mod jobs;
mod order_input;
mod prediction;
mod throttle;

pub use jobs::{ReplicateJobs, ReplicateSettings};

use crate::http::Desk;

const DESK: Desk = Desk {
    name: "Replicate",
    key_setting: "REPLICATE_API_TOKEN",
    base_setting: "REPLICATE_BASE_URL",
    account: "https://replicate.com/account/billing",
};
