//! What a voice said and when: the one timeline that lips, captions and drawing follow.

use serde::{Deserialize, Serialize};

/// A whole script as it was spoken. All times are milliseconds from the start of the sound, rising and without overlap.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpokenTrack {
    /// The words as they are written in the script, punctuation included: `$19.99,` is one word.
    pub words: Vec<SpokenWord>,
    /// Mouth shapes, in order; what no phone covers is silence.
    pub phones: Vec<SpokenPhone>,
    pub sentences: Vec<SpokenSentence>,
    /// Length of the sound.
    pub duration_ms: u32,
}

/// One written word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpokenWord {
    pub text: String,
    pub start_ms: u32,
    pub end_ms: u32,
    /// Index into `SpokenTrack::sentences`.
    pub sentence: u32,
    /// How much the voice leans on it, 0 to 1, against the other words of the script.
    pub energy: f32,
}

/// One mouth shape held for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpokenPhone {
    pub viseme: Viseme,
    pub start_ms: u32,
    pub end_ms: u32,
    pub stress: Stress,
    /// 0 to 1; how much of the shape is reached (`ʌ` and `ə` are a weaker `aa`).
    pub weight: f32,
    /// 0 to 1; loudness of the sound under it.
    pub loudness: f32,
    /// Index into `SpokenTrack::words`.
    pub word: u32,
}

/// One sentence, pauses excluded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpokenSentence {
    pub start_ms: u32,
    pub end_ms: u32,
    /// Range of words, from (inclusive) and to (exclusive).
    pub first_word: u32,
    pub end_word: u32,
    pub question: bool,
}

/// How strongly a syllable is stressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stress {
    Primary,
    Secondary,
    None,
}

/// The mouth shapes of the presenter rig.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Viseme {
    #[serde(rename = "sil")]
    Sil,
    PP,
    FF,
    TH,
    DD,
    #[serde(rename = "kk")]
    Kk,
    CH,
    SS,
    #[serde(rename = "nn")]
    Nn,
    RR,
    #[serde(rename = "aa")]
    Aa,
    E,
    I,
    O,
    U,
    #[serde(rename = "grin")]
    Grin,
}

impl Viseme {
    /// Every shape, in the order of the rig's files.
    pub const ALL: [Viseme; 16] = [
        Viseme::Sil,
        Viseme::PP,
        Viseme::FF,
        Viseme::TH,
        Viseme::DD,
        Viseme::Kk,
        Viseme::CH,
        Viseme::SS,
        Viseme::Nn,
        Viseme::RR,
        Viseme::Aa,
        Viseme::E,
        Viseme::I,
        Viseme::O,
        Viseme::U,
        Viseme::Grin,
    ];

    /// The name in the rig's files.
    pub fn as_str(self) -> &'static str {
        match self {
            Viseme::Sil => "sil",
            Viseme::PP => "PP",
            Viseme::FF => "FF",
            Viseme::TH => "TH",
            Viseme::DD => "DD",
            Viseme::Kk => "kk",
            Viseme::CH => "CH",
            Viseme::SS => "SS",
            Viseme::Nn => "nn",
            Viseme::RR => "RR",
            Viseme::Aa => "aa",
            Viseme::E => "E",
            Viseme::I => "I",
            Viseme::O => "O",
            Viseme::U => "U",
            Viseme::Grin => "grin",
        }
    }
}
