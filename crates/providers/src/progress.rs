//! Progress of one order: the maker writes the newest state, whoever watches reads at its own pace.

use tokio::sync::watch;

/// How far an order is: sentences recorded, frames drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub done: u32,
    /// 0 while it is not known yet.
    pub whole: u32,
}

impl Progress {
    /// 0 to 100.
    pub fn percent(self) -> u8 {
        let percent = u64::from(self.done) * 100 / u64::from(self.whole.max(1));
        u8::try_from(percent.min(100)).unwrap_or(100)
    }
}

/// The maker's end. Telling is cheap and never waits; only the newest state is kept.
#[derive(Debug, Clone)]
pub struct Reporter(watch::Sender<Progress>);

impl Reporter {
    /// A reporter and the end to watch it by.
    pub fn new() -> (Reporter, watch::Receiver<Progress>) {
        let (sender, receiver) = watch::channel(Progress::default());
        (Reporter(sender), receiver)
    }

    /// This much is done.
    pub fn report(&self, done: u32, whole: u32) {
        self.0.send_replace(Progress { done, whole });
    }
}
