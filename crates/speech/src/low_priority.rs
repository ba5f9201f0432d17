//! Speaking waits for everybody else: its threads ask the system to be served last.

/// As little urgent as drawing, also on a thread that a lowered one started.
const NICENESS: i32 = 10;

/// Lowers the priority of the calling thread and of threads that it starts. Where that cannot be done, nothing changes.
pub(crate) fn lower_this_thread() {
    // On Linux niceness belongs to a thread; elsewhere it would slow the whole process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "could not lower the priority of a speaking thread");
    }
}
