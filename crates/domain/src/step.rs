//! Steps: the kinds that exist, the names they have within one execution, and how they stand.

use crate::{Money, Status, Timestamp};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// A topic becomes a script.
    Scripts,
    /// Text becomes sound with exact timings.
    Speech,
    /// The presenter's performance over that sound.
    Presenter,
    /// A prompt becomes a picture.
    Image,
    /// A prompt, and perhaps a picture, become a moving one.
    Video,
    /// Frames, captions and sound become one file.
    Compose,
    /// The file, its poster and captions reach their addresses.
    Publish,
}

impl StepKind {
    /// Every kind, in the order of the way of an ad.
    pub const ALL: [StepKind; 7] = [
        StepKind::Scripts,
        StepKind::Speech,
        StepKind::Presenter,
        StepKind::Image,
        StepKind::Video,
        StepKind::Compose,
        StepKind::Publish,
    ];

    /// The word that is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            StepKind::Scripts => "scripts",
            StepKind::Speech => "speech",
            StepKind::Presenter => "presenter",
            StepKind::Image => "image",
            StepKind::Video => "video",
            StepKind::Compose => "compose",
            StepKind::Publish => "publish",
        }
    }
}

impl fmt::Display for StepKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for StepKind {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        StepKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or(())
    }
}

/// How many characters the name of a step may have.
pub const STEP_NAME_CHARS_MAX: usize = 24;

/// The name of a step within its execution: 1 to 24 small letters, digits and `-`, the first one a letter. Where an
/// execution has one step of a kind, the name is the kind's word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StepName {
    /// The characters, then zeros.
    bytes: [u8; STEP_NAME_CHARS_MAX],
}

/// The text is not a step's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("A step's name has 1 to 24 small letters, digits and -, the first one a letter.")]
pub struct InvalidStepName;

impl StepName {
    /// The name of the only step of its kind.
    pub const fn of(kind: StepKind) -> StepName {
        StepName::of_bytes(kind.as_str().as_bytes())
    }

    const fn of_bytes(from: &[u8]) -> StepName {
        let mut bytes = [0; STEP_NAME_CHARS_MAX];
        let (place, _) = bytes.split_at_mut(from.len());
        place.copy_from_slice(from);
        StepName { bytes }
    }

    /// The name as it is stored and shown.
    pub fn as_str(&self) -> &str {
        let end = self.bytes.iter().position(|byte| *byte == 0).unwrap_or(STEP_NAME_CHARS_MAX);
        std::str::from_utf8(self.bytes.get(..end).unwrap_or_default()).unwrap_or_default()
    }

    /// The name at the start of a line.
    pub fn title(&self) -> String {
        let mut chars = self.as_str().chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
    }
}

impl FromStr for StepName {
    type Err = InvalidStepName;
    fn from_str(text: &str) -> Result<Self, InvalidStepName> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let fits = (1..=STEP_NAME_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain);
        if fits && text.starts_with(|c: char| c.is_ascii_lowercase()) {
            Ok(StepName::of_bytes(text.as_bytes()))
        } else {
            Err(InvalidStepName)
        }
    }
}

impl TryFrom<String> for StepName {
    type Error = InvalidStepName;
    fn try_from(text: String) -> Result<Self, InvalidStepName> {
        text.parse()
    }
}

impl From<StepName> for String {
    fn from(name: StepName) -> String {
        name.as_str().to_owned()
    }
}

impl From<StepKind> for StepName {
    fn from(kind: StepKind) -> StepName {
        StepName::of(kind)
    }
}

impl PartialEq<StepKind> for StepName {
    fn eq(&self, kind: &StepKind) -> bool {
        self.as_str() == kind.as_str()
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// Where one step stands: the same words as for the execution.
pub type StepStatus = Status;

/// One step of one execution, as the store keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    pub name: StepName,
    pub kind: StepKind,
    pub provider: String,
    pub status: StepStatus,
    pub attempts: u32,
    /// 0 to 100.
    pub progress: u8,
    pub cost: Money,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub error: Option<String>,
}

/// One step as the API shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Job {
    pub name: StepName,
    pub step: StepKind,
    pub provider: String,
    pub status: StepStatus,
    pub attempts: u32,
    pub progress: u8,
    pub cost_usd: Money,
    #[cfg_attr(feature = "schema", schema(required))]
    pub started_at: Option<Timestamp>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub finished_at: Option<Timestamp>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub error: Option<String>,
}

impl From<Step> for Job {
    fn from(step: Step) -> Job {
        Job {
            name: step.name,
            step: step.kind,
            provider: step.provider,
            status: step.status,
            attempts: step.attempts,
            progress: step.progress,
            cost_usd: step.cost,
            started_at: step.started_at,
            finished_at: step.finished_at,
            error: step.error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_plain_and_survives_its_text() {
        for name in ["speech", "a", "hero-2", "abcdefghijklmnopqrstuvwx"] {
            assert_eq!(name.parse::<StepName>().map(String::from), Ok(name.to_owned()));
        }
        for wrong in ["", "2nd", "-a", "Hero", "a_b", "a.b", "abcdefghijklmnopqrstuvwxy", "é"] {
            assert_eq!(wrong.parse::<StepName>(), Err(InvalidStepName), "{wrong:?}");
        }
        assert_eq!(StepName::of(StepKind::Compose), StepKind::Compose);
        assert_eq!(StepName::of(StepKind::Compose).title(), "Compose");
    }
}
