//! Projects: a brief, its scripts and the choices made so far.

use crate::{
    AvatarId, Background, Brief, ExecutionId, Format, ProductPage, ProjectId, Script, ScriptId, Timestamp,
    VoiceId,
};
use serde::{Deserialize, Deserializer, Serialize, de::Visitor};

/// The longest script text, in characters.
pub const SCRIPT_CHARS_MAX: usize = 3_000;
/// The longest call to action on the end card, in characters.
pub const CALL_TO_ACTION_CHARS_MAX: usize = 60;

/// One ad in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Project {
    pub id: ProjectId,
    #[serde(flatten)]
    pub brief: Brief,
    /// Every script written for it, the newest set last.
    pub scripts: Vec<Script>,
    #[serde(flatten)]
    pub choices: Choices,
    /// The newest execution, if there is one.
    /// The product's page that it was made from, and what that said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<ProductPage>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub latest_execution_id: Option<ExecutionId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What has been chosen; each part is saved when it is chosen. The format lives in the brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    pub script_id: Option<ScriptId>,
    /// The chosen script as edited, as it also stands with the script; absent means as written.
    pub script_text: Option<String>,
    pub avatar_id: AvatarId,
    pub voice_id: VoiceId,
    pub background: Background,
    pub captions: Captions,
    /// Words of the end card; absent means those of the chosen script.
    pub call_to_action: Option<String>,
}

/// How spoken words are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Captions {
    /// A few words at a time, the spoken one lit.
    #[default]
    Word,
    /// A plain line.
    Line,
    Off,
}

impl Captions {
    /// Every style, in the order in which they are offered.
    pub const ALL: [Captions; 3] = [Captions::Word, Captions::Line, Captions::Off];

    /// The word in JSON and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Captions::Word => "word",
            Captions::Line => "line",
            Captions::Off => "off",
        }
    }
}

impl std::str::FromStr for Captions {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let known = Captions::ALL.into_iter().find(|style| style.as_str() == word);
        known.ok_or_else(|| format!("Captions are word, line or off, not {word:?}."))
    }
}

/// The parts of a project that a person changes; an absent part stays as it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChoicesPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script_id: Option<ScriptId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "sent_text")]
    pub script_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_id: Option<AvatarId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_id: Option<VoiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<Background>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captions: Option<Captions>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "sent_text")]
    pub call_to_action: Option<String>,
}

/// A text that was sent, be it empty: forms tell an emptied field from one that is not there, but an `Option` read
/// from a form does not.
pub fn sent_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    struct Sent;
    impl Visitor<'_> for Sent {
        type Value = Option<String>;
        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a string")
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
    from.deserialize_any(Sent)
}

impl Project {
    /// The script that was chosen.
    pub fn chosen_script(&self) -> Option<&Script> {
        let id = self.choices.script_id.as_ref()?;
        self.scripts.iter().find(|script| script.id == *id)
    }

    /// All that will be spoken: the chosen script, as edited if it was.
    pub fn spoken_text(&self) -> Option<&str> {
        let chosen = self.chosen_script()?;
        Some(self.choices.script_text.as_deref().unwrap_or(&chosen.text))
    }

    /// The words of the end card.
    pub fn end_card_text(&self) -> Option<&str> {
        let own = self.choices.call_to_action.as_deref();
        own.or_else(|| self.chosen_script().map(|script| script.call_to_action.as_str()))
    }
}
