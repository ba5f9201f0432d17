//! Memory that a render used goes back to the machine when the render is done.
//!
//! By itself the system's allocator learns from the large frames of a render to keep everything it ever had. mimalloc
//! was tried and kept more.

/// Free memory at the end of a heap beyond this is given back, in bytes. Saying a number also ends the learning.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT_FREE_BYTES: libc::c_int = 256 << 10;

/// Tells the allocator, where it is one that listens. Call it before anything else.
pub fn give_back_early() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the allocator's settings have no safe door")]
    // SAFETY: `mallopt` takes two numbers, touches nothing of ours, and no other thread runs yet.
    let _understood = unsafe { libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT_FREE_BYTES) };
}
