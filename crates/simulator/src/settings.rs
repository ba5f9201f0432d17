//! What a simulator is started with.

use crate::Faults;
use std::{
    net::{Ipv4Addr, SocketAddr},
    ops::Range,
    time::Duration,
};

/// The key that every service knows: `Bearer sim-key`, or `Key sim-key` at fal.
pub const API_KEY: &str = "sim-key";

/// How a simulator behaves. [`SimulatorSettings::default`] is quick and has no faults.
#[derive(Debug, Clone)]
pub struct SimulatorSettings {
    /// Every choice comes from it: the n-th submission of two runs with one seed is treated alike.
    pub seed: u64,
    /// What goes wrong, and how often.
    pub faults: Faults,
    /// How long a job takes; at zero it is done before its submission is answered.
    pub job_time: Range<Duration>,
    /// What a job costs, in millionths of a dollar.
    pub price_micros: Range<i64>,
    /// Signs the callbacks of the plain protocol, and, through a derivation, those of Replicate.
    pub callback_secret: String,
    /// How often a callback is tried until it is answered with 2xx.
    pub callback_tries: u32,
    /// The wait before the second try; it doubles with each further one.
    pub callback_retry: Duration,
    /// The size of a file that a job leaves. A smaller one than the picture or the clip itself has no effect.
    pub media_bytes: usize,
    /// Keys of other accounts, which fal, Replicate and the tests of keys know as well.
    pub keys: Vec<String>,
    /// How many predictions a page of Replicate's list has.
    pub list_page: usize,
    /// How long [`crate::Simulator::wait_for`] waits.
    pub patience: Duration,
    /// Where to listen; port 0 is any free one.
    pub listen: SocketAddr,
}

impl Default for SimulatorSettings {
    fn default() -> Self {
        SimulatorSettings {
            seed: 1,
            faults: Faults::none(),
            job_time: Duration::from_millis(10)..Duration::from_millis(40),
            price_micros: 1_000..50_000,
            callback_secret: "sim-callback-secret".to_owned(),
            callback_tries: 6,
            callback_retry: Duration::from_millis(50),
            media_bytes: 64 * 1024,
            keys: Vec::new(),
            list_page: 100,
            patience: Duration::from_secs(30),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        }
    }
}
