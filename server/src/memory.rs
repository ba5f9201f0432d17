//! Memory that a render used goes back to the machine when the render is done.
//!
//! By itself the system's allocator learns from the large frames of a render to keep everything it ever had. mimalloc
//! was tried and kept more.

use std::time::Duration;

/// Free memory at the end of a heap beyond this is given back, in bytes. Saying a number also ends the learning.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT_FREE_BYTES: libc::c_int = 256 << 10;

/// How often what lies free in between is given back as well, once the server runs.
const GIVE_BACK_EVERY: Duration = Duration::from_secs(20);

/// Tells the allocator, where it is one that listens. Call it before anything else.
pub fn give_back_early() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the allocator's settings have no safe door")]
    // SAFETY: `mallopt` takes two numbers, touches nothing of ours, and no other thread runs yet.
    let _understood = unsafe { libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT_FREE_BYTES) };
}

/// Gives free memory back now and then, for as long as it is polled: what is in use above it keeps the allocator from
/// doing so by itself, and the voice alone leaves more than a hundred megabytes behind.
pub async fn give_back_now_and_then() {
    loop {
        tokio::time::sleep(GIVE_BACK_EVERY).await;
        give_back();
    }
}

fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the allocator's settings have no safe door")]
    // SAFETY: `malloc_trim` takes a number, locks what it looks at, and only gives back what nobody has.
    let _given_back = unsafe { libc::malloc_trim(0) };
}
