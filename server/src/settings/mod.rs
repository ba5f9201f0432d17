//! Settings: what the operator decides, read once at the start and never again.
//!
//! Every value that is used is understood, or the start stops with a sentence that names it; nothing is guessed. A
//! setting that is not used yet is told of at the start. `docs/settings.md` has both tables.

mod duration;
mod environment;
mod names;
mod read;

pub use environment::Environment;

use domain::Quality;
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
    pub database_file: PathBuf,
    pub media_dir: PathBuf,
    /// The built pages, where they were found.
    pub site_root: Option<PathBuf>,
    /// Whether the names of scripts and styles hold a hash of their content; said in `hash.txt` beside the binary.
    pub hashed_files: bool,
    /// Where cargo-leptos tells open pages to reload, while it watches.
    pub reload_port: Option<u16>,
    pub signup: Signup,
    /// What *Generate video* makes; `draft` is for tests and for machines that are in a hurry.
    pub render_quality: Quality,
    /// How long one step may take.
    pub step_deadline: Duration,
    pub log: LogSettings,
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
