//! Executions and the actors that walk them, step by stored step.
//!
//! [`Engine`] is the only door. It accepts an order, and from then on the order ends in `completed`, `failed` or
//! `cancelled` whatever dies: each step's outcome is stored before the next one starts, an actor's memory is a cache,
//! and a restart goes on from what is stored. Every change is an event with a number; whoever watches sees all of
//! them, in order, with no gap.
//!
//! The map: `engine` (the door), `dispatch` (takes the next execution when a hand is free), `actor` (walks one
//! execution), `steps` (what each step does), `workplace` (files between steps), `registry` (who is running, who is
//! watching), `watching` (the stream of events), `estimate` (what it will take), `cleanup` (what is nobody's any more).

mod actor;
mod cleanup;
mod dispatch;
mod engine;
mod error;
mod estimate;
mod failure;
mod order;
mod registry;
mod sentences;
mod settings;
mod steps;
mod watching;
mod workplace;
mod works;

pub use engine::Engine;
pub use error::EngineError;
pub use settings::{EngineSettings, Makers, RenderSettings, Stores};
pub use watching::EventStream;
