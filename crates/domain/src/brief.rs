//! Briefs: what a person asks for before there is a script.

use crate::Format;
use serde::{Deserialize, Serialize};

/// The longest topic, in characters.
pub const TOPIC_CHARS_MAX: usize = 500;
const AUDIENCE_CHARS_MAX: usize = 120;

/// What the ad is about and how it should sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Brief {
    #[cfg_attr(feature = "schema", schema(min_length = 1, max_length = 500))]
    pub topic: String,
    #[serde(default)]
    pub tone: Tone,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 120))]
    pub audience: Option<String>,
    #[serde(default)]
    pub language: Language,
    #[serde(default)]
    pub length: ScriptLength,
    #[serde(default)]
    pub format: Format,
}

/// Why a brief cannot be taken: the field by its JSON name and a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct BriefProblem {
    pub field: &'static str,
    pub sentence: String,
}

impl Brief {
    /// The brief with its texts tidied (one line, single spaces), or what is wrong with it.
    pub fn checked(mut self) -> Result<Brief, BriefProblem> {
        self.topic = one_line(&self.topic);
        let problem = |field, sentence: String| Err(BriefProblem { field, sentence });
        let chars = self.topic.chars().count();
        if !self.topic.chars().any(char::is_alphanumeric) {
            return problem("topic", "Write in a few words what the ad is about.".into());
        }
        if chars > TOPIC_CHARS_MAX {
            return problem(
                "topic",
                format!("A topic has at most {TOPIC_CHARS_MAX} characters; this one has {chars}."),
            );
        }
        self.audience = self.audience.map(|text| one_line(&text)).filter(|text| !text.is_empty());
        if self.audience.as_ref().is_some_and(|text| text.chars().count() > AUDIENCE_CHARS_MAX) {
            return problem("audience", format!("An audience has at most {AUDIENCE_CHARS_MAX} characters."));
        }
        Ok(self)
    }
}

/// Control characters and runs of white space become one space.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal / $title:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum $name {
            // The description of the API does not see into a word that serde is handed by this macro.
            $($(#[$vdoc])* #[serde(rename = $word)] #[cfg_attr(feature = "schema", schema(rename = $word))] $variant),+
        }

        impl $name {
            /// Every choice, in the order in which they are offered.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in JSON and forms.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The word that people read.
            pub fn title(self) -> &'static str {
                match self { $($name::$variant => $title),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                let known = Self::ALL.iter().copied().find(|choice| choice.as_str() == word);
                known.ok_or_else(|| {
                    let words: Vec<_> = Self::ALL.iter().map(|choice| choice.as_str()).collect();
                    format!("Choose one of {}, not {word:?}.", words.join(", "))
                })
            }
        }
    };
}

word_enum!(
    /// How the ad should sound.
    Tone {
        #[default] Warm = "warm" / "Warm",
        Plain = "plain" / "Plain",
        Playful = "playful" / "Playful",
        Urgent = "urgent" / "Urgent",
    }
);

word_enum!(
    /// The language of the script. The built-in writer and voices speak English; keys bring the others.
    Language {
        #[default] English = "en" / "English",
        German = "de" / "Deutsch",
        French = "fr" / "Français",
        Spanish = "es" / "Español",
    }
);

word_enum!(
    /// About how long the ad should speak.
    ScriptLength {
        Seconds15 = "15" / "15 seconds",
        #[default] Seconds30 = "30" / "30 seconds",
        Seconds45 = "45" / "45 seconds",
        Seconds60 = "60" / "60 seconds",
    }
);

impl ScriptLength {
    /// The spoken length to aim for, in seconds.
    pub fn seconds(self) -> u32 {
        match self {
            ScriptLength::Seconds15 => 15,
            ScriptLength::Seconds30 => 30,
            ScriptLength::Seconds45 => 45,
            ScriptLength::Seconds60 => 60,
        }
    }

    /// How many words fill an ad of this length, with room for its pauses and its end card.
    pub fn words(self) -> u32 {
        self.seconds() * 5 / 2
    }
}
