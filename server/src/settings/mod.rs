//! Settings: what the operator decides, read once at the start and never again.
//!
//! Every value that is used is understood, or the start stops with a sentence that names it; nothing is guessed. A
//! setting that is not used yet is told of at the start. `docs/settings.md` has both tables.

mod database;
mod duration;
mod egress;
mod environment;
mod key;
mod names;
mod providers;
mod rate;
mod read;
mod telemetry;

pub use database::DatabaseSettings;
pub use environment::Environment;
pub use key::SecretKey;
pub use rate::RateLimit;
pub use telemetry::TelemetrySettings;

use ::providers::ProviderAddresses;
use domain::{Money, Quality, Secret, StepKind};
use speech::VoiceSettings;
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// A voice that nobody used for this long leaves memory.
const VOICE_IDLE: Duration = Duration::from_secs(90);

/// Everything that this process was told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// What links show: scheme, host and port, with no slash at the end.
    pub public_url: String,
    /// Everything that is kept, beside media that `media_dir` moves elsewhere.
    pub data_dir: PathBuf,
    pub database: DatabaseSettings,
    pub media_dir: PathBuf,
    /// The built pages, where they were found.
    pub site_root: Option<PathBuf>,
    /// Whether the names of scripts and styles hold a hash of their content; said in `hash.txt` beside the binary.
    pub hashed_files: bool,
    /// Where cargo-leptos tells open pages to reload, while it watches.
    pub reload_port: Option<u16>,
    /// What seals secrets; without it, the key in `DATA_DIR/secret.key` does (`secret_key.rs`).
    pub secret_key: Option<SecretKey>,
    /// What sealed them before, while the key is being changed.
    pub secret_key_previous: Option<SecretKey>,
    /// Where the services outside are asked.
    pub addresses: ProviderAddresses,
    /// The server's own key of who makes pictures.
    pub fal_key: Option<Secret>,
    /// The server's own key of who sets pictures in motion.
    pub replicate_key: Option<Secret>,
    pub signup: Signup,
    /// Videos and dollars that an account may use in a month, until an admin sets others.
    pub rate_limit: RateLimit,
    pub monthly_video_limit: u32,
    pub monthly_cost_limit: Money,
    /// CIDRs, with commas between them, that calls to other people's URLs may reach though they are private.
    pub egress_allow: Option<String>,
    /// What *Generate video* makes; `draft` is for tests and for machines that are in a hurry.
    pub render_quality: Quality,
    /// How long one step may take.
    pub step_deadline: Duration,
    /// How long a node that says nothing keeps what it took.
    pub lease_ttl: Duration,
    /// How often an outside job is looked at; without it, as often as its provider advises.
    pub poll_interval: Option<Duration>,
    /// The pause after the first delivery that failed; those after it are longer.
    pub webhook_retry_base: Duration,
    /// The kinds of step that this node takes; without it, all of them.
    pub node_steps: Option<Vec<StepKind>>,
    pub log: LogSettings,
    pub telemetry: TelemetrySettings,
    /// Settings that were set and mean nothing yet.
    pub unused: Vec<&'static str>,
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signup {
    /// Only the first person, who becomes the owner.
    First,
    /// Anyone.
    Open,
}

/// What is logged, and how it looks.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// A `tracing` filter such as `info,store=debug`, if the operator named one.
    pub filter: Option<String>,
    /// One JSON object a line instead of text for people.
    pub json: bool,
}

/// Why the settings cannot be taken: one sentence that names the setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(pub String);

impl SettingsError {
    fn not_understood(name: &str, value: &str, expected: &str) -> Self {
        Self(format!("{name} is {value:?}, but it must be {expected}."))
    }
}

impl Settings {
    /// Where it listens at last. Who let the system choose a port and named no address for links means that one.
    pub fn found_address(&mut self, found: SocketAddr) {
        if self.public_url == format!("http://{}", self.listen) {
            self.public_url = format!("http://{found}");
        }
        self.listen = found;
    }

    /// Whether browsers reach us through TLS, so that cookies must not travel without it.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Where pictures and sound samples that can be made again are kept.
    pub fn previews_dir(&self) -> PathBuf {
        self.data_dir.join("previews")
    }

    /// Where the natural voice lives once it has been fetched, and what was spoken is kept.
    pub fn voices(&self) -> VoiceSettings {
        VoiceSettings {
            voices_dir: self.data_dir.join("voices"),
            cache_dir: self.data_dir.join("cache/speech"),
            idle: VOICE_IDLE,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }
}
