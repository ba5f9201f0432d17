//! What is written to standard error while the process runs.

mod json;

use crate::{settings::LogSettings, telemetry::Traces};
use json::JsonLines;
use std::io::IsTerminal;
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    fmt::{self, format::JsonFields},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// Starts logging with the operator's filter, or with `otherwise` where there is none. Spans go to `traces` too, where
/// somebody collects them, whatever is logged.
pub fn start_logging(settings: &LogSettings, otherwise: &str, traces: Option<&Traces>) {
    let filter = EnvFilter::new(settings.filter.as_deref().unwrap_or(otherwise));
    let lines = fmt::layer::<Registry>().with_writer(std::io::stderr);
    let lines = if settings.json {
        lines
            .with_ansi(false)
            .fmt_fields(JsonFields::new())
            .event_format(JsonLines)
            .with_filter(filter)
            .boxed()
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).compact().with_filter(filter).boxed()
    };
    let started = tracing_subscriber::registry().with(lines).with(traces.map(Traces::layer)).try_init();
    if let Err(cause) = started {
        eprintln!("Logging did not start: {cause}.");
    }
}
