//! The performance: how a presenter moves while a script is spoken, planned once and read at any moment.
//!
//! [`Performance::plan`] turns a spoken track into lips, blinks, glances, nods and breath with one seeded generator,
//! so the same track and seed always give the same film. [`Performance::pose_at`] is a pure function of the plan and
//! the time: frames can be drawn in any order, on any thread. No wall clock, no randomness outside the plan.

mod blink;
mod dice;
mod energy;
mod face;
mod gaze;
mod head;
mod lane;
mod mouth;
mod plan;
mod pulse;
mod timeline;
mod wording;

pub use energy::Energy;
pub use plan::Performance;
