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

/// Who computes no longer than this in all that time has nothing to do.
const IDLE_CPU: Duration = Duration::from_millis(500);

/// Tells the allocator, where it is one that listens. Call it before anything else.
pub fn give_back_early() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the allocator's settings have no safe door")]
    // SAFETY: `mallopt` takes two numbers, touches nothing of ours, and no other thread runs yet.
    let _understood = unsafe { libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT_FREE_BYTES) };
}

/// Gives free memory back now and then, for as long as it is polled: what is in use above it keeps the allocator from
/// doing so by itself, and the voice alone leaves more than a hundred megabytes behind. After work has come to rest,
/// the program's own constants go as well.
pub async fn give_back_now_and_then() {
    let mut computed = cpu_time();
    let mut worked = true;
    loop {
        tokio::time::sleep(GIVE_BACK_EVERY).await;
        give_back();
        let now = cpu_time();
        let idle = now.saturating_sub(computed) < IDLE_CPU;
        computed = now;
        if idle && worked {
            put_constants_away();
        }
        worked = !idle;
    }
}

fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the allocator's settings have no safe door")]
    // SAFETY: `malloc_trim` takes a number, locks what it looks at, and only gives back what nobody has.
    let _given_back = unsafe { libc::malloc_trim(0) };
}

/// Lexicons and typefaces lie in the program's file and are needed to load a voice, then hardly ever: their pages are
/// read again when they are. Where the kernel will not, they stay.
fn put_constants_away() {
    #[cfg(target_os = "linux")]
    for (start, bytes) in constants().unwrap_or_default() {
        #[expect(unsafe_code, reason = "advice about memory has no safe door")]
        // SAFETY: MADV_PAGEOUT changes no byte that anybody reads; an address that is not there is an error.
        let _put_away =
            unsafe { libc::madvise(std::ptr::without_provenance_mut(start), bytes, libc::MADV_PAGEOUT) };
    }
}

/// Where the program's file is mapped to be read only, as addresses and lengths.
#[cfg(target_os = "linux")]
fn constants() -> Option<Vec<(usize, usize)>> {
    let program = std::env::current_exe().ok()?;
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    let ours = |line: &str| line.contains(" r--p ") && line.ends_with(program.to_string_lossy().as_ref());
    let range = |line: &str| {
        let (start, end) = line.split(' ').next()?.split_once('-')?;
        let (start, end) = (usize::from_str_radix(start, 16).ok()?, usize::from_str_radix(end, 16).ok()?);
        Some((start, end.checked_sub(start)?))
    };
    Some(maps.lines().filter(|line| ours(line)).filter_map(range).collect())
}

/// What this process has computed so far.
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}
