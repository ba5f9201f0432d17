//! Why a command did not do its work: the sentence and the exit status.

use crate::settings::SettingsError;
use app::ports::PortError;
use std::process::ExitCode;

const FAILED: u8 = 1;
const BAD_USAGE: u8 = 2;

/// One plain sentence, and whether it is about how the command was typed.
#[derive(Debug)]
pub struct Failure {
    sentence: String,
    status: u8,
}

impl Failure {
    /// The command was right and did not succeed.
    pub fn new(sentence: impl Into<String>) -> Self {
        Failure { sentence: sentence.into(), status: FAILED }
    }

    /// The command was typed wrongly.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Failure { sentence: sentence.into(), status: BAD_USAGE }
    }

    /// Says it on standard error.
    pub fn print(&self) -> ExitCode {
        eprintln!("{}", self.sentence);
        ExitCode::from(self.status)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Failure::new(error.to_string())
    }
}

impl From<PortError> for Failure {
    fn from(error: PortError) -> Self {
        Failure::new(error.to_string())
    }
}
