//! Executions and the actors that walk them, step by stored step.
//!
//! [`Engine`] is the only door. It accepts an order, and from then on the order ends in `completed`, `failed` or
//! `cancelled` whatever dies: each step's outcome is stored before the next one starts, an actor's memory is a cache,
//! and whoever takes it next goes on from what is stored. What is paid is paid once: an intent is written before a
//! request leaves, and an answer that was lost means what the provider can tell of it. Every change is an event with a
//! number; whoever watches sees all of them, in order, with no gap.
//!
//! The map: `engine` (the door), `order` (what can be ordered, and its check), `estimate` (what it will take and
//! cost), `desk` (who does jobs for money, with whose key), `dispatch` (takes what is due when a hand is free), `hands` and `leases` (how much at once, and for how
//! long), `actor` (walks one execution), `local` and `steps` (what is done on this machine), `paid` (what is done
//! elsewhere for money), `output` and `workplace` (what steps leave), `callbacks` (what providers tell us), `outbox`
//! (webhooks), `counts` (what is counted of all this), `registry`, `watching` and `hints` (who runs, who watches, and what other nodes say), `cleanup` (what is
//! nobody's any more).

mod actor;
mod backoff;
mod callbacks;
mod carriers;
mod cleanup;
mod counts;
mod desk;
mod dispatch;
mod engine;
mod error;
mod estimate;
mod failure;
mod hands;
mod hints;
mod leases;
mod local;
mod order;
mod outbox;
mod output;
mod paid;
mod registry;
mod sentences;
mod settings;
mod steps;
mod watching;
mod workplace;
mod works;

pub use counts::{ENGINE_HISTOGRAMS, describe_engine_metrics};
pub use desk::{JobDesk, JobMaker};
pub use engine::Engine;
pub use error::EngineError;
pub use order::Order;
pub use settings::{EngineSettings, Makers, RenderSettings, Stores};
pub use watching::EventStream;
