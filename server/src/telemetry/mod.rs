//! What whoever runs this installation sees of it: figures for Prometheus, and traces for a collector.
//!
//! Neither ever holds up the work: figures are read when somebody asks, and spans that a collector does not take are
//! dropped.

mod collector;
mod counts;
mod metrics;
mod traces;

pub use counts::answered;
pub use metrics::{Metrics, MetricsSources, count, metrics};
pub use traces::Traces;
