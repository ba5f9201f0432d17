//! The outside services on loopback: strict about every request, able to fail in every way in which a real one does,
//! and keeping their own invoice. The faults come from a seed, so that a run repeats.
//!
//! [`Simulator`] runs on a thread and a runtime of its own, so that it outlives an engine that a test kills. It speaks
//! a plain protocol with four capabilities (`/idempotent`, `/findable`, `/echoing`, `/blind`), that of fal (`/fal`)
//! and that of Replicate (`/replicate/v1`), and answers whoever asks whether a key is good at every service that has
//! one; behind all of them is one service with the same faults and one invoice.
//! What a client does wrong is answered as the real service would and kept in [`Simulator::mistakes`].
//!
//! [`PostgresCluster`] is a real PostgreSQL, private to its holder, which can be stopped, started and cut off.
//!
//! Nothing here is part of the product, and nothing here knows another room.

mod callbacks;
mod events;
mod face;
mod fault;
mod http;
mod job;
mod media;
mod postgres;
mod profile;
mod record;
mod server;
mod service;
mod settings;
mod signatures;
mod simulator;
mod submit;

pub use events::{Event, NeverHappened};
pub use fault::{Fault, Faults};
pub use job::JobStatus;
pub use postgres::{CuttableProxy, PostgresCluster};
pub use profile::{CallKind, Profile};
pub use record::{KeyTestSeen, Line, SubmissionSeen};
pub use settings::{API_KEY, SimulatorSettings};
pub use simulator::{AnswersHeld, Simulator};
