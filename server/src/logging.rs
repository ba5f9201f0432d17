//! What is written to standard error while the process runs.

use crate::settings::LogSettings;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging with the operator's filter, or with `otherwise` where there is none.
pub fn start_logging(settings: &LogSettings, otherwise: &str) {
    let filter = EnvFilter::new(settings.filter.as_deref().unwrap_or(otherwise));
    let in_colour = std::io::stderr().is_terminal();
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(in_colour);
    let started = if settings.json { lines.json().try_init() } else { lines.compact().try_init() };
    if let Err(cause) = started {
        eprintln!("Logging did not start: {cause}.");
    }
}
