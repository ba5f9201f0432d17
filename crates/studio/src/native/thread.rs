//! What a worker thread asks of the operating system: to come last, and how long it has computed.

use rustix::time::{ClockId, clock_gettime};

/// How much less urgent than everything else drawing is, also on a thread that one of these threads started.
const NICENESS: i32 = 10;

/// Seconds of computing, over all threads.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CpuSeconds {
    /// Drawing frames.
    pub draw: f64,
    /// Encoding them.
    pub encode: f64,
}

/// Lets pages and other requests go before the calling thread, and before those that it starts.
pub fn come_last() {
    // On Linux this changes the calling thread alone. Where it is refused the work is merely more urgent than needed.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "a drawing thread keeps its priority");
    }
}

/// Seconds that the calling thread has computed so far.
pub(super) fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
